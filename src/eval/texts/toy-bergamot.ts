import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Translator } from "../../core/translation.ts";
import { openBergamot } from "../../translators/bergamot/index.ts";
import { FileProblem } from "../collection.ts";

/** The pair that the toy model stands for. */
export const toyPair = { from: "en", to: "de" } as const;

const toyFiles = [
  ["model", "model.toy.intgemm.alphas.bin"],
  ["vocab", "vocab.toy.spm"],
] as const;

/**
 * The real engine with the toy model of a folder: it knows no language, what it does with masks is real. Nothing is
 * fetched. Throws a `FileProblem` where the model is not in the folder.
 */
export async function openToyBergamot(folder: string): Promise<Translator> {
  const files = await Promise.all(
    toyFiles.map(async ([role, name]) => ({ role, name, bytes: await read(folder, name) })),
  );
  const models = await mkdtemp(join(tmpdir(), "paperboy-toy-"));
  const place = join(models, `${toyPair.from}-${toyPair.to}`);
  await mkdir(place);
  const described = [];
  // The engine takes an empty lexicon for none.
  for (const { role, name, bytes } of [
    ...files,
    { role: "lex", name: "lex.toy.bin", bytes: Buffer.alloc(0) },
  ]) {
    await writeFile(join(place, name), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    described.push({ role, path: `toy/${name}.gz`, size: bytes.length, sha256 });
  }
  await writeFile(join(place, "model.json"), JSON.stringify({ architecture: "toy", files: described }));
  const engine = openBergamot({ folder: models });
  return {
    ...engine,
    name: "bergamot-toy",
    async close() {
      await engine.close();
      await rm(models, { recursive: true, force: true });
    },
  };
}

async function read(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch {
    throw new FileProblem(
      `${join(folder, name)}: there is no toy model to read. Name its folder with --toy, or a configured translator with --engine.`,
    );
  }
}
