import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Masked, Preparation } from "../../src/core/translation.ts";
import { Engine, type Later } from "../../src/translators/bergamot/engine.ts";
import { openBergamot } from "../../src/translators/bergamot/index.ts";
import { pinnedModel } from "../../src/translators/bergamot/model.ts";
import { pairs, parseRoute, routeOf } from "../../src/translators/bergamot/pairs.ts";
import type { LoadableModel } from "../../src/translators/bergamot/protocol.ts";
import { restoreSpaces } from "../../src/translators/bergamot/spaces.ts";
import { testTranslator } from "../contracts/translator.ts";
import { startRegistry } from "../fakes/bergamot/registry.ts";
import { toyModel, toyVocabulary } from "../fakes/bergamot/toy-model.ts";

const signal = new AbortController().signal;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-bergamot-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function setUp() {
  const folder = newFolder();
  const registry = await startRegistry(["en-zh", "ja-en", "en-de", "en-fr"]);
  cleanups.push(() => registry.close());
  const problems: string[] = [];
  const translator = openBergamot({
    folder,
    modelsUrl: registry.url,
    onProblem: (message) => problems.push(message),
  });
  cleanups.push(() => translator.close());
  return { folder, registry, translator, problems };
}

testTranslator("bergamot", { from: "en", to: "zh-Hans", unsupported: ["en", "sw"] }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-bergamot-"));
  const registry = await startRegistry(["en-zh"]);
  return {
    translator: openBergamot({ folder, modelsUrl: registry.url }),
    async close() {
      await registry.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

describe("the toy model", () => {
  const shared = join(import.meta.dirname, "../../../shared/data/bergamot-toy");
  test.skipIf(!existsSync(shared))("is the one in ../shared, byte by byte", () => {
    expect(toyModel().equals(readFileSync(join(shared, "model.toy.intgemm.alphas.bin")))).toBe(true);
    expect(toyVocabulary.equals(readFileSync(join(shared, "vocab.toy.spm")))).toBe(true);
  });
});

describe("languages", () => {
  test.each([
    ["en", "zh-Hans", "en-zh"],
    ["en", "zh-TW", "en-zh_hant"],
    ["zh-Hant", "en-GB", "zh_hant-en"],
    ["ja", "de", "ja-en en-de"],
    ["zh-CN", "ko", "zh-en en-ko"],
    ["en", "en", undefined],
    ["zh-Hans", "zh-Hant", undefined],
    ["en", "sw", undefined],
    ["en", "no language", undefined],
  ])("%s to %s", (from, to, route) => {
    expect(routeOf(from, to)?.join(" ")).toBe(route);
  });

  test.each([
    ["en-zh-Hant", "en-zh_hant"],
    ["zh-Hant-en", "zh_hant-en"],
    ["en-zh_hant", "en-zh_hant"],
    ["ja-de", "ja-en en-de"],
    ["en", undefined],
    ["en-xx", undefined],
    ["", undefined],
  ])("typed %s", (typed, route) => {
    expect(parseRoute(typed)?.join(" ")).toBe(route);
  });

  test("every one has a pinned model, whose hash is known", () => {
    expect(pairs).toHaveLength(14);
    for (const pair of pairs) {
      const { files } = pinnedModel(pair);
      expect(files.map(({ role }) => role).slice(0, 2)).toEqual(["model", "lex"]);
      for (const { role, sha256, path } of files) {
        if (role !== "lex") expect(sha256, path).toMatch(/^[\da-f]{64}$/);
        expect(path.startsWith(`models/${pair}/`)).toBe(true);
      }
    }
  });
});

describe("bergamot", () => {
  test("is of the version that is installed", async () => {
    const { translator } = await setUp();
    const packaged = JSON.parse(
      readFileSync("node_modules/@browsermt/bergamot-translator/package.json", "utf8"),
    ) as { version: string };
    expect(await translator.version("en", "zh-Hans")).toBe(
      `${packaged.version} en-zh/base-memory/4e5accc14137`,
    );
    expect(await translator.version("ja", "zh-Hant")).toMatch(
      / ja-en\/base\/\w+ en-zh_hant\/base-memory\/\w+$/,
    );
  });

  test("asks nobody before the first translation, then says how far it is", async () => {
    const { translator, registry } = await setUp();
    await translator.supports("en", "zh-Hans");
    await translator.version("en", "zh-Hans");
    expect(registry.requests).toEqual([]);
    const seen: Preparation[] = [];
    await translator.translate([["A text."]], "en", "zh-CN", {
      signal,
      preparing: (state) => seen.push(state),
    });
    expect(seen.at(-1)).toMatchObject({ language: "zh-CN" });
    expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.total);
    const again: Preparation[] = [];
    await translator.translate([["A text."]], "en", "zh-CN", {
      signal,
      preparing: (state) => again.push(state),
    });
    expect(again).toEqual([]);
  });

  test("pivots through English, and through its two models gives other words than through one", async () => {
    const { translator } = await setUp();
    const sentence: Masked = ["We study ", 5, " and networks of the graph."];
    const [pivoted = []] = await translator.translate([sentence], "ja", "de", { signal });
    const [direct = []] = await translator.translate([sentence], "en", "de", { signal });
    expect(pivoted.filter((part) => typeof part === "number")).toEqual([5]);
    expect(pivoted).not.toEqual(direct);
  });

  test("gives the same for a model whether others were loaded meanwhile or not", async () => {
    const { translator } = await setUp();
    const ask = async (to: string) =>
      (await translator.translate([["We study the graph."]], "en", to, { signal }))[0];
    const first = await ask("de");
    const others = [await ask("zh"), await ask("fr")];
    expect(await ask("de")).toEqual(first);
    expect(others).not.toContainEqual(first);
  });

  test("whatever the text, the engine lives and every mask comes back", { timeout: 60_000 }, async () => {
    const { translator, problems } = await setUp();
    const text = fc.string({ unit: "binary", maxLength: 40 });
    const pieces = fc.array(text, { minLength: 1, maxLength: 4 });
    const asked = fc
      .sample(pieces, { numRuns: 150, seed: 3 })
      .map(
        (strings): Masked =>
          strings.flatMap((each, index) => (index === 0 ? [`word ${each}`] : [index, each])),
      );
    const translated = await translator.translate(asked, "en", "de", { signal });
    const masks = (sentence: Masked) => sentence.filter((part) => typeof part === "number").sort();
    expect(translated.map(masks)).toEqual(asked.map(masks));
    expect(problems).toEqual([]);
  });

  test("refuses a sentence that is no sentence", async () => {
    const { translator } = await setUp();
    await expect(
      translator.translate([["long ".repeat(3_000)]], "en", "de", { signal }),
    ).rejects.toMatchObject({ fault: "tooLarge" });
  });

  test("fetches a file again that has changed on the disk", async () => {
    const { translator, folder, registry } = await setUp();
    const [before] = await translator.translate([["We study."]], "en", "de", { signal });
    await translator.close();
    const file = join(folder, "en-de", "model.ende.intgemm.alphas.bin");
    const good = readFileSync(file);
    writeFileSync(file, Buffer.from(good).fill(1, 30_000, 30_100));
    const other = openBergamot({ folder, modelsUrl: registry.url });
    cleanups.push(() => other.close());
    expect(await other.translate([["We study."]], "en", "de", { signal })).toEqual([before]);
    expect(readFileSync(file).equals(good)).toBe(true);
  });

  test("tells of a model that the engine cannot load, after a second try", async () => {
    const { translator, registry, problems } = await setUp();
    registry.files.set("models/en-de/toy/exported/model.ende.intgemm.alphas.bin", Buffer.alloc(2_000, 1));
    await expect(translator.translate([["We study."]], "en", "de", { signal })).rejects.toMatchObject({
      name: "TranslatorError",
      fault: "badOutput",
    });
    expect(problems).toHaveLength(2);
    expect(await translator.translate([["We study."]], "en", "zh", { signal })).toHaveLength(1);
  });

  test("who stops waiting for a model leaves it to the others", async () => {
    const { translator, registry } = await setUp();
    const leaving = new AbortController();
    const asked = translator.translate([["A text."]], "en", "de", {
      signal: leaving.signal,
      preparing: () => leaving.abort(new Error("gone")),
    });
    await expect(asked).rejects.toThrow("gone");
    expect(await translator.translate([["A text."]], "en", "de", { signal })).toHaveLength(1);
    const fetched = registry.requests.filter((each) => each.startsWith("models/en-de/toy/"));
    expect(new Set(fetched).size).toBe(fetched.length);
  });
});

describe("the engine", () => {
  const lengthyText = "We study the graph networks. ".repeat(300).trim();

  function toyEngine() {
    const folder = newFolder();
    const timers = new Set<{ ms: number; run: () => void }>();
    const later: Later = (ms, run) => {
      const timer = { ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    };
    const problems: string[] = [];
    const engine = new Engine({ later, onProblem: (message) => problems.push(message) });
    cleanups.push(() => engine.close());
    const files = { model: toyModel(), vocab: toyVocabulary };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const model = pinnedToy(folder, files);
    const fire = () => {
      for (const timer of [...timers]) {
        timers.delete(timer);
        timer.run();
      }
    };
    return { engine, model, problems, timers, fire };
  }

  function pinnedToy(folder: string, files: Readonly<Record<string, Buffer>>): LoadableModel {
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    return {
      pair: "en-de",
      folder,
      files: Object.entries(files).map(([role, bytes]) => ({ role, name: role, sha256: hash(bytes) })),
    };
  }

  test("replaces an instance that aborted, and gives a sentence two tries", async () => {
    const { engine, model, problems } = toyEngine();
    const before = await engine.translate([model], "We study.", signal);
    await expect(engine.translate([model], "a < b & c <x", signal)).rejects.toMatchObject({
      fault: "badOutput",
    });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/crashed in a sentence of en-de: .*HTML/);
    expect(await engine.translate([model], "We study.", signal)).toBe(before);
    expect(problems).toHaveLength(2);
  });

  test("an abort costs nobody else their sentence", async () => {
    const { engine, model } = toyEngine();
    const asked = ["We study.", "a < b & c <x", "We study."].map((html) =>
      engine.translate([model], html, signal).catch(() => "refused"),
    );
    const [first, second, third] = await Promise.all(asked);
    expect(second).toBe("refused");
    expect(third).toBe(first);
  });

  test("ends a sentence that takes too long, and tries it once more", async () => {
    const { engine, model, problems, fire } = toyEngine();
    const asked = engine.translate([model], lengthyText, signal);
    fire();
    expect(problems[0]).toMatch(/took longer than 60 s/);
    expect(await asked).not.toBe("");
    const hanging = engine.translate([model], lengthyText, signal);
    fire();
    fire();
    await expect(hanging).rejects.toMatchObject({ fault: "badOutput" });
  });

  test("gives its memory back when it was idle, and starts again when asked", async () => {
    const { engine, model, problems, timers, fire } = toyEngine();
    const before = await engine.translate([model], "We study.", signal);
    expect([...timers].map(({ ms }) => ms)).toEqual([600_000]);
    fire();
    expect(await engine.translate([model], "We study.", signal)).toBe(before);
    expect(problems).toEqual([]);
  });

  test("passes over a sentence that nobody waits for any more", async () => {
    const { engine, model } = toyEngine();
    const leaving = new AbortController();
    const running = engine.translate([model], lengthyText, signal);
    const left = engine.translate([model], lengthyText, leaving.signal);
    const last = engine.translate([model], "We study.", signal);
    leaving.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
    expect(await running).not.toBe("");
    expect(await last).not.toBe("");
  });

  test("closed, it refuses what waits and what comes", async () => {
    const { engine, model } = toyEngine();
    const waiting = [1, 2].map(() => engine.translate([model], lengthyText, signal));
    const refused = Promise.all(waiting.map((each) => expect(each).rejects.toThrow(/closed/)));
    await engine.close();
    await refused;
    await expect(engine.translate([model], "We study.", signal)).rejects.toThrow(/closed/);
  });
});

describe("spaces around masks", () => {
  test.each<[Masked, Masked, Masked]>([
    [
      ["the ", 1, " and ", 2, " end"],
      ["das", 1, 2, "Ende"],
      ["das ", 1, " ", 2, " Ende"],
    ],
    [
      ["the ", 1, "-norm"],
      ["die", 1, "-Norm"],
      ["die ", 1, "-Norm"],
    ],
    [
      ["the ", 1, " and"],
      ["这个", 1, "和"],
      ["这个", 1, "和"],
    ],
    [
      [1, 2, " x"],
      [1, 2, "x"],
      [1, 2, " x"],
    ],
    [["no mask"], ["kein"], ["kein"]],
  ])("%j as %j is %j", (sentence, translated, expected) => {
    expect(restoreSpaces(translated, sentence)).toEqual(expected);
  });
});
