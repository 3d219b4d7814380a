import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Translator, TranslatorError } from "../../src/core/translation.ts";
import { createLog } from "../../src/log.ts";
import { openDeepl } from "../../src/translators/deepl.ts";
import { openGoogle } from "../../src/translators/google.ts";
import { serveDeepl } from "../fakes/translators/deepl.ts";
import { googleRefusal, serveGoogle } from "../fakes/translators/google.ts";
import type { FakeService, Reply } from "../fakes/translators/server.ts";
import { type TestClock, testClock } from "../support/clock.ts";

const key = "deepl-secret-key";
const text = "A sentence that nobody else may read.";
let server: FakeService;
let clock: TestClock;
let translator: Translator;

beforeEach(async () => {
  server = await serveDeepl(key);
  clock = testClock();
  translator = openDeepl({ apiKey: key, url: server.url }, { clock });
});
afterEach(async () => {
  await translator.close();
  await server.close();
});

const translate = (signal = new AbortController().signal) =>
  translator.translate([[text]], "en", "de", { signal });
const refusal = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  body: { message: `${key} ${text}` },
  headers,
});
const failed = () =>
  translate().then(
    () => expect.unreachable(),
    (error: TranslatorError) => error,
  );

describe("what passes is tried again", () => {
  test.each<[string, Reply | "cut"]>([
    ["too many requests", refusal(429)],
    ["a service that is not well", refusal(503)],
    ["a connection that is cut", "cut"],
  ])("%s: after 1 s, then after 1.6 times as long", async (_, planned) => {
    server.next.push(planned, planned);
    expect(await translate()).toEqual([[text.toUpperCase()]]);
    expect(clock.waits).toEqual([1_000, 1_600]);
  });

  test("three times in all", async () => {
    server.next.push(refusal(500), refusal(500), refusal(500));
    expect(await failed()).toMatchObject({ fault: "unavailable" });
    expect(server.requests).toHaveLength(3);
  });

  test.each([
    ["in seconds", "7"],
    ["as a date", new Date(Date.parse("2026-01-15T12:00:07Z")).toUTCString()],
  ])("when the service says so, %s", async (_, retryAfter) => {
    server.next.push(refusal(429, { "retry-after": retryAfter }));
    await translate();
    expect(clock.waits).toEqual([7_000]);
  });

  test("not when that is longer than anybody waits, and not asked before", async () => {
    server.next.push(refusal(429, { "retry-after": "120" }));
    expect(await failed()).toMatchObject({ fault: "rate", retryAfterMs: 120_000 });
    clock.pass(60_000);
    expect(await failed()).toMatchObject({ fault: "rate", retryAfterMs: 60_000 });
    expect(server.requests).toHaveLength(1);
    clock.pass(60_001);
    expect(await translate()).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });
});

