import { execFileSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { Models } from "../../src/translators/bergamot/models.ts";
import { type Fault, type Registry, startRegistry } from "../fakes/bergamot/registry.ts";

const model = "model.enzh.intgemm.alphas.bin.gz";
const pinned = "models/en-zh/llmaat_finetune10M_qe8_f2_ByQcSxGXQRqGi-UTxYE43g/exported/";
const released = "models/en-zh/toy/exported/";
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function setUp(options?: Parameters<typeof startRegistry>[1]) {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-models-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const registry = await startRegistry(["en-zh"], options);
  cleanups.push(() => registry.close());
  return { folder, registry, ...open(folder, registry) };
}

function open(folder: string, registry: Registry) {
  const models = new Models(folder, registry.url);
  cleanups.push(() => models.close());
  const pair = join(folder, "en-zh");
  /** A connection that is cut after `bytes` more, `length` of the file in all being on the disk. */
  const cut = (bytes: number, length = bytes): Fault => ({
    cutAfter: bytes,
    when: () =>
      readdirSync(pair).some((name) => name.endsWith(".part") && statSync(join(pair, name)).size === length),
  });
  return { models, cut, files: () => readdirSync(pair).sort() };
}

const whole = ["lex.50.50.enzh.s2t.bin", "model.enzh.intgemm.alphas.bin", "model.json", "vocab.enzh.spm"];

describe("a model", () => {
  test("is fetched, unpacked and kept whole, with how far it is", async () => {
    const { models, registry, files } = await setUp();
    const seen: [number, number][] = [];
    const fetched = await models.ensure("en-zh", (bytes, total) => seen.push([bytes, total]));
    expect(fetched.architecture).toBe("base-memory");
    expect(files()).toEqual(whole);
    const [bytes = 0, total = 0] = seen.at(-1) ?? [];
    expect(bytes).toBe(total);
    expect(seen.every(([done, all]) => done <= all)).toBe(true);
    const asked = registry.requests.length;
    expect(await models.ensure("en-zh")).toEqual(fetched);
    expect(registry.requests).toHaveLength(asked);
  });

  test("is the pinned one where the registry has it, and nothing else is taken for it", async () => {
    const { models, registry, files } = await setUp();
    registry.files.set(pinned + model.slice(0, -3), Buffer.from("not what is pinned"));
    await expect(models.ensure("en-zh")).rejects.toMatchObject({
      fault: "unavailable",
      message: expect.stringMatching(/does not have the sha256 .*4e5accc1.*nothing of it is used/),
    });
    expect(registry.requests).toEqual([pinned + model, pinned + model]);
    expect(files()).toEqual([]);
    expect(await models.installed("en-zh")).toBeUndefined();
  });

  test("is the best release of the registry where the pinned one has gone", async () => {
    const { models, registry } = await setUp();
    expect(await models.version("en-zh")).toBe("en-zh/base-memory/4e5accc14137");
    expect(registry.requests).toEqual([]);
    await models.ensure("en-zh");
    expect(registry.requests.slice(0, 3)).toEqual([pinned + model, "db/models.json", released + model]);
    expect(await models.version("en-zh")).toMatch(/^en-zh\/base-memory\/[\da-f]{12}$/);
    expect(await models.version("en-zh")).not.toMatch(/4e5accc14137/);
  });

  test("that is wrong once is fetched again, that is wrong twice is refused", async () => {
    const { models, registry, files } = await setUp();
    const wrong = { bytes: gzipSync(Buffer.from("something else")) };
    registry.fail(released + model, wrong);
    await models.ensure("en-zh");
    await models.remove("en-zh");
    registry.fail(released + model, wrong, wrong);
    await expect(models.ensure("en-zh")).rejects.toThrow(/does not have the sha256/);
    expect(files()).toEqual([]);
  });

  test("that is no gzip file, or unpacks without end, is refused", async () => {
    const { models, registry } = await setUp();
    const broken = { bytes: gzipSync(Buffer.alloc(9_000, 1)).subarray(0, 20) };
    registry.fail(released + model, broken, broken);
    await expect(models.ensure("en-zh")).rejects.toThrow(/damaged gzip/);
    const bomb = { bytes: gzipSync(Buffer.alloc(50_000_000)) };
    registry.fail(released + model, bomb, bomb);
    await expect(models.ensure("en-zh")).rejects.toThrow(/is larger than 51456 bytes/);
  });

  test("comes whole through connections that are cut", async () => {
    const { models, registry, files, cut } = await setUp();
    registry.fail(released + model, cut(10_000), cut(12_000, 22_000), { status: 503 });
    await models.ensure("en-zh");
    const ranges = registry.requests
      .filter((each) => each.startsWith(released + model))
      .map((each) => each.split(" ")[1]);
    expect(ranges).toEqual([undefined, "bytes=10000-", "bytes=22000-", "bytes=22000-"]);
    expect(files()).toEqual(whole);
  });

  test("is gone on with by the next process", async () => {
    const { models, registry, folder, cut } = await setUp();
    registry.fail(released + model, cut(20_000), { status: 503 }, { status: 503 }, { status: 503 });
    await expect(models.ensure("en-zh")).rejects.toMatchObject({
      fault: "unavailable",
      message: expect.stringMatching(/status 503.*BERGAMOT_MODELS_URL/),
    });
    expect(await models.installed("en-zh")).toBeUndefined();
    registry.requests.length = 0;
    await open(folder, registry).models.ensure("en-zh");
    expect(registry.requests.find((each) => each.startsWith(released + model))).toMatch(/ bytes=20000- "/);
  });

  test("is begun anew where the server has another file by now, or cannot resume", async () => {
    for (const entityTags of [true, false]) {
      const { models, registry, cut } = await setUp({ entityTags });
      registry.fail(released + model, { ...cut(100), bytes: Buffer.alloc(5_000, "x") });
      await models.ensure("en-zh");
      const asked = registry.requests.filter((each) => each.startsWith(released + model));
      expect(asked[1]?.includes("bytes=")).toBe(entityTags);
    }
  });

  test("fetched by several at once is whole", async () => {
    const { models, registry, folder, files } = await setUp();
    const others = [1, 2, 3].map(() => open(folder, registry).models);
    const all = await Promise.all([models, models, ...others].map((each) => each.ensure("en-zh")));
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(files()).toEqual(whole);
  });

  test("leaves alone what another process writes, and deletes what nobody writes any more", async () => {
    const { models, files, folder } = await setUp();
    await models.ensure("en-zh");
    const [busy, left] = ["busy.IngB.part", "left.IngB.new"].map(
      (name) => `model.enzh.intgemm.alphas.bin.${name}`,
    );
    for (const name of [busy, left]) writeFileSync(join(folder, "en-zh", name ?? ""), "x");
    utimesSync(join(folder, "en-zh", left ?? ""), 0, 0);
    await models.discard("en-zh", "model.enzh.intgemm.alphas.bin");
    await models.ensure("en-zh");
    expect(files()).toEqual([...whole, busy].sort());
  });

  test("whose lexicon has no published hash takes no other lexicon later", async () => {
    const { models, registry } = await setUp();
    await models.ensure("en-zh");
    registry.files.set(`${released}vocab.enzh.spm`, Buffer.from("another vocabulary"));
    await models.discard("en-zh", "vocab.enzh.spm");
    await expect(models.ensure("en-zh")).rejects.toThrow(/vocab.enzh.spm.gz .*nothing of it is used/);
    expect(await models.remove("en-zh")).toBe(true);
    await models.ensure("en-zh");
    expect(await models.remove("en-zh")).toBe(true);
    expect(await models.remove("en-zh")).toBe(false);
  });

  test("without published hashes is not fetched over an open network", async () => {
    const { folder } = await setUp();
    const models = new Models(folder, "http://mirror.example");
    await expect(models.ensure("en-de")).rejects.toThrow(/No sha256 is published for .*lex.*https/);
  });

  test("can be brought along by hand", async () => {
    const { models, registry, folder } = await setUp();
    await models.ensure("en-zh");
    const other = await setUp();
    renameSync(join(folder, "en-zh"), join(other.folder, "en-zh"));
    expect(await other.models.ensure("en-zh")).toMatchObject({ pair: "en-zh" });
    expect(other.registry.requests).toEqual([]);
    expect(registry.requests).not.toEqual([]);
  });

  test("of a registry that does not answer is told with what to do", async () => {
    const { models, registry } = await setUp();
    await registry.close();
    await expect(models.ensure("en-zh")).rejects.toMatchObject({
      fault: "unavailable",
      message: expect.stringMatching(/ECONNREFUSED.*BERGAMOT_MODELS_URL/),
    });
  });

  test("of a registry that is none is told", async () => {
    const { models, registry } = await setUp();
    registry.fail("db/models.json", { bytes: Buffer.from("<html>") }, { status: 500 });
    await expect(models.ensure("en-zh")).rejects.toThrow(/lists no models/);
    await expect(models.ensure("en-zh")).rejects.toThrow(/cannot be read/);
    registry.files.clear();
    await expect(models.ensure("en-zh")).rejects.toThrow(/no release of en-zh/);
  });
});

const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
})();

