import type { Block, Card, Control } from "../core/card.ts";
import { note } from "../core/card.ts";
import type { ControlId, ControlState } from "../core/control.ts";
import type { Paper } from "../core/paper.ts";
import { mostCounted, type SearchQuery } from "../core/ports.ts";
import { titleIn } from "./choose-text.ts";
import { languageControls, paperByline, paperCard, paperLine } from "./paper-card.ts";
import { describeQuery } from "./query-line.ts";
import type { Reader } from "./reader.ts";
import type { Opened } from "./translating.ts";

/** Hits on one page: the opened paper and up to four others. */
export const pageSize = 5;

export interface ResultsPage {
  /** The papers of this page in rank order. */
  readonly papers: readonly Paper[];
  readonly total: number;
  readonly page: number;
  /** What was searched for. */
  readonly query: SearchQuery;
  readonly corrected?: string;
  /** The query in another language that was searched for as well. */
  readonly also?: string;
}

/** The best (or opened) match as a card, the others of the page as lines, and everything a reader may do next. */
export function resultsCard(
  opened: Opened,
  results: ResultsPage,
  reader: Reader,
  state: ControlState,
  id: ControlId,
): Card {
  const { texts } = reader;
  const { paper: open } = opened;
  const card = paperCard(open, reader, state.original, opened);
  const others = results.papers.filter((paper) => paper.id !== open.id);
  const blocks: Block[] = [];
  if (results.corrected !== undefined) blocks.push(note(texts.card.correctedTo(results.corrected)));
  if (results.also !== undefined) blocks.push(note(texts.card.alsoSearched(results.also)));
  const described = describeQuery(results.query, texts);
  if (described !== undefined) blocks.push(note(described));
  blocks.push(...card.blocks);
  if (others.length > 0)
    blocks.push({
      kind: "list",
      heading: `${texts.card.results} · ${counted(results, reader)}`,
      items: others.map((paper) => paperLine(paper, reader)),
    });
  const here: ControlState = { ...state, action: "view", paper: open.id };
  return {
    ...card,
    blocks,
    controls: [
      ...openMenu(others, reader, here, id),
      ...languageControls(opened, reader, here, id),
      pageButtons(results, reader, here, id),
      paperButtons(open, reader, here, id),
    ].filter((row) => row.length > 0),
  };
}

/** One paper alone, with what a reader may do with it. `shared` leaves out what only makes sense for one person. */
export function singlePaperCard(
  opened: Opened,
  reader: Reader,
  state: ControlState,
  id: ControlId,
  shared = false,
): Card {
  const { paper } = opened;
  const card = paperCard(paper, reader, state.original, opened);
  const here: ControlState = { ...state, action: "view", paper: paper.id };
  const buttons = paperButtons(paper, reader, here, id);
  return {
    ...card,
    controls: [...languageControls(opened, reader, here, id), shared ? buttons.slice(0, 2) : buttons].filter(
      (row) => row.length > 0,
    ),
  };
}

/** A menu that opens one of several papers. */
export function openMenu(
  papers: readonly Paper[],
  reader: Reader,
  state: ControlState,
  id: ControlId,
): Control[][] {
  if (papers.length === 0) return [];
  const { paper: _, original: __, ...rest } = state;
  return [
    [
      {
        kind: "select",
        placeholder: reader.texts.controls.open,
        id: id({ ...rest, action: "open" }),
        choices: papers.slice(0, 25).map((paper) => ({
          value: paper.id,
          label: titleIn(paper, reader.language),
          description: paperByline(paper, reader.texts),
        })),
      },
    ],
  ];
}

function counted({ total, page }: ResultsPage, { texts }: Reader): string {
  const pages = Math.ceil(total / pageSize);
  // An index may stop counting there, so more is not denied.
  const found = `${total >= mostCounted ? "≥ " : ""}${texts.card.hitCount(total)}`;
  return pages > 1 ? `${found} · ${texts.card.page(page, pages)}` : found;
}

function pageButtons(results: ResultsPage, { texts }: Reader, here: ControlState, id: ControlId): Control[] {
  const { paper: _, original: __, ...rest } = here;
  const buttons: Control[] = [];
  if (results.page > 1)
    buttons.push({
      kind: "button",
      label: texts.controls.previous,
      id: id({ ...rest, page: results.page - 1 }),
    });
  if (results.page * pageSize < results.total)
    buttons.push({ kind: "button", label: texts.controls.next, id: id({ ...rest, page: results.page + 1 }) });
  return buttons;
}

function paperButtons(paper: Paper, { texts }: Reader, here: ControlState, id: ControlId): Control[] {
  const about: ControlState = {
    action: "bibtex",
    paper: paper.id,
    ...(here.language && { language: here.language }),
    ...(here.original && { original: true }),
  };
  return [
    { kind: "button", label: texts.controls.bibtex, id: id(about) },
    { kind: "button", label: texts.controls.similar, id: id({ ...about, action: "similar" }) },
    { kind: "button", label: texts.controls.share, id: id({ ...here, action: "share" }), primary: true },
  ];
}
