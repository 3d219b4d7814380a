import { UserError } from "../core/errors.ts";
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

/** Whether two topics are one to people. */
export function isSameTopic(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
