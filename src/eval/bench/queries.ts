import type { Paper } from "../../core/paper.ts";
import { paperDate } from "../../core/paper-date.ts";
import type { SearchQuery } from "../../core/ports.ts";
import type { Random } from "../random.ts";

/** What the engines are asked: words, and at most one filter. */
export interface BenchQuery extends Pick<SearchQuery, "words" | "years"> {
  readonly cat?: string;
}

/** Nobody searches for these. A list of its own, so that the queries stay the same when the index's stop words change. */
const stopWords = new Set(
  (
    "a about above after all also although among an and any are as at be because been being below between both but by can " +
    "cannot could did do does doing down due during each either else few for from further given had has have having he her " +
    "here hers him his how however i if in into is it its itself just like made make many may me might more most much must my " +
    "no nor not now of off on once one only onto or other our out over own per same several shall she should show shown " +
    "shows since so some such than that the their them then there these they this those through thus to too two under until " +
    "up upon us use used using very via was we well were what when where whether which while who whom whose why will with " +
    "within without would yet you your"
  ).split(" "),
);

const share = { title: 0.6, category: 0.15, year: 0.15, typo: 0.1 } as const;
const words = { least: 2, most: 6 } as const;

/**
 * Queries as people type them: 2 to 6 words of one real paper in their order, from its title (60 %) or its abstract, one
 * in ten with a typo; 15 % restricted to a category of the paper and 15 % to its years. The same ones for the same
 * papers and seed.
 */
export function makeQueries(
  papers: readonly Paper[],
  count: number,
  random: Random,
  typos: number = share.typo,
): BenchQuery[] {
  const queries: BenchQuery[] = [];
  // Papers of one word each would never do, so the tries are counted.
  for (let tries = 0; queries.length < count && tries < count * 20; tries++) {
    const query = makeQuery(random.pick(papers), random, typos);
    if (query) queries.push(query);
  }
  return queries;
}

/** Queries that nobody means well by: endless, of many words, of stop words or emoji alone, broken, all prefixes. */
export function hostileQueries(papers: readonly Paper[], count: number, random: Random): BenchQuery[] {
  const text = (length: number) => {
    let all = "";
    while (all.length < length) all += `${random.pick(papers).abstract ?? random.pick(papers).title} `;
    return all;
  };
  const kinds = [
    () => text(10_000).slice(0, 10_000),
    () => contentWords(text(20_000)).slice(0, 500).join(" "),
    () => Array.from({ length: 30 }, () => random.pick([...stopWords])).join(" "),
    () => Array.from({ length: 60 }, () => random.pick([..."😀🚀🔥👩‍🔬🏳️‍🌈✨"])).join(""),
    () => [...text(100)].map((letter) => (random.next() < 0.3 ? "\ud83d" : letter)).join(""),
    () =>
      contentWords(text(2_000))
        .slice(0, 50)
        .map((word) => `${word.slice(0, 2)}*`)
        .join(" "),
  ];
  return Array.from({ length: count }, (_, number) => ({
    words: (kinds[number % kinds.length] as () => string)(),
  }));
}

/** What people have typed when autocomplete is asked: the beginning of a paper's title, of an author's name or of a category. */
export function makeBeginnings(papers: readonly Paper[], count: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    const { title, authors, categories } = random.pick(papers);
    const kind = random.next();
    const whole = (kind < 0.6 ? title : kind < 0.8 ? authors.at(0) : categories.at(0)) ?? title;
    return whole.slice(0, 1 + random.below(Math.min(40, whole.length)));
  });
}

function makeQuery(paper: Paper, random: Random, typos: number): BenchQuery | undefined {
  const source = random.next() < share.title ? paper.title : (paper.abstract ?? paper.title);
  const found = [...new Set(contentWords(source))];
  if (found.length < words.least) return undefined;
  const size = Math.min(found.length, words.least + random.below(words.most - words.least + 1));
  // A stretch from which words may be missing: people leave out, they do not shuffle.
  const start = random.below(found.length - size + 1);
  const stretch = found.slice(start, start + size + 2);
  while (stretch.length > size) stretch.splice(random.below(stretch.length), 1);
  if (random.next() < typos) {
    const at = stretch.findIndex((word) => word.length >= 5);
    if (at >= 0) stretch[at] = misspelt(stretch[at] as string, random);
  }
  return { words: stretch.join(" "), ...filterFor(paper, random) };
}

function filterFor(paper: Paper, random: Random): Pick<BenchQuery, "cat" | "years"> {
  const kind = random.next();
  const [category] = paper.categories;
  const year = Number(paperDate(paper)?.slice(0, 4));
  if (kind < share.category) return category === undefined ? {} : { cat: category };
  if (kind >= share.category + share.year || !year) return {};
  return { years: { from: year - random.below(3), to: year } };
}

function contentWords(text: string): string[] {
  const found = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*/gu) ?? [];
  return found.filter((word) => word.length > 2 && word.length <= 25 && !stopWords.has(word));
}

/** One letter left out, doubled, taken for another, or two that stand side by side exchanged; the first letter stays. */
function misspelt(word: string, random: Random): string {
  const letters = [...word];
  const at = 1 + random.below(letters.length - 2);
  const [letter, next] = [letters[at] as string, letters[at + 1] as string];
  const slip = random.pick(["left out", "doubled", "taken for another", "exchanged"] as const);
  if (slip === "left out") letters.splice(at, 1);
  else if (slip === "doubled") letters.splice(at, 0, letter);
  else if (slip === "taken for another") letters[at] = random.pick([..."etaoinsrhl"]);
  else letters.splice(at, 2, next, letter);
  return letters.join("");
}
