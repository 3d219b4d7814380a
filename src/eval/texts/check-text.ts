import type { Paper } from "../../core/paper.ts";
import { formulasIn } from "../../core/text/tex.ts";
import { splitUrls } from "../../core/text/urls.ts";
import type { Masked, Translator } from "../../core/translation.ts";
import { formulas } from "../../translation/formulas.ts";
import { hasProse, type MaskedUnit, mask, unmask } from "../../translation/mask.ts";
import { tidy } from "../../translation/tidy.ts";
import { sentenceUnits } from "../../translation/units.ts";
import { hasSameMasks } from "../../translation/verify.ts";
import { rounded } from "../metrics.ts";

/** What is translated in one request. */
const abstractsAtOnce = 20;

interface Checked {
  readonly paper: Paper & { readonly abstract: string };
  readonly units: readonly { readonly unit: MaskedUnit; readonly source: string }[];
}

/**
 * Runs the abstracts of papers through an engine as the pipeline does, and counts what comes back. A formula or URL
 * counts as kept when it stands in the text that a reader is shown, as often as in the source. A sentence of which the
 * engine loses a mask is shown in the original: `sentences_lost_pct` says for how many of those with masks, after one
 * try. The words themselves are not judged, so a toy model will do; sentences with nothing to keep are not asked for.
 */
export async function checkText(
  papers: AsyncIterable<Paper>,
  translator: Translator,
  pair: { readonly from: string; readonly to: string },
  signal: AbortSignal,
) {
  const count = { abstracts: 0, withTex: 0, backslash: 0, asked: 0, lost: 0 };
  const math = { expected: 0, kept: 0 };
  const urls = { expected: 0, kept: 0 };
  const look = async (batch: readonly Checked[]) => {
    const sentences = batch.flatMap(({ units }) => units.filter(({ unit }) => isAsked(unit)));
    const targets = sentences.length > 0 ? await translate(sentences.map(({ unit }) => unit.masked)) : [];
    const shown = new Map(sentences.map(({ unit }, at) => [unit, targets[at] ?? []]));
    for (const { paper, units } of batch) {
      const text = units.map(({ unit, source }) => {
        const target = shown.get(unit);
        if (!target) return source;
        count.asked++;
        if (hasSameMasks(unit.masked, target)) return unmask(tidy(target, pair.to, unit.masked), unit.values);
        count.lost++;
        return source;
      });
      const result = text.join(" ");
      add(math, paper.abstract, formulaTexts(paper), result);
      add(urls, paper.abstract, urlTexts(paper.abstract), result);
    }
  };
  const translate = (sentences: readonly Masked[]) =>
    translator.translate(sentences, pair.from, pair.to, { signal });
  let batch: Checked[] = [];
  for await (const paper of papers) {
    signal.throwIfAborted();
    const { abstract } = paper;
    if (abstract === null) continue;
    count.abstracts++;
    const raw = paper.raw?.abstract;
    const hasTex = raw !== undefined && /[\\$]/.test(raw);
    count.withTex += Number(hasTex);
    count.backslash += Number(hasTex && abstract.includes("\\"));
    const units = sentenceUnits(abstract, pair.from, raw).map((unit) => ({
      unit: mask(unit, [], { names: false }),
      source: unit.text,
    }));
    batch.push({ paper: { ...paper, abstract }, units });
    if (batch.length < abstractsAtOnce) continue;
    await look(batch);
    batch = [];
  }
  await look(batch);
  const per = (part: number, whole: number) => rounded((100 * part) / Math.max(1, whole), 2);
  return {
    abstracts: count.abstracts,
    with_tex: count.withTex,
    backslash_left_pct: per(count.backslash, count.withTex),
    math: math.expected,
    math_kept_pct: per(math.kept, math.expected),
    urls: urls.expected,
    urls_kept_pct: per(urls.kept, urls.expected),
    sentences_asked: count.asked,
    sentences_lost_pct: per(count.lost, count.asked),
    engine: translator.name,
    to: pair.to,
  };
}

function isAsked({ masked, values }: MaskedUnit): boolean {
  return values.length > 0 && hasProse(masked);
}

/** Where TeX tells, what it tells, apart from how masks are found; else what the characters tell. */
function formulaTexts({ abstract, raw }: Checked["paper"]): readonly string[] {
  const told = raw?.abstract === undefined ? undefined : formulasIn(abstract, raw.abstract);
  return (told ?? formulas(abstract, undefined)).map(({ from, to }) => abstract.slice(from, to));
}

function urlTexts(text: string): readonly string[] {
  return splitUrls(text).flatMap((part) => ("url" in part ? [part.url] : []));
}

function add(
  total: { expected: number; kept: number },
  source: string,
  wanted: readonly string[],
  shown: string,
): void {
  const times = Map.groupBy(wanted, (text) => text);
  for (const [text, all] of times) {
    const expected = Math.min(all.length, occurrences(source, text));
    total.expected += expected;
    total.kept += Math.min(expected, occurrences(shown, text));
  }
}

/** Of letters and digits only as a word of its own: an `n` within a word is no formula. */
function occurrences(text: string, wanted: string): number {
  if (!/^[\p{L}\p{N}]+$/u.test(wanted)) return text.split(wanted).length - 1;
  const apart = new RegExp(`(?<![A-Za-z0-9])${wanted}(?![A-Za-z0-9])`, "gu");
  return text.match(apart)?.length ?? 0;
}
