import { fieldCount } from "./fields.ts";
import type { FrozenPart } from "./frozen.ts";
import { dimensions, emphasis, LatentBasis, type PackedBasis, quantise } from "./latent-basis.ts";
import { Cursor, noDocument, type PostingList } from "./postings.ts";
import { stopRole } from "./stop-words.ts";
import { rightSingularVectors, type SparseMatrix } from "./svd.ts";
import { TextsWriter } from "./texts.ts";

/** The papers whose terms a basis is learnt from: so many, from all over the index, know what its words mean. */
const mostSampled = 16_000;
/** A term that fewer papers of the sample have says nothing about others; one more for so many papers. */
const leastHolders = { papers: 2, more: 8_000 };
/** A term that more papers have tells none apart. */
const mostShare = 0.3;
/** Papers whose vectors are added up at a time. */
const blockSize = 8_192;
const stepSize = 20_000;

/** The papers that documents belong to: consecutive ones to each, in order. */
export interface Owners {
  readonly papers: number;
  ownerOf(document: number): number;
  firstDocument(paper: number): number;
}

const titleAndAbstract = 0b11;

/** Calls with each document of a list that has a term in its title or abstract, from one on, and what that counts. */
function visit(
  list: PostingList,
  from: number,
  each: (document: number, weight: number) => boolean | undefined,
): void {
  const frequencies = new Int32Array(fieldCount);
  const cursor = new Cursor(list);
  for (let document = cursor.seek(from); document !== noDocument; document = cursor.next()) {
    if ((cursor.fields & titleAndAbstract) === 0) continue;
    cursor.addFrequencies(frequencies.fill(0));
    const [title = 0, abstract = 0] = frequencies;
    if (each(document, emphasis(title, abstract)) === false) return;
  }
}

/** Learns what terms mean from which papers they stand in together (latent semantic indexing). */
export function* learnBasis(part: FrozenPart, owners: Owners): Generator<void, PackedBasis> {
  const { terms, rarities, matrix } = yield* termMatrix(part, owners);
  const exact = yield* rightSingularVectors(matrix, dimensions);
  const vectors = new Int8Array(exact.length);
  const scales = new Float32Array(rarities.length);
  const written = new TextsWriter();
  for (const [number, term] of terms.entries()) {
    const at = number * dimensions;
    scales[number] = quantise(exact.subarray(at, at + dimensions), vectors, at);
    written.push(part.terms.at(term));
  }
  return { terms: written.written(), rarities: Float32Array.from(rarities), vectors, scales };
}

/** Terms by papers of the sample, each paper of length 1. */
function* termMatrix(
  part: FrozenPart,
  owners: Owners,
): Generator<void, { terms: number[]; rarities: number[]; matrix: SparseMatrix }> {
  const rows = Math.min(owners.papers, mostSampled);
  const places = new Int32Array(owners.papers).fill(-1);
  for (let row = 0; row < rows; row++) places[Math.floor((row * owners.papers) / rows)] = row;
  const least = leastHolders.papers + Math.floor(rows / leastHolders.more);
  const terms: number[] = [];
  const rarities: number[] = [];
  const rowOf: number[] = [];
  const values: number[] = [];
  const starts = [0];
  const lengths = new Float64Array(rows);
  let work = 0;
  for (let term = 0; term < part.terms.size; term++) {
    const list = part.listAt(term);
    const start = rowOf.length;
    if (list.end - list.at > 2 * least && stopRole(part.terms.at(term)) !== "drop")
      visit(list, 0, (document, weight) => {
        work++;
        const row = places[owners.ownerOf(document)] as number;
        if (row < 0) return;
        // Two documents of one paper follow one another.
        if (rowOf.length > start && rowOf.at(-1) === row)
          values[values.length - 1] = (values.at(-1) as number) + weight;
        else {
          rowOf.push(row);
          values.push(weight);
        }
      });
    const holders = rowOf.length - start;
    if (holders < least || holders > mostShare * rows) {
      rowOf.length = start;
      values.length = start;
    } else {
      const rarity = Math.log(rows / holders);
      terms.push(term);
      rarities.push(rarity);
      starts.push(rowOf.length);
      for (let entry = start; entry < rowOf.length; entry++) {
        const value = (values[entry] as number) * rarity;
        values[entry] = value;
        const row = rowOf[entry] as number;
        lengths[row] = (lengths[row] as number) + value * value;
      }
    }
    if (++work < stepSize) continue;
    work = 0;
    yield;
  }
  const scaled = Float32Array.from(
    values,
    (value, entry) => value / Math.sqrt(lengths[rowOf[entry] as number] as number),
  );
  const matrix = { rows, starts: Uint32Array.from(starts), rowOf: Uint32Array.from(rowOf), values: scaled };
  return { terms, rarities, matrix };
}

/** The vectors of all papers, at `paper * dimensions`. */
export function* foldPapers(
  packed: PackedBasis,
  part: FrozenPart,
  owners: Owners,
): Generator<void, Int8Array> {
  const basis = new LatentBasis(packed);
  const vectors = new Int8Array(owners.papers * dimensions);
  const sums = new Float32Array(Math.min(blockSize, owners.papers) * dimensions);
  for (let from = 0; from < owners.papers; from += blockSize) {
    const end = Math.min(from + blockSize, owners.papers);
    sums.fill(0);
    let work = 0;
    for (let term = 0; term < basis.size; term++) {
      const list = part.list(basis.term(term));
      if (!list) continue;
      visit(list, owners.firstDocument(from), (document, weight) => {
        const paper = owners.ownerOf(document);
        if (paper >= end) return false;
        basis.add(term, weight, sums, (paper - from) * dimensions);
        work++;
        return true;
      });
      if (++work < stepSize) continue;
      work = 0;
      yield;
    }
    for (let paper = from; paper < end; paper++) {
      const at = (paper - from) * dimensions;
      quantise(sums.subarray(at, at + dimensions), vectors, paper * dimensions);
    }
  }
  return vectors;
}
