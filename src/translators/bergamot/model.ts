import { basename } from "node:path";
import { z } from "zod";
import type { Pair } from "./pairs.ts";
import pinned from "./pinned.json" with { type: "json" };

const roles = ["model", "lex", "vocab", "srcvocab", "trgvocab"] as const;

/** Within the registry; each part begins with a letter or digit, so that none leads out of it. */
export const registryPath = z.string().regex(/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\.gz$/);
export const sha256Hex = z.string().regex(/^[\da-f]{64}$/);

const modelFile = z.object({
  role: z.enum(roles),
  /** Of the gzip file. */
  path: registryPath,
  /** In bytes, unpacked. */
  size: z.int().nonnegative().optional(),
  /** Of the unpacked file. Where nobody has published it, the one of the first fetch is kept with the model. */
  sha256: sha256Hex.optional(),
  /** The sha256 is that of the first fetch. */
  recorded: z.literal(true).optional(),
});

export const modelSchema = z.object({ architecture: z.string().max(40), files: z.array(modelFile).min(2) });

export type ModelFile = z.output<typeof modelFile>;

/** A model and what its files must be. */
export interface Model {
  readonly pair: Pair;
  readonly architecture: string;
  readonly files: readonly ModelFile[];
}

/** A model whose every file is known. */
export interface CheckedModel extends Model {
  readonly files: readonly (ModelFile & { readonly size: number; readonly sha256: string })[];
}

/** The unpacked file's name. */
export function fileName({ path }: ModelFile): string {
  return basename(path, ".gz");
}

/**
 * The model that this version of Paperboy is made for. `pinned.json` holds what the registry and the files in it are
 * known to be as of 2026-11; the lexicons (`lex`) of some pairs are not known.
 */
export function pinnedModel(pair: Pair): Model {
  return { pair, ...modelSchema.parse(pinned[pair as keyof typeof pinned]) };
}

/** For example `en-zh/base-memory/4e5accc14137`. */
export function modelVersion({ pair, architecture, files }: Model): string {
  const hash = files.find(({ role }) => role === "model")?.sha256 ?? "unknown";
  return `${pair}/${architecture}/${hash.slice(0, 12)}`;
}
