import { isDeepStrictEqual } from "node:util";
import type { Card } from "../core/card.ts";
import type { Later } from "../core/command.ts";
import { type Language, languages } from "../core/language.ts";
import { newerVersion, type Paper, type Translation } from "../core/paper.ts";
import type { PaperTranslations } from "../core/translation.ts";
import { chooseText, languagesOf, sourceLanguage } from "../views/choose-text.ts";
import { type Opened, percent, type Translating } from "../views/translating.ts";
import { type Reading, type Step, summaryAtOnce, withModelsSummary } from "./summary.ts";

/** What is shown at once, and what takes its place as it becomes known. */
export interface Shown {
  readonly card: Card;
  readonly later?: AsyncIterable<Later>;
}

/** How long an answer waits to learn what is held, and which languages are offered, in ms. */
const patience = 300;

/**
 * A paper in the reader's language: a translation that the record or the cache holds, else what there is while a
 * translation is made, else what there is and why there will be no other. `draw` makes the card of each.
 */
export async function readPaper(
  context: Reading,
  paper: Paper,
  original: boolean,
  draw: (opened: Opened) => Card,
): Promise<Shown> {
  const { language, translations } = context;
  const opened = await openPaper(context, paper, original);
  const all = translations.services.map(({ credit }) => credit);
  const shown = (now: Opened, steps: AsyncIterable<Step> | undefined): Shown => {
    const later = original ? steps : withModelsSummary(context, now, steps);
    return { card: draw(now), ...(later && { later: drawn(later, draw) }) };
  };
  const failed = (why: Extract<Translating, { kind: "failed" }>["why"], services = all): Opened => ({
    ...opened,
    translating: { kind: "failed", why, services },
  });
  if (original) return shown(opened, undefined);
  if (!isWanting(opened.paper, language)) return shown(opened, mended(context, paper, opened));
  // A service that is slow to say what it offers is simply asked for it.
  if (!opened.offered.includes(language) && !opened.unsure) {
    const why = all.length === 0 ? "noService" : "unsupportedPair";
    return shown(chooseText(opened.paper, language).missing ? failed(why) : opened, undefined);
  }
  const steps = async function* (): AsyncGenerator<Step> {
    let before: string | undefined;
    for await (const step of translations.translate(paper, language)) {
      if (step.kind === "preparing") {
        const { state } = step;
        const said = `${state.language} ${percent(state)}`;
        if (said !== before)
          yield { opened: { ...opened, translating: { ...state, kind: "preparing" } }, whole: false };
        before = said;
      } else if (step.kind === "done") {
        const done = withTranslation(paper, step.translation);
        yield { opened: await summarised(context, { ...opened, paper: done }, false), whole: true };
      } else
        yield { opened: failed(step.fault, step.service === undefined ? all : [step.service]), whole: true };
    }
  };
  return shown({ ...opened, translating: { kind: "running" } }, steps());
}

/** Another attempt at the sentences that are held in the original, which is shown where it brings something. */
function mended(context: Reading, paper: Paper, opened: Opened): AsyncIterable<Step> | undefined {
  const { language, translations } = context;
  const { translation } = chooseText(opened.paper, language);
  if (!translation?.kept || paper.translations.includes(translation)) return undefined;
  return (async function* () {
    for await (const step of translations.translate(paper, language)) {
      if (step.kind !== "done" || isDeepStrictEqual(step.translation, translation)) continue;
      const better = withTranslation(paper, step.translation);
      yield { opened: await summarised(context, { ...opened, paper: better }, false), whole: true };
    }
  })();
}

async function* drawn(steps: AsyncIterable<Step>, draw: (opened: Opened) => Card): AsyncGenerator<Later> {
  for await (const { opened, whole } of steps) yield { card: draw(opened), whole };
}

/** A paper with the translation for the reader that was made before, where the record has none that serves. */
export async function withHeld({ language, translations }: Reading, paper: Paper): Promise<Paper> {
  if (!isWanting(paper, language)) return paper;
  // A server that chooses its model itself is asked which, and may hang.
  const held = await within(patience, translations.held(paper, language));
  return held ? withTranslation(paper, held) : paper;
}

/** A paper with what is held of it in the reader's language. `unsure`: that language may be on offer, too. */
export async function openPaper(
  context: Reading,
  paper: Paper,
  original: boolean,
): Promise<Opened & { readonly unsure: boolean }> {
  const { language, translations } = context;
  const complete = original ? paper : await withHeld(context, paper);
  const { offered, unsure } = await offers(translations, paper, language);
  return { ...(await summarised(context, { paper: complete, offered }, original)), unsure };
}

/** With the summary that goes with the text that is shown. */
async function summarised<T extends Opened>(context: Reading, opened: T, original: boolean): Promise<T> {
  const summary = await summaryAtOnce(context, opened.paper, original);
  return { ...opened, ...(summary && { summary }) };
}

/** Whether the reader is better served by another translation than by what the record holds. */
function isWanting(paper: Paper, language: Language): boolean {
  const { missing, translation } = chooseText(paper, language);
  if (missing) return true;
  return translation?.translator.kind === "machine" && newerVersion(paper, translation) !== undefined;
}

function withTranslation(paper: Paper, translation: Translation): Paper {
  return { ...paper, translations: [...paper.translations, translation] };
}

/** Reply languages on offer beyond those of the record. `unsure`: whether `wanted` is could not be learnt in time. */
async function offers(translations: PaperTranslations, paper: Paper, wanted: Language) {
  if (translations.services.length === 0) return { offered: [], unsure: false };
  const from = sourceLanguage(paper);
  const there = languagesOf(paper);
  const asked = languages.filter((tag) => tag === wanted || !there.includes(tag));
  const answers = await Promise.all(asked.map((tag) => within(patience, translations.offers(from, tag))));
  return {
    offered: asked.filter((_, index) => answers[index]),
    unsure: answers[asked.indexOf(wanted)] === undefined,
  };
}

/** What the work comes to; undefined when it fails or takes longer than `ms`. */
async function within<Result>(ms: number, work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([work.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}
