import { z } from "zod";
import { controlIds } from "../src/app/controls.ts";
import { splitArxivId } from "../src/core/arxiv-id.ts";
import { type Block, type Card, text } from "../src/core/card.ts";
import type { Context } from "../src/core/command.ts";
import type { ControlState } from "../src/core/control.ts";
import { UserError } from "../src/core/errors.ts";
import { parseOptions } from "../src/core/grammar.ts";
import { optionSpecs } from "../src/core/options.ts";
import type { Paper } from "../src/core/paper.ts";
import type { SearchPage, SearchQuery } from "../src/core/ports.ts";
import { paperLine } from "../src/views/paper-card.ts";
import { openMenu, pageSize, resultsCard } from "../src/views/results.ts";

/** The filters of a search, for the command that asks and for the controls that remember it. */
export const searchOptions = z.object({
  by: z
    .string()
    .max(100)
    .optional()
    .meta({ aliases: ["author", "from", "von", "auteur"] }),
  cat: z
    .string()
    .max(30)
    .optional()
    .meta({ aliases: ["category", "subject", "in"] }),
  year: z
    .string()
    .max(10)
    .optional()
    .meta({ aliases: ["date", "years", "since"] }),
  sort: z
    .enum(["relevance", "new"])
    .optional()
    .meta({ aliases: ["order"] }),
});

const querySpecs = optionSpecs(searchOptions.extend({ query: z.string() }));

/** Characters of a query, its filters included. A title can be this long and still be pasted whole. */
const queryLimit = 300;

/** The card for a search: the opened (else the best) match of the page, or what to try when there is none. */
export async function answerSearch(
  context: Context,
  state: ControlState & { readonly query: string },
): Promise<Card> {
  const query = readQuery(state.query);
  const page = state.page ?? 1;
  const found = await context.library.search(query, { offset: (page - 1) * pageSize, limit: pageSize });
  if (found.total === 0) return nothingFound(context, query, found.terms, state);
  const pages = Math.ceil(found.total / pageSize);
  if (page < 1 || page > pages) throw new UserError("pageOutOfRange", page, pages);
  const papers = await context.library.get(found.hits.map((hit) => hit.id));
  const open = state.paper === undefined ? papers[0] : await openedPaper(context, papers, state.paper);
  if (!open) throw new UserError("searchUnavailable");
  const id = await controlIds(context.queries, state.query);
  const { corrected, total } = found;
  return resultsCard(
    open,
    { papers, total, page, ...(corrected !== undefined && { corrected }) },
    context,
    state,
    id,
  );
}

async function openedPaper(context: Context, papers: readonly Paper[], id: string): Promise<Paper> {
  const open = papers.find((paper) => paper.id === id) ?? (await context.library.get([id]))[0];
  if (!open) throw new UserError("paperGone", id);
  return open;
}

function readQuery(typed: string): SearchQuery {
  if (typed.length > queryLimit) throw new UserError("queryTooLong", typed.length, queryLimit);
  const parsed = parseOptions(querySpecs, "query", typed);
  const { by, cat, year, sort } = searchOptions.parse(parsed);
  return {
    words: String(parsed.query ?? ""),
    ...(by !== undefined && { by }),
    ...(cat !== undefined && { cat }),
    ...(year !== undefined && { years: readYears(year) }),
    ...(sort !== undefined && { sort }),
  };
}

/** `2021`, `2020..2022`, `2020..` or `..2022` (also with a dash). */
function readYears(typed: string): { from: number; to: number } {
  const range = /^(\d{4})?\s*(?:(\.\.|[-–—])\s*(\d{4})?)?$/u.exec(typed);
  if (!range || (range[1] === undefined && range[3] === undefined)) throw new UserError("badYear", typed);
  const from = Number(range[1] ?? 0);
  const to = Number(range[3] ?? (range[2] === undefined ? from : 9999));
  if (from > to) throw new UserError("badYear", typed);
  return { from, to };
}

interface Nearest {
  readonly dropped: string;
  readonly page: SearchPage;
}

/** Says what was searched and offers the nearest papers with one word or filter left out. */
async function nothingFound(
  context: Context,
  query: SearchQuery,
  words: readonly string[],
  state: ControlState & { readonly query: string },
): Promise<Card> {
  const { texts } = context;
  const asked = splitArxivId(query.words);
  if (asked) return { blocks: [text(texts.replies.notInIndex(asked.id))] };

  const without = await nearest(context, query, words);
  const blocks: Block[] = [text(texts.replies.nothingFound(state.query))];
  if (without.length === 0) return { blocks: [...blocks, text(texts.replies.nothingHint)] };
  const picked: Paper[] = [];
  for (const { dropped, page } of without) {
    const papers = await context.library.get(page.hits.map((hit) => hit.id));
    const fresh = papers
      .filter((paper) => !picked.some((one) => one.id === paper.id))
      .slice(0, 3 - picked.length);
    picked.push(...fresh);
    if (fresh.length > 0)
      blocks.push({
        kind: "list",
        heading: texts.replies.without(dropped, page.total),
        items: fresh.map((paper) => paperLine(paper, context)),
      });
  }
  const id = await controlIds(context.queries, undefined);
  const { query: _, page: __, ...rest } = state;
  return { blocks, controls: openMenu(picked, context, rest, id) };
}

/** A query of more words is searched for any of them, so that leaving one out finds nothing new. */
const mostWords = 4;

/** The query with as little left out as finds anything: one word or filter, else two, and so on; the fewest papers first. */
async function nearest(
  context: Context,
  query: SearchQuery,
  words: readonly string[],
): Promise<readonly Nearest[]> {
  const filters = (["by", "cat", "years"] as const).filter((filter) => query[filter] !== undefined);
  const parts = [...(words.length <= mostWords ? words.map((_, index) => index) : []), ...filters];
  for (let left = 1; left <= parts.length; left++) {
    const tried = await Promise.all(
      subsets(parts, left).map(async (dropped) => ({
        dropped: dropped
          .map((part) => (typeof part === "number" ? (words[part] ?? "") : label(query, part)))
          .join(", "),
        page: await context.library.search(without(query, words, dropped), { offset: 0, limit: 3 }),
      })),
    );
    const found = tried.filter(({ page }) => page.total > 0);
    if (found.length > 0) return found.sort((a, b) => a.page.total - b.page.total);
  }
  return [];
}

/** A word by its place, or a filter. */
type Part = number | "by" | "cat" | "years";

function without(query: SearchQuery, words: readonly string[], dropped: readonly Part[]): SearchQuery {
  const kept = Object.entries(query).filter(([key]) => !dropped.includes(key as Part));
  return {
    ...(Object.fromEntries(kept) as unknown as SearchQuery),
    words: words.filter((_, index) => !dropped.includes(index)).join(" "),
  };
}

function label(query: SearchQuery, filter: Exclude<Part, number>): string {
  if (filter !== "years") return `${filter}:${query[filter]}`;
  const { from = 0, to = 0 } = query.years ?? {};
  return `year:${from === to ? from : `${from || ""}..${to === 9999 ? "" : to}`}`;
}

function subsets<T>(of: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return of.flatMap((first, index) => subsets(of.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}
