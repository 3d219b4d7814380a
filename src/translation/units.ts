import { sentences } from "../core/text/sentences.ts";
import type { Stretch } from "../core/text/tex.ts";
import { type Protected, protectedStretches } from "./protect.ts";

/** What is translated at once: a title, or a sentence of an abstract. */
export interface Unit extends Stretch {
  readonly text: string;
  /** Places within `text`. */
  readonly protected: readonly Protected[];
}

/** A title is one unit, whatever stops are in it. */
export function titleUnit(title: string, raw?: string): Unit {
  return { text: title, from: 0, to: title.length, protected: protectedStretches(title, raw) };
}

/** The sentences of a text with their places in it. None ends within a URL or a formula. */
export function sentenceUnits(text: string, language: string, raw?: string): readonly Unit[] {
  const whole = protectedStretches(text, raw);
  const places: { from: number; to: number }[] = [];
  let at = 0;
  for (const sentence of sentences(text, language)) {
    const from = text.indexOf(sentence, at);
    at = from + sentence.length;
    const last = places.at(-1);
    if (last && whole.some((stretch) => stretch.from < last.to && stretch.to > last.to && stretch.to > from))
      last.to = at;
    else places.push({ from, to: at });
  }
  return places.map(({ from, to }) => ({
    text: text.slice(from, to),
    from,
    to,
    protected: whole
      .filter((stretch) => stretch.from < to && stretch.to > from)
      .map((stretch) => ({
        kind: stretch.kind,
        from: Math.max(stretch.from, from) - from,
        to: Math.min(stretch.to, to) - from,
      })),
  }));
}
