import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Registry, startRegistry } from "../fakes/bergamot/registry.ts";

const main = join(import.meta.dirname, "../../src/main.ts");
let folder: string;
let registry: Registry;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-models-command-"));
  registry = await startRegistry(["en-zh", "ja-en", "en-de"]);
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [main, "models", ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, PAPERBOY_DATA: join(folder, "data"), BERGAMOT_MODELS_URL: registry.url },
  });
  const output = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.err += text;
  });
  return { child, ended: once(child, "close").then(([code]) => ({ code: code as number, ...output })) };
}

const run = (...args: readonly string[]) => start(...args).ended;

describe("npm run models", { timeout: 60_000 }, () => {
  test("adds what a pair needs, lists it and removes it", async () => {
    const added = await run("add", "en-zh", "ja-de");
    expect(added).toMatchObject({ code: 0, err: "" });
    expect(added.out).toMatch(
      /en-zh is fetched and checked: base-memory, 1 MB\.\n +No sha256 is published for lex/,
    );
    expect(added.out).toMatch(/ja-en is fetched[\s\S]*en-de is fetched/);
    expect((await run("add", "en-zh")).out).toBe("en-zh is here already.\n");
    const listed = (await run("list")).out.trim().split("\n");
    expect(listed).toHaveLength(14);
    expect(listed[0]).toMatch(/^en-zh +base-memory +here, 1 MB$/);
    expect(listed[1]).toMatch(/^zh-en +base +not here, about \d\d MB to fetch$/);
    expect(await run("remove", "en-zh")).toMatchObject({ code: 0, out: "en-zh is removed.\n" });
    expect(await run("remove", "en-zh")).toMatchObject({ code: 1, out: "en-zh is not here.\n" });
    expect(existsSync(join(folder, "data/models/en-zh"))).toBe(false);
  });

  test.each([
    [["add"], /add which\?/],
    [["add", "en-sw"], /en-sw: not a pair/],
    [["fetch", "en-zh"], /models fetch en-zh: it is/],
    [["add", "--all"], /--all/],
  ])("%j is told as typed wrong", async (args, says) => {
    const { code, err } = await run(...args);
    expect([code, registry.requests]).toEqual([2, []]);
    expect(err).toMatch(says);
  });

  test("says what a registry lacks, and fails", async () => {
    const { code, err } = await run("add", "en-fr");
    expect(code).toBe(1);
    expect(err).toMatch(/^en-fr: The model registry at .* has no release of en-fr\.\n$/);
  });

  test("stopped, it keeps what came and leaves nothing that looks whole", async () => {
    const { child, ended } = start("add", "en-zh");
    let asked = false;
    registry.fail("toy/exported/model.enzh.intgemm.alphas.bin.gz", {
      cutAfter: 10_000,
      when: () => {
        const part = readdirSync(join(folder, "data/models/en-zh")).some((name) => name.endsWith(".part"));
        if (part && !asked) asked = child.kill("SIGINT");
        return child.exitCode !== null;
      },
    });
    const { code, err } = await ended;
    expect([code, err]).toEqual([
      1,
      "Stopped. What came is kept; the next `models -- add` goes on from there.\n",
    ]);
    expect(readdirSync(join(folder, "data/models/en-zh")).some((name) => name.endsWith(".json"))).toBe(false);
    expect((await run("add", "en-zh")).code).toBe(0);
  });
});
