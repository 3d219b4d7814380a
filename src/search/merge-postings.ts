import { NumberWriter } from "./bytes.ts";
import { fieldCount } from "./fields.ts";
import type { FrozenPart, PackedPostings } from "./frozen.ts";
import { inOrder } from "./in-order.ts";
import type { FreshPart } from "./part.ts";
import { Cursor, noDocument, type PostingList, PostingsWriter } from "./postings.ts";
import { StoredBytes } from "./stored.ts";
import { TextsWriter } from "./texts.ts";

/** The numbers that documents get in a merge, by the number they had in all of the index; -1 for those left out. */
export interface Renumbered {
  readonly numbers: Int32Array;
  readonly documents: number;
}

export interface MergedPostings {
  readonly packed: PackedPostings;
  /** The new number of each frozen term; without meaning for one that is gone. */
  readonly termNumbers: Uint32Array;
}

/** Makes one frozen part of a frozen and a fresh one, in steps between which neither may change. */
export function* mergePostings(
  frozen: FrozenPart,
  fresh: FreshPart,
  { numbers, documents }: Renumbered,
): Generator<void, MergedPostings> {
  const old = frozen.packed;
  const terms = new TextsWriter(old.terms.bytes.length + 4096, frozen.terms.size + 4096);
  const lists = new NumberWriter(old.lists.length / Uint32Array.BYTES_PER_ELEMENT + 4096);
  const starts = new NumberWriter(frozen.terms.size + 4096);
  const termNumbers = new Uint32Array(frozen.terms.size);
  const writer = new PostingsWriter(lists);
  const scratch = new NumberWriter();
  const freshWriter = new PostingsWriter(scratch);
  const frozenNumbers = numbers.subarray(0, frozen.end);
  const freshNumbers = numbers.subarray(frozen.end);
  const freshTerms = fresh.allTerms();
  const isWhole = frozen.dead.length === 0;
  let work = 0;
  for (const place of inOrder(frozen.terms, freshTerms)) {
    if (place === undefined || work > 20_000) {
      work = 0;
      yield;
      if (place === undefined) continue;
    }
    scratch.length = 0;
    const count = place.fresh < 0 ? 0 : fresh.write(freshTerms[place.fresh] as string, freshWriter);
    const list = count === 0 ? undefined : { numbers: scratch.written(), at: 0, end: scratch.length };
    const frozenList = place.old < 0 ? undefined : frozen.listAt(place.old);
    const start = lists.length;
    work += 20 + ((frozenList?.end ?? 0) - (frozenList?.at ?? 0)) / (isWhole ? 25 : 1) + (list?.end ?? 0);
    if (frozenList && isWhole) {
      if (list) writer.take(frozenList);
      else lists.copy(frozenList.numbers, frozenList.at, frozenList.end);
    } else if (frozenList) addAll(writer, frozenList, frozenNumbers);
    if (list) addAll(writer, list, freshNumbers);
    writer.end();
    if (lists.length === start) continue;
    if (place.old >= 0) {
      termNumbers[place.old] = terms.size;
      terms.copy(frozen.terms, place.old);
    } else terms.push(freshTerms[place.fresh] as string);
    starts.push(start);
  }
  const packed: PackedPostings = {
    terms: terms.written(),
    lists: StoredBytes.inMemory(lists.bytes()),
    starts: starts.written(),
    lengths: mergeLengths(frozen, fresh, numbers, documents),
  };
  return { packed, termNumbers };
}

const frequencies = new Int32Array(fieldCount);

function addAll(writer: PostingsWriter, list: PostingList, numbers: Int32Array): void {
  const cursor = new Cursor(list);
  for (let document = cursor.next(); document !== noDocument; document = cursor.next()) {
    const number = numbers[document] as number;
    if (number < 0) continue;
    cursor.addFrequencies(frequencies.fill(0));
    writer.add(number, frequencies);
  }
}

function mergeLengths(
  frozen: FrozenPart,
  fresh: FreshPart,
  numbers: Int32Array,
  documents: number,
): Uint16Array {
  const lengths = new Uint16Array(documents * fieldCount);
  for (const [document, number] of numbers.entries()) {
    if (number < 0) continue;
    const [part, at] = document < frozen.end ? [frozen, document] : [fresh, document - frozen.end];
    for (const [field, column] of part.lengths.entries())
      lengths[field * documents + number] = column[at] as number;
  }
  return lengths;
}
