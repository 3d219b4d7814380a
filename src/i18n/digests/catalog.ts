import type { Catalog } from "../catalog.ts";
import type { digestCommands, digestErrors } from "./en.ts";

/** The part of a catalog that is about digests. */
export type DigestTexts = Catalog["digest"];
export type DigestErrors = Pick<Catalog["errors"], keyof typeof digestErrors>;
export type DigestCommands = Pick<Catalog["commands"], keyof typeof digestCommands>;
