import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { paperSchema } from "../../src/core/paper.ts";
import { type Found, type Source, SourceError } from "../../src/core/source.ts";
import { XmlError } from "../../src/sources/xml.ts";

/** A source with a server behind it that has something new. */
export interface SourceUnderTest {
  readonly source: Source;
  /** Ids of all papers that it brings, and of those that it announces. */
  readonly brings: readonly string[];
  readonly announces: readonly string[];
  /** What the server does once in place of an answer. */
  fail(kind: "cut" | "page" | "bomb" | "large" | "down"): void;
  close(): Promise<void>;
}

const never = new AbortController().signal;

/** What every source holds to, whatever it reads. */
export function sourceContract(open: () => Promise<SourceUnderTest>): void {
  let under: SourceUnderTest;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.close());

  const steps = async (cursor?: string): Promise<Found[]> => {
    const found: Found[] = [];
    for await (const step of under.source.fetch(cursor, never)) found.push(step);
    return found;
  };
  const ids = (found: readonly Found[]) =>
    [...new Set(found.flatMap(({ papers }) => papers.map(({ id }) => id)))].sort();
  const announced = (found: readonly Found[]) =>
    [...new Set(found.flatMap(({ announcements }) => announcements.map(({ paper }) => paper)))].sort();

  test("brings valid papers and announces them under civil dates", async () => {
    const found = await steps();
    expect(ids(found)).toEqual([...under.brings].sort());
    expect(announced(found)).toEqual([...under.announces].sort());
    for (const { papers, announcements, problems } of found) {
      for (const paper of papers) expect(paperSchema.parse(paper)).toEqual(paper);
      for (const { date } of announcements) expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(problems).toEqual([]);
    }
  });

  test("whoever stops after any step and comes back with its cursor has lost nothing", async () => {
    const whole = await steps();
    for (let stop = 1; stop <= whole.length; stop++) {
      const before = whole.slice(0, stop);
      const after = await steps(before.at(-1)?.cursor);
      expect(ids([...before, ...after])).toEqual([...under.brings].sort());
      expect(announced([...before, ...after])).toEqual([...under.announces].sort());
    }
  });

  test("announces nothing twice", async () => {
    const cursor = (await steps()).at(-1)?.cursor;
    expect(announced(await steps(cursor))).toEqual([]);
  });

  test.each([
    "cut",
    "page",
    "bomb",
    "large",
    "down",
  ] as const)("an answer that is no good (%s) is said in words, and nothing is lost", async (kind) => {
    under.fail(kind);
    const failure = await steps().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure instanceof SourceError || failure instanceof XmlError).toBe(true);
    expect((failure as Error).message).not.toMatch(/127\.0\.0\.1\S*[?/]|undefined|\[object/);
    const found = await steps();
    expect(ids(found)).toEqual([...under.brings].sort());
    expect(announced(found)).toEqual([...under.announces].sort());
  });

  test("ends at once when the signal aborts", async () => {
    const abort = new AbortController();
    abort.abort(new Error("stopped"));
    await expect(under.source.fetch(undefined, abort.signal)[Symbol.asyncIterator]().next()).rejects.toThrow(
      "stopped",
    );
  });

  describe("the next time", () => {
    test.each([
      "2026-11-20T01:30:00Z",
      "2026-11-22T12:00:00Z",
      "2026-11-26T05:10:00Z",
    ])("after %s is later, and within a day", (instant) => {
      const now = new Date(instant);
      for (const date of [undefined, "2026-11-19", "2026-11-27"]) {
        const wait = under.source.next(now, date).getTime() - now.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(86_400_000);
      }
    });
  });
}
