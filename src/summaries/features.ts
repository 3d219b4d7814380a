import { stemmer } from "@orama/stemmers/english";

/** What a sentence of an abstract is judged by; all values are between 0 and about 2. */
export const featureNames = [
  "first",
  "place",
  "placeSquared",
  "length",
  "short",
  "long",
  "titleCosine",
  "titleRecall",
  "central",
  "weVerb",
  "wePropose",
  "thisPaper",
  "firstCue",
  "contrast",
  "background",
  "pointsBack",
  "link",
] as const;

export type Features = Readonly<Record<(typeof featureNames)[number], number>>;

/** Phrases of English abstracts. */
const cues = {
  weVerb:
    /\bwe (?:(?:also|further|then|first|here|thus|therefore|finally|\w+ly) )?(?!can\b|will\b|are\b|have\b|need\b|do\b)[a-z]{3,}/i,
  wePropose:
    /\b(?:we|i|paper|work|article|study) (?:(?:also|further|then|first|here|thus|therefore|\w+ly) )?(?:propos|present|introduc|develop|describ|design|study|studies|investigat|explor|address|provid|offer|formulat|devis|consider|deriv|establish)\w*/i,
  inThisPaper:
    /\b(?:in|through|with) (?:this|the present|our) (?:paper|work|article|study|letter|report|note|thesis)\b|^here\b/i,
  thisPaper:
    /\b(?:this|the present) (?:paper|work|article|study|letter|report|note|thesis)\b|^our (?:approach|method|model|work)\b/i,
  pointsBack:
    /^(?:it|they|these|those|such|both|its|their|that|the (?:above|latter|former|resulting|proposed))\b|\babove\b/i,
  contrast: /^(?:however|but|yet|although|though|despite|while|unfortunately|nevertheless|instead)\b/i,
  background:
    /^(?:recent(?:ly)?|existing|previous|prior|current|traditional(?:ly)?|many|most|one of)\b|\b(?:has|have) (?:been|shown|become|recently|achieved)\b/i,
  link: /https?:\/\/|\bcode\b.{0,80}\bavailable\b|\b(?:source code|open[- ]sourced?)\b/i,
} as const;

const common = new Set(
  (
    "a an and are as at be been between both by can for from has have in into is it its more most not of on or our over " +
    "such than that the their then there these they this to under using via was we were when where which while with"
  ).split(" "),
);

/**
 * Words of a text, stemmed where they are Latin. A run of Han or kana, which has no spaces, gives its pairs of
 * characters.
 */
function wordsOf(text: string): readonly string[] {
  const found = text
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+|[\p{L}\p{M}\p{N}]+/gu);
  return (found ?? []).flatMap((run) =>
    /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]/u.test(run)
      ? pairsOf([...run])
      : common.has(run)
        ? []
        : [/^[a-z]{4,}$/.test(run) ? stemmer(run) : run],
  );
}

function pairsOf(characters: readonly string[]): readonly string[] {
  return characters.length < 2 ? characters : characters.slice(1).map((one, at) => `${characters[at]}${one}`);
}

/** The features of each sentence. With `withCues` off, as for languages other than English, those of phrases are all 0. */
export function featuresOf(
  title: string,
  sentences: readonly string[],
  withCues: boolean,
): readonly Features[] {
  const words = sentences.map(wordsOf);
  const titleWords = wordsOf(title);
  const rarity = raritiesOf([...words, titleWords]);
  const titleVector = vectorOf(titleWords, rarity);
  const vectors = words.map((one) => vectorOf(one, rarity));
  const has = (cue: keyof typeof cues, sentence: string) => Number(withCues && cues[cue].test(sentence));
  const firstCue = sentences.findIndex(
    (one) => has("wePropose", one) || has("inThisPaper", one) || has("thisPaper", one),
  );
  const last = sentences.length - 1;
  return sentences.map((sentence, at) => {
    const vector = vectors[at] ?? new Map();
    const others = vectors.filter((_, other) => other !== at);
    const count = Math.min(80, lengthOf(sentence));
    const place = last === 0 ? 0 : at / last;
    return {
      first: Number(at === 0),
      place,
      placeSquared: place * place,
      length: Math.log(1 + count) / 4,
      short: Math.max(0, 12 - count) / 12,
      long: Math.max(0, count - 30) / 30,
      titleCosine: cosine(vector, titleVector),
      titleRecall: share(new Set(titleWords), new Set(words[at])),
      central: mean(others.map((other) => cosine(vector, other))),
      weVerb: has("weVerb", sentence),
      wePropose: has("wePropose", sentence),
      thisPaper: has("thisPaper", sentence),
      firstCue: Number(at === firstCue),
      contrast: has("contrast", sentence),
      background: has("background", sentence),
      pointsBack: has("pointsBack", sentence),
      link: has("link", sentence),
    };
  });
}

/** In words. Two characters of a script without spaces count as one. */
function lengthOf(sentence: string): number {
  const characters = sentence.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu)?.length ?? 0;
  return sentence.split(/\s+/).length + Math.floor(characters / 2);
}

type Vector = ReadonlyMap<string, number>;

function raritiesOf(texts: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) held.set(word, (held.get(word) ?? 0) + 1);
  return new Map([...held].map(([word, count]) => [word, Math.log(1 + texts.length / count)]));
}

function vectorOf(words: readonly string[], rarity: ReadonlyMap<string, number>): Vector {
  const vector = new Map<string, number>();
  for (const word of words) vector.set(word, (vector.get(word) ?? 0) + (rarity.get(word) ?? 0));
  return vector;
}

function cosine(a: Vector, b: Vector): number {
  let product = 0;
  for (const [word, weight] of a) product += weight * (b.get(word) ?? 0);
  return product === 0 ? 0 : product / (norm(a) * norm(b));
}

function norm(vector: Vector): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return Math.sqrt(sum);
}

function share(wanted: ReadonlySet<string>, held: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  let found = 0;
  for (const word of wanted) if (held.has(word)) found++;
  return found / wanted.size;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
