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
import type { Language } from "../core/language.ts";
import { languageName, nativeName } from "../core/language.ts";
import { isWithdrawn, type Paper, paperDate } from "../core/paper.ts";
import type { Summary } from "../core/summary.ts";
import { safeUrl, splitUrls } from "../core/text/urls.ts";
import type { Catalog } from "../i18n/catalog.ts";
import { formatDate, joinNames } from "../i18n/format.ts";
import { type ChosenText, chooseText, languagesOf, titleIn } from "./choose-text.ts";
import { provenanceLine } from "./provenance.ts";

/** Who reads, and in which words. */
export interface Reader {
  readonly language: Language;
  readonly texts: Catalog;
}

/** A paper's title, facts, summary, provenance and abstract: everything but controls. */
export function paperCard(
  paper: Paper,
  reader: Reader,
  original = false,
  summary?: Summary,
): Card & { readonly title: string } {
  const { language, texts } = reader;
  const chosen = chooseText(paper, language, original);
  const blocks: Block[] = [];
  if (chosen.title !== paper.title) blocks.push({ kind: "text", text: [italic(paper.title)] });
  blocks.push({ kind: "text", text: [facts(paper, reader)] });
  blocks.push({ kind: "text", text: links(paper, texts) });
  if (isWithdrawn(paper)) blocks.push(note(texts.card.withdrawn));
  if (summary) blocks.push(...summaryBlocks(summary, texts));
  blocks.push(note(provenanceLine(paper, chosen, language, texts)));
  if (chosen.abstract !== "") blocks.push({ kind: "body", text: withLinks(chosen.abstract) });
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

/** The menu of languages that a paper exists in, and the switch between the original and the reader's language. */
export function languageControls(
  paper: Paper,
  reader: Reader,
  state: ControlState,
  id: ControlId,
): Control[][] {
  const { language, texts } = reader;
  const shown = chooseText(paper, language, state.original);
  const available = languagesOf(paper);
  if (available.length < 2) return [];
  const choices = available.slice(0, 25).map((tag) => ({
    value: tag,
    label: tag === paper.language ? texts.controls.originalOf(nativeName(tag)) : nativeName(tag),
    selected: tag === shown.language,
  }));
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
    ...originalSwitch(paper, reader, state, shown, id),
  ];
}

function originalSwitch(
  paper: Paper,
  { language, texts }: Reader,
  state: ControlState,
  shown: ChosenText,
  id: ControlId,
): Control[][] {
  const { original, ...plain } = state;
  if (paper.abstract === null || paper.language === language) return [];
  if (original)
    return [
      [
        {
          kind: "button",
          label: texts.controls.translation(languageName(language, language)),
          id: id({ ...plain, action: "view" }),
        },
      ],
    ];
  if (!shown.translation) return [];
  return [
    [
      {
        kind: "button",
        label: texts.controls.original,
        id: id({ ...plain, original: true, action: "view" }),
      },
    ],
  ];
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
  const spans: Span[] = [link(`arXiv:${paper.id}`, paper.links.abstract)];
  if (paper.links.pdf && !isWithdrawn(paper)) spans.push(" · ", link(texts.card.pdf, paper.links.pdf));
  return spans;
}

/** The summary and who says so, then what a model tells besides. */
function summaryBlocks({ tldr, by, ...parts }: Summary, { summary: say }: Catalog): Block[] {
  const maker = by.kind === "extracted" ? say.extracted : say.byModel(by.name);
  const more = (["problem", "method", "result"] as const).flatMap((name): Block[] => {
    const said = parts[name];
    return said === undefined ? [] : [{ kind: "text", text: [bold(say[name]), " ", ...withLinks(said)] }];
  });
  return [
    { kind: "text", text: [bold(say.tldr), " ", ...withLinks(tldr), " ", italic(`— ${maker}`)] },
    ...more,
  ];
}

/** A paper's own words, in which only whole web addresses become links. */
function withLinks(words: string): Text {
  return splitUrls(words).map((part) =>
    "url" in part ? link(part.url, safeUrl(part.url) ?? part.url) : part.text,
  );
}
