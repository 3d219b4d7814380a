import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { StoredBytes } from "../../src/search/stored.ts";
import { samplePapers } from "../contracts/search-index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "paperboy-stored-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("bytes in a file", () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) & 255);

  test("are those that were in memory, in whatever order they are asked for", async () => {
    const path = join(folder, "file");
    await writeFile(path, Buffer.concat([Buffer.from("before"), bytes, Buffer.from("after")]));
    const file = await open(path, "r");
    const stored = StoredBytes.inMemory(bytes);
    stored.moveTo(file.fd, 6);
    const range = fc.tuple(fc.nat(bytes.length), fc.nat(5_000));
    const near = fc.tuple(fc.integer({ min: 100_000, max: 110_000 }), fc.nat(300));
    fc.assert(
      fc.property(fc.array(fc.oneof(range, near), { maxLength: 30 }), (ranges) => {
        for (const [start, length] of ranges) {
          const wanted = bytes.subarray(start, start + length);
          const end = start + wanted.length;
          expect(Buffer.compare(stored.read(start, end), wanted)).toBe(0);
          expect(Buffer.compare(stored.take(start, end), wanted)).toBe(0);
        }
      }),
    );
    for (let at = 0; at + 200 <= bytes.length; at += 200)
      expect(Buffer.compare(stored.read(at, at + 200), bytes.subarray(at, at + 200))).toBe(0);
    const pieces = Array.from(stored.pieces(7_000), (piece) => Buffer.from(piece));
    expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0);
    await file.close();
  });

  test("that the file has no more are an error, not other bytes", async () => {
    const path = join(folder, "file");
    await writeFile(path, bytes.subarray(0, 100));
    const file = await open(path, "r");
    expect(() => StoredBytes.inFile(file.fd, 0, 200).take(90, 110)).toThrow(/cut short/);
    await file.close();
  });
});

describe("an index over its file", () => {
  const ask = async (index: MiniSearchIndex) => {
    const page = { offset: 0, limit: 5 };
    const found = [
      await index.search({ words: "neural collapse" }, page),
      await index.search({ words: "", phrases: ["terminal phase of training"] }, page),
      await index.similar(samplePapers[0]?.id ?? "", 5),
    ];
    return JSON.stringify(found);
  };

  test("answers the same after saving, reopening, and while its file is gone or another's", async () => {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(samplePapers, 3);
    const before = await ask(index);
    await index.save();
    expect(await ask(index)).toBe(before);
    const reopened = await MiniSearchIndex.open({ folder });
    await rm(join(folder, "search.index"));
    expect(await ask(reopened)).toBe(before);
    // Written anew from the file that has no name any more, and read from there since.
    await reopened.save();
    await reopened.save();
    expect(await ask(reopened)).toBe(before);
    const again = await MiniSearchIndex.open({ folder });
    expect(await again.state()).toEqual({ position: 3, papers: samplePapers.length });
    expect(await ask(again)).toBe(before);
    for (const opened of [index, reopened, again]) await opened.close();
  });

  test("stays on its file when a save fails", async () => {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(samplePapers, 3);
    await index.save();
    const before = await ask(index);
    await rm(folder, { recursive: true });
    await writeFile(folder, "a file where the folder should be");
    await expect(index.save()).rejects.toThrow();
    expect(await ask(index)).toBe(before);
    await index.close();
  });
});
