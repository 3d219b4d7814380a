import {
  type ControlId,
  type ControlState,
  decodeControl,
  encodeControl,
  inlineQueryLimit,
  utf8Length,
} from "../core/control.ts";
import { UserError } from "../core/errors.ts";
import { languages } from "../core/language.ts";
import type { QueryStore } from "../core/ports.ts";

/**
 * Makes control ids for a card about `query`, and about `paper` where it opens one. The query is stored first when it is
 * too long to ride along.
 */
export async function controlIds(
  queries: QueryStore,
  query: string | undefined,
  paper?: string,
): Promise<ControlId> {
  const tooLong = query !== undefined && utf8Length(query) > inlineQueryLimit(paper);
  const stored = tooLong ? await queries.keep(query) : undefined;
  return (state) => encodeControl(state, state.query === undefined ? undefined : stored);
}

/** What a pressed control stands for. An id we never made, or whose query is gone, is an expired control. */
export async function readControl(queries: QueryStore, id: string): Promise<ControlState> {
  const decoded = decodeControl(id);
  if (!decoded) throw new UserError("expiredControl");
  const { storedQuery, ...state } = decoded;
  if (state.language !== undefined && !languages.includes(state.language))
    throw new UserError("expiredControl");
  if (storedQuery === undefined) return state;
  const query = await queries.find(storedQuery);
  if (query === undefined) throw new UserError("expiredControl");
  return { ...state, query };
}
