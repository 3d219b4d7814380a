import type { Language } from "./language.ts";

/**
 * What a button or menu carries. `query` is in the text grammar of `/paper` (without `lang:`), so that one parser
 * reads both what people type and what controls remember.
 */
export interface ControlState {
  readonly action: ActionName;
  readonly paper?: string;
  /** The language the reader asked for with `lang:` or the menu; absent when it follows their settings. */
  readonly language?: Language;
  /** Show the paper's own words whatever the reply language is. */
  readonly original?: boolean;
  /** Page of the result list, from 1. */
  readonly page?: number;
  readonly query?: string;
}

/** Turns what a control should do into the id it carries. */
export type ControlId = (state: ControlState) => string;

/** The actions behind controls and the short code of each inside a control's id. */
export const actionCodes = {
  view: "v",
  open: "o",
  language: "l",
  bibtex: "b",
  similar: "m",
  share: "s",
} as const;

export type ActionName = keyof typeof actionCodes;

/** Discord's limit for a `custom_id`; counted here in UTF-8 bytes, which is never less than Discord counts. */
export const controlIdLimit = 100;

/** What the fields besides query and paper take at most. */
const otherFields = 26;
/** Ids of arXiv's are no longer. */
const usualId = 18;

/** A query of at most this many UTF-8 bytes rides in a control about `paper` beside the longest other fields. */
export function inlineQueryLimit(paper = ""): number {
  return controlIdLimit - otherFields - Math.max(usualId, paper.length);
}

const names = new Map<string, ActionName>(
  Object.entries(actionCodes).map(([name, short]) => [short, name as ActionName]),
);

/**
 * A control's id: `code|field|field…`, each field a letter and its value, the query last because it may hold anything.
 * `storedQuery` is the id under which the query is kept when it is too long to ride along.
 */
export function encodeControl(state: ControlState, storedQuery?: string): string {
  const fields: string[] = [actionCodes[state.action]];
  if (state.paper !== undefined) fields.push(`i${state.paper}`);
  if (state.language !== undefined) fields.push(`l${state.language}`);
  if (state.original) fields.push("o");
  if (state.page !== undefined && state.page !== 1) fields.push(`p${state.page}`);
  if (storedQuery !== undefined) fields.push(`h${storedQuery}`);
  else if (state.query !== undefined) fields.push(`q${state.query}`);
  const id = fields.join("|");
  if (utf8Length(id) > controlIdLimit) throw new RangeError(`control id over ${controlIdLimit} bytes: ${id}`);
  return id;
}

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The parts of a control's id before a stored query is looked up; undefined when it is not one of ours. */
export function decodeControl(id: string): (ControlState & { readonly storedQuery?: string }) | undefined {
  const split = /^([a-z])((?:\|(?:i[^|]+|l[A-Za-z-]+|o|p\d{1,6}|h[\w-]+))*)(?:\|q([\s\S]*))?$/u.exec(id);
  const action = split?.[1] === undefined ? undefined : names.get(split[1]);
  if (!split || !action) return undefined;
  const field = new Map(
    (split[2] ?? "")
      .split("|")
      .slice(1)
      .map((part) => [part.charAt(0), part.slice(1)]),
  );
  const page = field.get("p");
  const paper = field.get("i");
  const language = field.get("l");
  const storedQuery = field.get("h");
  return {
    action,
    ...(paper !== undefined && { paper }),
    ...(language !== undefined && { language: language as Language }),
    ...(field.has("o") && { original: true }),
    ...(page !== undefined && { page: Number(page) }),
    ...(storedQuery !== undefined && { storedQuery }),
    ...(split[3] !== undefined && { query: split[3] }),
  };
}
