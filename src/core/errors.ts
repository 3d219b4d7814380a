import type { Catalog } from "../i18n/catalog.ts";
import { clampGraphemes } from "./text/graphemes.ts";

/** The most of what somebody typed that is said back to them. */
const longest = 400;

/** The things that can be wrong with what a person asked, each with the text that says so and what to do. */
export type ErrorKey = keyof Catalog["errors"];
type Params<K extends ErrorKey> = Parameters<Catalog["errors"][K]>;

/** Said to the person, in their language, and to nobody else. It is no fault of the program and is not logged. */
export class UserError<K extends ErrorKey = ErrorKey> extends Error {
  readonly key: K;
  readonly params: Params<K>;

  constructor(key: K, ...params: Params<K>) {
    super(key);
    this.name = "UserError";
    this.key = key;
    this.params = params;
  }

  say(catalog: Catalog): string {
    const message = catalog.errors[this.key] as (...params: unknown[]) => string;
    return message(
      ...this.params.map((param) => (typeof param === "string" ? clampGraphemes(param, longest) : param)),
    );
  }
}
