import { z } from "zod";
import { TranslatorError } from "../../core/translation.ts";
import { textOf } from "../../llm/body.ts";
import { request } from "./download.ts";
import { type Model, registryPath, sha256Hex } from "./model.ts";
import type { Pair } from "./pairs.ts";

const file = z.object({ path: registryPath });
const entry = z.object({
  architecture: z.string().max(40),
  releaseStatus: z.string(),
  files: z.object({
    model: file.extend({ uncompressedSize: z.int().positive(), uncompressedHash: sha256Hex }),
    lexicalShortlist: file,
    vocab: file.optional(),
    srcVocab: file.optional(),
    trgVocab: file.optional(),
  }),
});
const registry = z.object({ models: z.record(z.string(), z.array(z.unknown())) });

/** The one preferred first: `base-memory` needs less memory than `base`, `tiny` translates worst. */
const architectures = ["base-memory", "base", "tiny"];
const largestList = 16 * 1024 * 1024;

/**
 * The released model that the registry now lists for a pair (its `db/models.json`). Of its files only the model itself
 * has a published sha256.
 */
export async function releasedModel(baseUrl: string, pair: Pair, signal: AbortSignal): Promise<Model> {
  const response = await request(`${baseUrl}/db/models.json`, {}, signal);
  const list = registry.safeParse(await readJson(response));
  if (!list.success)
    throw new TranslatorError("unavailable", `The model registry at ${baseUrl} lists no models.`);
  const released = (list.data.models[pair] ?? [])
    .flatMap((each) => entry.safeParse(each).data ?? [])
    .filter(({ architecture, releaseStatus, files }) => {
      const hasWords = files.vocab || (files.srcVocab && files.trgVocab);
      return releaseStatus.startsWith("Release") && architectures.includes(architecture) && hasWords;
    })
    .sort((a, b) => architectures.indexOf(a.architecture) - architectures.indexOf(b.architecture));
  const [best] = released;
  if (!best)
    throw new TranslatorError("unavailable", `The model registry at ${baseUrl} has no release of ${pair}.`);
  const { model, lexicalShortlist: lex, vocab, srcVocab, trgVocab } = best.files;
  const words = vocab
    ? [{ role: "vocab" as const, path: vocab.path }]
    : [
        { role: "srcvocab" as const, path: srcVocab?.path ?? "" },
        { role: "trgvocab" as const, path: trgVocab?.path ?? "" },
      ];
  return {
    pair,
    architecture: best.architecture,
    files: [
      { role: "model", path: model.path, size: model.uncompressedSize, sha256: model.uncompressedHash },
      { role: "lex", path: lex.path },
      ...words,
    ],
  };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse((await textOf(response, largestList)) ?? "");
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
