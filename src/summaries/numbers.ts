/** Digits with separators between them, which a narrow space may be. */
const number = /\p{Nd}+(?:[.,\u00a0\u202f\u2009']\p{Nd}+)*/gu;

const words =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );

function numbersIn(text: string): readonly string[] {
  return text.normalize("NFKC").match(number) ?? [];
}

/** Everything that the numbers of a text can mean: digits as in English and as on the continent, and small ones in words. */
export function meaningsIn(text: string): ReadonlySet<number> {
  const found = new Set(numbersIn(text).flatMap(meanings));
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const value = words.indexOf(word);
    if (value >= 0) found.add(value);
  }
  return found;
}

/** The first number of a text that is none of the known ones. English words from two to twenty count as numbers. */
export function unknownNumber(text: string, known: ReadonlySet<number>): string | undefined {
  const spelled = (text.toLowerCase().match(/[a-z]+/g) ?? []).find(
    (word) => words.indexOf(word) > 1 && !known.has(words.indexOf(word)),
  );
  return numbersIn(text).find((one) => !meanings(one).some((value) => known.has(value))) ?? spelled;
}

function meanings(written: string): readonly number[] {
  const plain = written.replace(/[\s']/g, "");
  const english = plain.replace(/,(?=\d{3}(?!\d))/g, "");
  const continental = plain.replace(/\.(?=\d{3}(?!\d))/g, "").replace(",", ".");
  return [english, continental].map(Number).filter((value) => !Number.isNaN(value));
}
