import { UserError } from "../core/errors.ts";
import type { SearchQuery } from "../core/ports.ts";
import { formatQuery, parseQuery } from "../core/query.ts";

/** Characters of a topic, its filters included. */
const longest = 300;

/** A topic as it is kept: what was typed in the grammar of `/paper`, written the one way in which it is written. */
export function readTopic(typed: string): string {
  if (typed.length > longest) throw new UserError("queryTooLong", typed.length, longest);
  const query = parseQuery(typed);
  const topic = formatQuery(query);
  // What a topic only leaves out is no topic.
  const { without: _, ...wanted } = query;
  if (!/[\p{L}\p{N}]/u.test(formatQuery(wanted))) throw new UserError("emptyTopic");
  return topic;
}

/** A topic as it is kept; undefined where it was kept by a version whose grammar was another one. */
export function topicOf(kept: string): SearchQuery | undefined {
  try {
    return parseQuery(kept);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Whether two topics are one to people. */
export function isSameTopic(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
