import { createHash } from "node:crypto";
import type { MaskedUnit } from "./mask.ts";

/** Raised when the pipeline itself comes to give other results: what was kept before is then asked for again. */
const pipelineVersion = 1;

/** All that decides how a sentence is translated. */
export interface Deciding {
  readonly translator: string;
  readonly version: string;
  readonly from: string;
  readonly to: string;
  /** `Glossary.hash` for the language. */
  readonly glossary: string;
}

/** The key under which the translation of a unit is kept. */
export function keyOf(unit: MaskedUnit, by: Deciding): string {
  const { translator, version, from, to, glossary } = by;
  const deciding = [pipelineVersion, translator, version, from, to, glossary, unit.masked, unit.values];
  return createHash("sha256").update(JSON.stringify(deciding)).digest("base64url");
}
