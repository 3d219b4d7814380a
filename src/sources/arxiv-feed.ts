import { splitArxivId } from "../core/arxiv-id.ts";
import type { AnnouncementType } from "../core/digest.ts";
import type { AnswerEntry } from "./answer.ts";
import { civilDateOf } from "./dates.ts";
import { readRecord } from "./record.ts";
import { child, type Element, textOf } from "./xml.ts";

const types: readonly string[] = ["new", "cross", "replace", "replace-cross"] satisfies AnnouncementType[];

/**
 * An item of arXiv's RSS or an entry of its Atom feeds of announcements (https://info.arxiv.org/help/rss_specifications.html);
 * undefined for another feed's. Its date is that of the announcement, in arXiv's zone.
 */
export function readArxivItem(item: Element): AnswerEntry | undefined {
  const name = textOf(item, "guid", "id") ?? "";
  const [, given] = /^oai:arXiv\.org:(.+)$/i.exec(name) ?? [];
  const type = textOf(item, "arxiv:announce_type");
  if (given === undefined || type === undefined) return undefined;
  const date = civilDateOf(textOf(item, "pubDate", "published"));
  const record = readRecord({
    id: given,
    title: textOf(item, "title"),
    // arXiv puts a line before it: `arXiv:2606.27287v1 Announce Type: new`, then `Abstract: …`.
    abstract: textOf(item, "description", "summary")?.replace(
      /^arXiv:\S+\s+Announce Type:[^\n]*\n?\s*(?:Abstract:\s*)?/i,
      "",
    ),
    authors: textOf(item, "dc:creator") ?? "",
    categories: categoriesOf(item),
    ...(type === "new" && date !== undefined && { announced: [date] }),
  });
  return {
    name: given,
    record,
    ...(date !== undefined &&
      types.includes(type) && { announced: { date, type: type as AnnouncementType } }),
  };
}

/** An entry of the query API's Atom (https://info.arxiv.org/help/api/user-manual.html); undefined for anything else. */
export function readApiEntry(entry: Element): AnswerEntry | undefined {
  const name = textOf(entry, "id") ?? "";
  const named = /^https?:\/\/(?:export\.)?arxiv\.org\/abs\//.test(name) ? splitArxivId(name) : undefined;
  const primary = child(entry, "arxiv:primary_category")?.attributes.get("term");
  if (!named || primary === undefined) return undefined;
  const record = readRecord({
    id: named.id,
    ...(named.version !== undefined && { version: named.version }),
    title: textOf(entry, "title"),
    abstract: textOf(entry, "summary"),
    authors: entry.children
      .filter((each) => each.name === "author")
      .map((author) => textOf(author, "name"))
      .filter((author) => author !== undefined),
    categories: [primary, ...categoriesOf(entry)],
    published: textOf(entry, "published"),
    updated: textOf(entry, "updated"),
    comment: textOf(entry, "arxiv:comment"),
  });
  return { name: named.id, record };
}

/** What the API says is wrong with a request, where an entry is that. */
export function apiErrorOf(entry: Element): string | undefined {
  const isError = /\/api\/errors(?:#|$)/.test(textOf(entry, "id") ?? "");
  return isError ? (textOf(entry, "summary") ?? "unknown error") : undefined;
}

function categoriesOf(item: Element): string[] {
  return item.children
    .filter((each) => each.name === "category")
    .map((each) => (each.attributes.get("term") ?? each.text).trim());
}