describe.skipIf(!canMount)("a full disk (needs the right to mount one)", () => {
  async function disk(megabytes: number) {
    const setup = await setUp();
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", setup.folder]);
    cleanups.push(() => execFileSync("umount", [setup.folder]));
    return setup;
  }

  test("is seen before anything is fetched", async () => {
    const { models, registry } = await disk(1);
    await expect(models.ensure("en-zh")).rejects.toMatchObject({
      fault: "unavailable",
      message: expect.stringMatching(/has 1 MB left, a model needs \d\d MB: make room/),
    });
    expect(registry.requests).toEqual([]);
  });

  test("that fills in the middle is told, and nothing half written stays", async () => {
    const { models, registry, folder, files } = await disk(100);
    const ballast = join(folder, "ballast");
    registry.fail(released + model, {
      before: () =>
        execFileSync("sh", ["-c", 'head -c 200m /dev/zero >"$0" || true', ballast], { stdio: "ignore" }),
    });
    await expect(models.ensure("en-zh")).rejects.toMatchObject({
      fault: "unavailable",
      message: expect.stringMatching(/disk of .* is full: make room/),
    });
    expect(files()).toEqual([]);
    rmSync(ballast);
    await models.ensure("en-zh");
    expect(readFileSync(join(folder, "en-zh", "model.json"), "utf8")).toContain("sha256");
  });
});
