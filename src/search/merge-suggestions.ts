import { ByteWriter, NumberWriter } from "./bytes.ts";
import type { FrozenSuggestions, PackedSuggestions } from "./frozen-suggestions.ts";
import { inOrder } from "./in-order.ts";
import type { PrefixTable } from "./prefix-table.ts";
import { type PackedTexts, TextsWriter } from "./texts.ts";

/** What came since the last merge. */
interface Fresh {
  readonly titles: PrefixTable;
  readonly postings: ReadonlyMap<string, readonly number[]>;
}

/** Makes one frozen table of a frozen one and what came since; `rows` are the new numbers, -1 for the dead. */
export function* mergeSuggestions(
  frozen: FrozenSuggestions,
  fresh: Fresh,
  rows: Int32Array,
): Generator<void, PackedSuggestions> {
  const titles = yield* mergeTitles(frozen, [...fresh.titles.entries()], rows);
  const words = yield* mergeWords(frozen, fresh.postings, rows);
  return { ...titles, ...words };
}

function* mergeTitles(
  { titles: old, titleRows: oldRows }: FrozenSuggestions,
  fresh: readonly (readonly [string, number])[],
  rows: Int32Array,
): Generator<void, { titles: PackedTexts; titleRows: Uint32Array }> {
  const titles = new TextsWriter(old.packed.bytes.length + 4096, old.size + 4096);
  const titleRows = new NumberWriter(old.size + 4096);
  let seen = 0;
  const freshTitles = fresh.map(([title]) => title);
  for (const place of inOrder(old, freshTitles)) {
    if (place === undefined || ++seen % 5_000 === 0) yield;
    if (place === undefined) continue;
    const oldRow = place.old < 0 ? -1 : (rows[oldRows[place.old] as number] as number);
    if (oldRow >= 0) {
      titles.copy(old, place.old);
      titleRows.push(oldRow);
    }
    const entry = fresh[place.fresh];
    const row = entry === undefined ? -1 : (rows[entry[1]] as number);
    if (entry === undefined || row < 0) continue;
    titles.push(entry[0]);
    titleRows.push(row);
  }
  return { titles: titles.written(), titleRows: titleRows.written() };
}

function* mergeWords(
  frozen: FrozenSuggestions,
  postings: ReadonlyMap<string, readonly number[]>,
  rows: Int32Array,
): Generator<void, { words: PackedTexts; rows: Uint8Array; starts: Uint32Array }> {
  const words = new TextsWriter(frozen.words.packed.bytes.length + 4096, frozen.words.size + 4096);
  const lists = new ByteWriter(4096);
  const starts = new NumberWriter(frozen.words.size + 4096);
  const freshWords = [...postings.keys()];
  let work = 0;
  for (const place of inOrder(frozen.words, freshWords)) {
    if (place === undefined || work > 20_000) {
      work = 0;
      yield;
      if (place === undefined) continue;
    }
    const list: number[] = [];
    const add = (row: number) => {
      const number = rows[row] as number;
      if (number >= 0) list.push(number);
    };
    frozen.forEachRow(place.old, add);
    const word = freshWords[place.fresh];
    for (const row of word === undefined ? [] : (postings.get(word) ?? [])) add(row);
    work += 5 + list.length;
    if (list.length === 0) continue;
    starts.push(lists.length);
    lists.varint(list.length);
    let last = -1;
    for (const row of list) {
      lists.varint(row - last);
      last = row;
    }
    if (place.old >= 0) words.copy(frozen.words, place.old);
    else words.push(word as string);
  }
  return { words: words.written(), rows: lists.written(), starts: starts.written() };
}