describe("what stays is not tried again", () => {
  test.each([
    ["auth", 403],
    ["badRequest", 400],
    ["quota", 456],
  ])("%s", async (fault, status) => {
    server.next.push(refusal(status));
    expect(await failed()).toMatchObject({ fault });
    expect(server.requests).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });

  test("an answer that is not what the service documents", async () => {
    for (const body of ["<html>", { translations: [] }, { translations: [{ text: 7 }] }, "[]"]) {
      server.next.push({ status: 200, body });
      expect(await failed()).toMatchObject({ fault: "badOutput" });
    }
    expect(clock.waits).toEqual([]);
  });

  test("an answer without a word", async () => {
    server.next.push({ status: 200, body: { translations: [{ text: "🤖 !!" }] } });
    expect(await failed()).toMatchObject({ fault: "badOutput" });
  });

  test("a redirection, which would carry the key elsewhere", async () => {
    server.next.push({ status: 307, body: "", headers: { location: "http://127.0.0.1:1/" } });
    expect(await failed()).toMatchObject({ fault: "badRequest" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a quota that is used up", () => {
  test("closes the service for an hour", async () => {
    server.next.push(refusal(456));
    await failed();
    clock.pass(3_599_000);
    expect(await failed()).toMatchObject({ fault: "quota", retryAfterMs: 1_000 });
    expect(server.requests).toHaveLength(1);
    clock.pass(1_001);
    expect(await translate()).toHaveLength(1);
  });

  test("closes it for as long as the service says", async () => {
    server.next.push(refusal(456, { "retry-after": "60" }));
    await failed();
    clock.pass(60_001);
    expect(await translate()).toHaveLength(1);
  });

  test("closes Google until midnight Pacific, twenty hours from noon UTC", async () => {
    const google = await serveGoogle(key);
    const closing = openGoogle({ apiKey: key, url: google.url }, { clock });
    const ask = () => closing.translate([[text]], "en", "de", { signal: new AbortController().signal });
    google.next.push(googleRefusal(403, "dailyLimitExceeded", "Daily Limit Exceeded", "PERMISSION_DENIED"));
    await expect(ask()).rejects.toMatchObject({ fault: "quota" });
    clock.pass(20 * 3_600_000 - 1);
    await expect(ask()).rejects.toMatchObject({ fault: "quota" });
    clock.pass(1);
    expect(await ask()).toHaveLength(1);
    await google.close();
  });
});

describe("nobody waits in vain", () => {
  test("a service that does not answer is given up", async () => {
    const impatient = openDeepl({ apiKey: key, url: server.url }, { clock, timeoutMs: 20 });
    server.next.push("hang", "hang", "hang");
    await expect(
      impatient.translate([[text]], "en", "de", { signal: new AbortController().signal }),
    ).rejects.toMatchObject({ fault: "unavailable" });
    expect(server.requests).toHaveLength(3);
  });

  test("one that took long already is not tried again", async () => {
    server.next.push(
      refusal(503),
      refusal(503, { "retry-after": "15" }),
      refusal(503, { "retry-after": "15" }),
    );
    expect(await failed()).toMatchObject({ fault: "unavailable" });
    expect(clock.waits).toEqual([1_000, 15_000]);
    clock.waits.length = 0;
    server.next.push(refusal(503, { "retry-after": "15" }), refusal(503, { "retry-after": "15" }));
    await failed();
    expect(clock.waits).toEqual([15_000]);
  });

  test("a service that is not there is told by its code", async () => {
    await server.close();
    const error = await failed();
    expect(error).toMatchObject({ fault: "unavailable" });
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("who leaves in the middle of a request or of a wait is let go with their reason", async () => {
    const reason = new Error("gone");
    server.next.push("hang");
    const leaving = new AbortController();
    const asked = translate(leaving.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    leaving.abort(reason);
    await expect(asked).rejects.toBe(reason);

    const waiting = new AbortController();
    clock.sleep = async () => waiting.abort(reason);
    server.next.push(refusal(503));
    await expect(translate(waiting.signal)).rejects.toBe(reason);
  });

  test("closing ends what is asked", async () => {
    server.next.push("hang");
    const asked = failed();
    await expect.poll(() => server.requests.length).toBe(1);
    await translator.close();
    expect(await asked).toBeInstanceOf(TranslatorError);
  });
});

test("no error holds a key or a text, in the log neither", async () => {
  const lines: string[] = [];
  const log = createLog({ level: "debug", secrets: [], write: (line) => void lines.push(line) });
  for (const status of [400, 403, 413, 429, 456, 500]) {
    clock.pass(4_000_000);
    server.next.push(refusal(status), refusal(status), refusal(status));
    const error = await failed();
    log.error({ err: error }, "translation failed");
    expect(error.message).toMatch(/^deepl answered with status \d+ \(\w+\): .+\.$/);
    expect(`${error.stack} ${JSON.stringify(error)} ${lines}`).not.toMatch(/secret|nobody/);
    server.next.length = 0;
  }
});
