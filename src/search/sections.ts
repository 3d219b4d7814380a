import { StoredBytes } from "./stored.ts";

/** The kinds of arrays that a snapshot may hold. Numbers are written as the machine has them: little-endian everywhere. */
const kinds = { Int8Array, Uint8Array, Uint16Array, Uint32Array, Float32Array } as const;
type Kind = keyof typeof kinds;
type NumberArray = InstanceType<(typeof kinds)[Kind]>;
/** `StoredBytes` stay in the file when it is opened; all else is read into memory. */
export type Section = NumberArray | StoredBytes;

/** Arrays by name, in groups. */
export interface Sections {
  readonly [name: string]: Section | Sections;
}

type Entry = readonly [path: string, kind: Kind | "StoredBytes", length: number];

/** Every array begins at a multiple of this, which any kind is content with. */
const alignment = 8;

/** What is to be written, in order. */
export interface PackedSections {
  readonly parts: readonly (Uint8Array | StoredBytes)[];
  /** In bytes: all of it, and what stands before the first bytes that stay in the file. */
  readonly length: number;
  readonly inMemory: number;
  /** Where in the file these will be. */
  readonly stored: readonly { readonly bytes: StoredBytes; readonly offset: number }[];
}

/**
 * A list of what there is, then the arrays, each after what fills the place up to its beginning; those that stay in the
 * file come last. `offset` is where all this will stand in the file.
 */
export function packSections(sections: Sections, offset: number): PackedSections {
  const all = [...flatten(sections, "")];
  const isStored = ([, array]: (typeof all)[number]) => array instanceof StoredBytes;
  const flat = [...all.filter((entry) => !isStored(entry)), ...all.filter(isStored)];
  const entries = flat.map(([path, array]): Entry => [path, kindOf(array), array.length]);
  const directory = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(directory.length);
  const parts: (Uint8Array | StoredBytes)[] = [length, directory];
  const stored: { bytes: StoredBytes; offset: number }[] = [];
  let end = offset + 4 + directory.length;
  let inMemory = end;
  for (const [, array] of flat) {
    const gap = aligned(end) - end;
    end += gap;
    parts.push(new Uint8Array(gap));
    if (array instanceof StoredBytes) {
      stored.push({ bytes: array, offset: end });
      parts.push(array);
      end += array.length;
    } else {
      parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
      inMemory = end += array.byteLength;
    }
  }
  return { parts, length: end - offset, inMemory: inMemory - offset, stored };
}

/** The arrays as views on the beginning of a file, and what stays in the file by its descriptor. */
export function unpackSections(file: Buffer<ArrayBuffer>, offset: number, descriptor: number): Sections {
  const start = offset + 4;
  let end = start + file.readUInt32LE(offset);
  const entries = JSON.parse(file.toString("utf8", start, end)) as readonly Entry[];
  const sections: { [name: string]: Section | Sections } = {};
  for (const [path, kind, length] of entries) {
    const at = aligned(end);
    const array =
      kind === "StoredBytes"
        ? StoredBytes.inFile(descriptor, at, length)
        : new kinds[kind](file.buffer, file.byteOffset + at, length);
    end = at + (array instanceof StoredBytes ? length : array.byteLength);
    let group = sections;
    const names = path.split(".");
    const last = names.pop() as string;
    for (const name of names) {
      group[name] ??= {};
      group = group[name] as { [name: string]: Section | Sections };
    }
    group[last] = array;
  }
  return sections;
}

function* flatten(sections: Sections, prefix: string): Generator<[string, Section]> {
  for (const [name, value] of Object.entries(sections)) {
    if (ArrayBuffer.isView(value) || value instanceof StoredBytes) yield [prefix + name, value as Section];
    else yield* flatten(value as Sections, `${prefix}${name}.`);
  }
}

function kindOf(array: Section): Kind | "StoredBytes" {
  return array instanceof StoredBytes ? "StoredBytes" : array[Symbol.toStringTag];
}

function aligned(at: number): number {
  return Math.ceil(at / alignment) * alignment;
}
