import { countWords, type QueryText, type QueryWord, queryWords } from "./analysis.ts";
import type { TermGroup } from "./words.ts";

/**
 * Up to so many words all have to occur. A longer query is a description, of which any may; so is a sentence of few words
 * that tell something, which has stop words between them or a full stop at its end.
 */
const mostRequired = 4;
export const leastDescribing = 3;
const sentenceEnd = /[.?!。？！]$/u;
/** Correcting looks through all known words, so a query of nothing but unknown ones is not worth it. */
const mostCorrected = 4;

const muchCommoner = 10;

/**
 * The words of a long text that are scored, the rarest first: so many at least and at most, and between those as many as
 * so many documents have. The commonest words cost the most time, and tell least what a text is about. A text that
 * is not read whole is no abstract, and gets less.
 */
const scored = { least: 16, most: 96, documents: 200_000 } as const;
const scoredOfMore = { least: 16, most: 24, documents: 20_000 } as const;

/** BM25's k3: a word that the query says again counts more, but never more than this and one. */
const repetition = 2;

/** A query's words made ready for the index. */
export interface Plan {
  readonly groups: readonly TermGroup[];
  /** Bits of the groups that a document must match, 0 where any will do. The next is for where the one before finds none. */
  readonly required: readonly number[];
  /** Whether the query is a description, of whose words any will do. */
  readonly anyWord: boolean;
  /** A description, normalised; none where not all of it is read. */
  readonly text?: string;
  /** As typed. */
  readonly terms: readonly string[];
  readonly corrected?: string;
}

/** What the index knows. */
export interface Vocabulary {
  /** How many documents have a term, 0 for none. */
  documents(term: string): number;
  /** Whether some paper has a folded word in just this form. */
  isWritten(word: string): boolean;
  /** The word that a folded one was meant to be, if more than so many documents have it. */
  correct(word: string, documents: number): string | undefined;
  /** The terms of other languages that a term is likely to be there, where a dictionary knows. */
  translations(term: string): readonly string[];
}

/**
 * Plans how a query is looked up. A word that no more than `rare` documents have counts as misspelt, and so is corrected if it can be.
 * `others` are groups of alternatives beside the words, which count as words.
 */
export function planQuery(
  { normalised, words: typed, isWhole }: QueryText,
  vocabulary: Vocabulary,
  others = 0,
  rare = 0,
): Plan {
  const words: QueryWord[] = [];
  let corrected = "";
  let copied = 0;
  let tries = 0;
  for (const word of typed) {
    let searched = word;
    if (isDoubtful(word, vocabulary, rare) && tries++ < mostCorrected) {
      const better = respell(word, vocabulary, rare);
      const [first] = better === undefined ? [] : queryWords(better);
      if (better !== undefined && first) {
        searched = first;
        corrected += normalised.slice(copied, word.start) + better;
        copied = word.start + word.typed.length;
      }
    }
    words.push(searched);
  }
  const bits = (wanted: readonly QueryWord[]) =>
    wanted.reduce((set, word) => set | (1 << words.indexOf(word)), 0);
  const strict = words.filter((word) => !word.optional);
  // Forms that no paper has only cost time.
  const groups = words.map(({ any, apart, times }) => ({
    any: [...new Set([...any, ...any.flatMap((form) => vocabulary.translations(form))])].filter(
      (form) => vocabulary.documents(form) > 0,
    ),
    apart,
    weight: ((repetition + 1) * times) / (repetition + times),
  }));
  const anyWord = isDescription(strict, normalised, others);
  return {
    // Bits go by the place of a group, so what has to occur stays where it is.
    groups: anyWord ? rarest(groups, vocabulary, isWhole ? scored : scoredOfMore) : groups,
    required: anyWord ? [0] : [...new Set([bits(words), bits(strict)])],
    anyWord,
    ...(anyWord && isWhole && { text: normalised }),
    terms: typed.map((word) => word.typed),
    ...(copied > 0 ? { corrected: (corrected + normalised.slice(copied)).trim() } : {}),
  };
}

type QueryGroup = TermGroup & Pick<QueryWord, "apart">;

/** Whether any of a query's words will do. `others` are groups of alternatives beside the words that must occur. */
export function isDescription(strict: readonly QueryWord[], normalised: string, others: number): boolean {
  return (
    strict.length + others > mostRequired ||
    (strict.length >= leastDescribing &&
      (countWords(normalised) > mostRequired || sentenceEnd.test(normalised.trim())))
  );
}

function rarest(
  groups: readonly QueryGroup[],
  vocabulary: Vocabulary,
  { least, most, documents: enough }: typeof scored | typeof scoredOfMore,
): readonly QueryGroup[] {
  if (groups.length <= least) return groups;
  let sum = 0;
  return groups
    .map((group) => ({ group, documents: documentsOf(group, vocabulary) }))
    .filter(({ documents }) => documents > 0)
    .sort((a, b) => a.documents - b.documents)
    .filter(({ documents }, place) => {
      sum += documents;
      return place < least || (place < most && sum <= enough);
    })
    .map(({ group }) => group);
}

/**
 * Whether a word may be misspelt: nobody writes it just so. It may still have a stem in common with words that are
 * written ("colapse" with the Spanish "colapso").
 */
function isDoubtful(word: QueryWord, vocabulary: Vocabulary, rare: number): boolean {
  const [single, ...others] = word.spelling;
  if (single === undefined) return false;
  const isSure = others.length === 0 && vocabulary.isWritten(single);
  return (!isSure && word.apart.length === 0) || documentsOf(word, vocabulary) <= rare;
}

function documentsOf({ any, apart }: Pick<QueryWord, "any" | "apart">, vocabulary: Vocabulary): number {
  const most = (forms: readonly string[]) => Math.max(0, ...forms.map((form) => vocabulary.documents(form)));
  return Math.max(most(any), apart.length > 0 ? Math.min(...apart.map(most)) : 0);
}

/**
 * A word with what is misspelt in it corrected; undefined where nothing can be. A word that some papers may know is
 * only taken for another that is far commoner.
 */
function respell(word: QueryWord, vocabulary: Vocabulary, rare: number): string | undefined {
  let changed = false;
  const parts = word.spelling.map((part) => {
    const [form] = queryWords(part);
    if (!form || !isDoubtful(form, vocabulary, rare)) return part;
    const better = vocabulary.correct(part, muchCommoner * documentsOf(form, vocabulary));
    changed ||= better !== undefined;
    return better ?? part;
  });
  return changed ? parts.join("-") : undefined;
}
