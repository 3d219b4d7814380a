import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JsonLine, longestLine, readJsonLines } from "../../src/sources/jsonl.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-jsonl-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(...parts: (string | Uint8Array)[]): string {
  const path = join(folder, `${Math.random()}.jsonl`);
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part as string))));
  return path;
}

async function read(path: string, options = {}): Promise<JsonLine[]> {
  return all(readJsonLines(path, options));
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Lines in short: `1=value` or `1!problem`. */
async function brief(path: string): Promise<string[]> {
  const lines = await read(path);
  return lines.map((each) =>
    "problem" in each ? `${each.line}!${each.problem}` : `${each.line}=${JSON.stringify(each.value)}`,
  );
}

const random = (bytes: number, seed = 7) => {
  // Does not compress, so that the size of a member can be chosen.
  let state = seed;
  const digits = Array.from({ length: bytes }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 36).toString(36);
  });
  return `"${digits.join("")}"`;
};

describe("plain text", () => {
  it.each<[string, (string | Uint8Array)[], string[]]>([
    ["nothing", [""], []],
    ["one byte", ["1"], ["1=1"]],
    ["two lines", ["1\n2\n"], ["1=1", "2=2"]],
    ["a last line without its end", ["1\n2"], ["1=1", "2=2"]],
    ["empty lines, which count", ["\n\n1\n \t\n2\n\n"], ["3=1", "5=2"]],
    ["line ends of Windows", ['{"a":1}\r\n\r\n2\r\n'], ['1={"a":1}', "3=2"]],
    ["a byte order mark", ["\ufeff1\n2"], ["1=1", "2=2"]],
    ["marks within a file put together of two", ["\ufeff1\n\ufeff2\n"], ["1=1", "2=2"]],
    [
      "bytes that are not UTF-8",
      ['"ok"\n"', Uint8Array.of(0xe9), '"\n"é"'],
      ['1="ok"', "2!is not valid UTF-8", '3="é"'],
    ],
    ["a cut character", ['"', Uint8Array.of(0xc3), "\n2"], ["1!is not valid UTF-8", "2=2"]],
    ["a line separator within a text", ['"a\u2028b"\n2'], ['1="a\u2028b"', "2=2"]],
  ])("reads %s", async (_, parts, expected) => {
    expect(await brief(file(...parts))).toEqual(expected);
  });

  it("says what is wrong with JSON", async () => {
    const lines = await brief(file("{\n1\n{'a':1}\n\u202e"));
    expect(lines).toEqual([
      expect.stringMatching(/^1!is not valid JSON: /),
      "2=1",
      expect.stringMatching(/^3!is not valid JSON: /),
      expect.stringMatching(/^4!is not valid JSON: [^\u202e]*$/),
    ]);
  });

  it("reads a line as long as is allowed and skips a longer one", async () => {
    const longest = `"${"x".repeat(longestLine - 2)}"`;
    const lines = await read(file(longest, "\n", longest, " \n3"));
    expect(lines.map((each) => ("problem" in each ? each.problem : each.bytes))).toEqual([
      longestLine,
      "has 5,242,881 bytes, at most 5 MB are read",
      1,
    ]);
  });

  it("reports bytes read and in all", async () => {
    const told: unknown[] = [];
    await read(file(`${"1\n".repeat(50_000)}`), { onBytes: (...bytes: unknown[]) => told.push(bytes) });
    expect(told).toEqual([
      [65_536, 100_000],
      [100_000, 100_000],
    ]);
  });

  it("throws for what cannot be read", async () => {
    await expect(read(join(folder, "missing"))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(read(folder)).rejects.toMatchObject({ code: "EISDIR" });
  });

  it("stops when it is asked to", async () => {
    const controller = new AbortController();
    const lines = readJsonLines(file("1\n".repeat(200_000)), { signal: controller.signal });
    await lines.next();
    controller.abort();
    await expect(all(lines)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("may be left in the middle", async () => {
    for await (const { line } of readJsonLines(file(gzipSync("1\n".repeat(100_000))))) if (line === 3) break;
    for await (const { line } of readJsonLines(file("1\n".repeat(100_000)))) if (line === 3) break;
  });
});

describe("gzip", () => {
  it("is known by its first bytes, whatever the name", async () => {
    expect(await brief(file(gzipSync("1\n2")))).toEqual(["1=1", "2=2"]);
  });

  it("may have several members, empty ones and padding", async () => {
    const members = [gzipSync("1\n2"), gzipSync(""), gzipSync("3\n"), gzipSync("4"), Buffer.alloc(600)];
    expect(await brief(file(...members))).toEqual(["1=1", "2=23", "3=4"]);
  });

  it("may have a member end anywhere", async () => {
    const second = gzipSync("2\n".repeat(20_000));
    // Around the pieces in which it is unpacked, and the chunks in which the file is read.
    for (const size of [4_096, 65_536])
      for (let off = -12; off <= 12; off += 4) {
        const member = gzipSync(`${random(size)}\n`, { level: 0 });
        const text = random(size - (member.length - size) + off);
        const first = gzipSync(`${text}\n`, { level: 0 });
        const lines = await read(file(first, second));
        expect(lines).toHaveLength(20_001);
      }
  });

  it("says so when something follows that is not gzip", async () => {
    const parts = [gzipSync(`${random(50_000)}\n2\n`), "x".repeat(100_000)];
    const lines = await read(file(...parts));
    expect(lines.at(-1)).toMatchObject({ problem: expect.stringMatching(/is damaged/), broken: true });
  });

  it("gives the whole lines before a cut and then says that the file ends early", async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => random(20 + (i % 50), i + 1));
    const whole = gzipSync(lines.join("\n"));
    for (const share of [0.2, 0.5, 0.9]) {
      const read = await brief(file(whole.subarray(0, Math.floor(whole.length * share))));
      expect(read.pop()).toMatch(/^\d+!the file ends early: it was cut off$/);
      expect(read.length).toBeGreaterThan(3_000 * share - 300);
      expect(read).toEqual(lines.slice(0, read.length).map((line, at) => `${at + 1}=${line}`));
    }
    const last = await read(file(whole.subarray(0, -4)));
    expect(last.at(-1)).toEqual({
      line: 3_000,
      problem: "the file ends early: it was cut off",
      broken: true,
    });
    expect(last).toHaveLength(3_000);
    expect(await brief(file(whole.subarray(0, 2)))).toEqual(["1!the file ends early: it was cut off"]);
  });

  it("gives what comes before damage", async () => {
    const whole = gzipSync(Array.from({ length: 5_000 }, (_, i) => random(20 + (i % 50), i + 1)).join("\n"));
    whole.fill(0xff, whole.length >> 1, (whole.length >> 1) + 64);
    const lines = await read(file(whole));
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines.at(-1)).toMatchObject({ problem: expect.stringMatching(/is damaged/), broken: true });
  });

  it("keeps little of a file made to burst", async () => {
    const path = file(gzipSync("1\n"));
    const piece = gzipSync(Buffer.alloc(50_000_000));
    for (let i = 0; i < 10; i++) appendFileSync(path, piece);
    appendFileSync(path, gzipSync("\n3"));
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const onBytes = () => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    };
    const lines = await read(path, { onBytes });
    expect(lines).toMatchObject([
      { value: 1 },
      { problem: "has 500,000,000 bytes, at most 5 MB are read" },
      { value: 3 },
    ]);
    expect(most).toBeLessThan(150_000_000);
  });
});
