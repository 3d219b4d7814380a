import {
  type Block,
  bold,
  type Card,
  type Control,
  italic,
  link,
  note,
  type Span,
  type Text,
} from "../core/card.ts";
import type { ControlId, ControlState } from "../core/control.ts";
import { languageName, nativeName } from "../core/language.ts";
import { abstractStretches, isWithdrawn, type Paper } from "../core/paper.ts";
import { paperDate } from "../core/paper-date.ts";
import { paperLabel } from "../core/paper-id.ts";
import type { Summary } from "../core/summary.ts";
import { safeUrl, splitUrls } from "../core/text/urls.ts";
import type { Catalog } from "../i18n/catalog.ts";
import { formatDate, joinNames } from "../i18n/format.ts";
import { type ChosenText, chooseText, languagesOf, titleIn } from "./choose-text.ts";
import { provenanceLine } from "./provenance.ts";
import type { Reader } from "./reader.ts";
import { canBeTried, type Opened, type Translating } from "./translating.ts";

/** A paper's title, facts, summary, provenance and abstract: everything but controls. */
export function paperCard(
  paper: Paper,
  reader: Reader,
  original = false,
  { summary, translating }: Pick<Opened, "summary" | "translating"> = {},
): Card & { readonly title: string } {
  const { language, texts } = reader;
  const chosen = chooseText(paper, language, original);
  const blocks: Block[] = [];
  if (chosen.title !== paper.title) blocks.push({ kind: "text", text: [italic(paper.title)] });
  blocks.push({ kind: "text", text: [facts(paper, reader)] });
  blocks.push({ kind: "text", text: links(paper, texts) });
  if (isWithdrawn(paper)) blocks.push(note(texts.card.withdrawn));
  if (summary) blocks.push(...summaryBlocks(summary, chosen, texts));
  blocks.push(note(provenanceLine(paper, chosen, reader, translating)));
  if (chosen.abstract !== "") blocks.push({ kind: "body", text: bodyOf(chosen) });
  else if (!chosen.notHeld) blocks.push(note(texts.card.noAbstract));
  if (paper.truncated && !chosen.translation) blocks.push(note(texts.card.truncated));
  return { title: chosen.title, url: paper.links.abstract, blocks };
}

/** One line of a list: linked title, first author, year. */
export function paperLine(paper: Paper, reader: Reader): Text {
  const rest = paperByline(paper, reader.texts);
  const title = link(titleIn(paper, reader.language), paper.links.abstract);
  return rest === "" ? [title] : [title, ` · ${rest}`];
}

/** First author with the number of the others, and the year. */
export function paperByline(paper: Paper, texts: Catalog): string {
  const [first, ...others] = paper.authors;
  const author = first && (others.length > 0 ? `${first} ${texts.card.moreAuthors(others.length)}` : first);
  return [author, paperDate(paper)?.slice(0, 4)].filter((part) => part !== undefined).join(" · ");
}

/**
 * The menu of languages that a paper exists in or can be translated into, and the switch between the original and the
 * reader's language.
 */
export function languageControls(
  { paper, offered, translating }: Opened,
  reader: Reader,
  state: ControlState,
  id: ControlId,
): Control[][] {
  const { language, texts } = reader;
  const shown = chooseText(paper, language, state.original);
  const available = languagesOf(paper);
  const more = offered.filter((tag) => tag !== paper.language && !available.includes(tag));
  if (available.length + more.length < 2) return [];
  const choices = [
    ...available.map((tag) => ({
      value: tag,
      label: tag === paper.language ? texts.controls.originalOf(nativeName(tag)) : nativeName(tag),
      selected: tag === shown.language,
    })),
    ...more.map((tag) => ({
      value: tag,
      label: nativeName(tag),
      description: texts.translating.onDemand,
    })),
  ].slice(0, 25);
  const { original: _, ...plain } = state;
  return [
    [
      {
        kind: "select",
        placeholder: texts.controls.language,
        id: id({ ...plain, action: "language" }),
        choices,
      },
    ],
    originalSwitch(paper, reader, state, shown, translating, id),
  ];
}

function originalSwitch(
  paper: Paper,
  { language, texts }: Reader,
  state: ControlState,
  shown: ChosenText,
  translating: Translating | undefined,
  id: ControlId,
): Control[] {
  const { original, ...plain } = state;
  const inLanguage = texts.controls.translation(languageName(language, language));
  const view = (label: string): Control => ({ kind: "button", label, id: id({ ...plain, action: "view" }) });
  if (original) return paper.abstract === null || paper.language === language ? [] : [view(inLanguage)];
  // The way to what a late edit could not bring, and to another attempt.
  const again =
    translating === undefined || !canBeTried(translating)
      ? []
      : [view(translating.kind === "failed" ? texts.controls.retry : inLanguage)];
  if (!shown.translation || paper.abstract === null || paper.language === language) return again;
  const toOriginal = id({ ...plain, original: true, action: "view" });
  return [...again, { kind: "button", label: texts.controls.original, id: toOriginal }];
}

function facts(paper: Paper, { language, texts }: Reader): string {
  const shown = paper.authors.slice(0, 3);
  const more = paper.authors.length - shown.length;
  const names = joinNames(language, shown);
  const authors =
    names === "" ? texts.card.noAuthors : more > 0 ? `${names} ${texts.card.moreAuthors(more)}` : names;
  const date = paperDate(paper);
  return [authors, date && formatDate(language, date), paper.categories.join(", ")]
    .filter((part) => part !== undefined && part !== "")
    .join(" · ");
}

function links(paper: Paper, texts: Catalog): Text {
  const spans: Span[] = [link(paperLabel(paper), paper.links.abstract)];
  if (paper.links.pdf && !isWithdrawn(paper)) spans.push(" · ", link(texts.card.pdf, paper.links.pdf));
  return spans;
}

/** The summary and who says so, then what a model tells besides. */
function summaryBlocks(
  { tldr, by, ...parts }: Summary,
  { translation }: ChosenText,
  { summary: say }: Catalog,
): Block[] {
  const words = tldr.replace(/…$/u, "");
  const isKept =
    translation && abstractStretches(translation).some((it) => it.kept && it.text.includes(words));
  const maker = by.kind === "extracted" ? say.extracted : say.byModel(by.name);
  const more = (["problem", "method", "result"] as const).flatMap((name): Block[] => {
    const said = parts[name];
    return said === undefined ? [] : [{ kind: "text", text: [bold(say[name]), " ", ...withLinks(said)] }];
  });
  return [
    { kind: "text", text: [bold(say.tldr), " ", ...inWords(tldr, isKept), " ", italic(`— ${maker}`)] },
    ...more,
  ];
}

/** An abstract; what an engine left in the words it was given stands in italics. */
function bodyOf({ abstract, translation }: ChosenText): Text {
  if (!translation) return withLinks(abstract);
  return abstractStretches(translation).flatMap(({ text, kept }) => inWords(text, kept));
}

function inWords(text: string, kept = false): Span[] {
  return withLinks(text).map((span) => (kept && typeof span === "string" ? italic(span) : span));
}

/** Words in which only whole web addresses become links. */
function withLinks(words: string): Span[] {
  return splitUrls(words).map((part) =>
    "url" in part ? link(part.url, safeUrl(part.url) ?? part.url) : part.text,
  );
}
