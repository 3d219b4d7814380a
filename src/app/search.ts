import { type Block, note, text } from "../core/card.ts";
import type { Context } from "../core/command.ts";
import type { ControlState } from "../core/control.ts";
import { UserError } from "../core/errors.ts";
import type { Paper } from "../core/paper.ts";
import { identifyPaper, isArxivId } from "../core/paper-id.ts";
import type { SearchQuery } from "../core/ports.ts";
import { parseQuery } from "../core/query.ts";
import { paperLine } from "../views/paper-card.ts";
import { openMenu, pageSize, resultsCard } from "../views/results.ts";
import { searchBoth } from "./both-languages.ts";
import { controlIds } from "./controls.ts";
import { nearest } from "./nearest.ts";
import { readPaper, type Shown, withHeld } from "./reading.ts";
import { fetchUnknown } from "./unknown-paper.ts";

/** Characters of a query, its filters included. A title can be this long and still be pasted whole. */
const queryLimit = 300;

/** What a search shows: the opened (else the best) match of the page, or what to try when there is none. */
export async function answerSearch(
  context: Context,
  state: ControlState & { readonly query: string },
): Promise<Shown> {
  const query = readQuery(state.query);
  const page = state.page ?? 1;
  const found = await searchBoth(context, query, { offset: (page - 1) * pageSize, limit: pageSize });
  if (found.total === 0) {
    const named = namedPaper(query);
    const showAlone = async (paper: Paper) => {
      const id = await controlIds(context.queries, state.query, paper.id);
      const alone = { papers: [paper], total: 1, page: 1, query };
      return readPaper(context, paper, state.original === true, (opened) =>
        resultsCard(opened, alone, context, state, id),
      );
    };
    // The store knows a paper before the index does.
    const [held] = named === undefined ? [] : await context.library.get([named]);
    if (held) return showAlone(held);
    const { findPaper } = context;
    if (named !== undefined && isArxivId(named) && findPaper)
      return fetchUnknown(context, named, findPaper, showAlone);
    return nothingFound(context, query, found.terms, state);
  }
  const pages = Math.ceil(found.total / pageSize);
  if (page < 1 || page > pages) throw new UserError("pageOutOfRange", page, pages);
  const papers = await context.library.get(found.hits.map((hit) => hit.id));
  const open = state.paper === undefined ? papers[0] : await openedPaper(context, papers, state.paper);
  if (!open) throw new UserError("searchUnavailable");
  const id = await controlIds(context.queries, state.query, open.id);
  const { corrected, also, total } = found;
  const titled = await Promise.all(
    papers.map((paper) => (paper === open ? paper : withHeld(context, paper))),
  );
  const results = {
    ...{ papers: titled, total, page, query },
    ...(corrected !== undefined && { corrected }),
    ...(also !== undefined && { also }),
  };
  return readPaper(context, open, state.original === true, (opened) =>
    resultsCard(opened, results, context, state, id),
  );
}

/** The id of the paper that a query names and nothing more. */
function namedPaper({ words, sort: _, ...restrictions }: SearchQuery): string | undefined {
  return Object.keys(restrictions).length > 0 ? undefined : identifyPaper(words)?.id;
}

async function openedPaper(context: Context, papers: readonly Paper[], id: string): Promise<Paper> {
  const open = papers.find((paper) => paper.id === id) ?? (await context.library.get([id]))[0];
  if (!open) throw new UserError("paperGone", id);
  return open;
}

function readQuery(typed: string): SearchQuery {
  if (typed.length > queryLimit) throw new UserError("queryTooLong", typed.length, queryLimit);
  return parseQuery(typed);
}

/** Says what was searched and offers the nearest papers with one part of the query left out. */
async function nothingFound(
  context: Context,
  query: SearchQuery,
  words: readonly string[],
  state: ControlState & { readonly query: string },
): Promise<Shown> {
  const { texts } = context;
  const { pending } = await context.status();
  const waiting = pending > 0 ? [note(texts.replies.stillIndexing(pending))] : [];
  const asked = identifyPaper(query.words);
  if (asked) {
    const named = isArxivId(asked.id) ? asked.id : query.words;
    return { card: { blocks: [text(texts.replies.notInIndex(named))] } };
  }

  const without = await nearest(context.library, query, words);
  const blocks: Block[] = [text(texts.replies.nothingFound(state.query)), ...waiting];
  if (without.length === 0) return { card: { blocks: [...blocks, text(texts.replies.nothingHint)] } };
  const picked: Paper[] = [];
  for (const { dropped, page } of without) {
    const papers = await context.library.get(page.hits.map((hit) => hit.id));
    const others = papers.filter((paper) => !picked.some((one) => one.id === paper.id));
    const fresh = await Promise.all(
      others.slice(0, 3 - picked.length).map((paper) => withHeld(context, paper)),
    );
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
  return { card: { blocks, controls: openMenu(picked, context, rest, id) } };
}
