import type { en } from "./en.ts";

/** Every text of the interface. English is the source of the keys; a catalog that lacks one does not compile. */
export type Catalog = Widen<typeof en>;

type Widen<T> = T extends string
  ? string
  : T extends (...params: infer P) => string
    ? (...params: P) => string
    : { readonly [K in keyof T]: Widen<T[K]> };
