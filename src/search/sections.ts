/** The kinds of arrays that a snapshot may hold. Numbers are written as the machine has them: little-endian everywhere. */
const kinds = { Int8Array, Uint8Array, Uint16Array, Uint32Array, Float32Array } as const;
type Kind = keyof typeof kinds;
export type Section = InstanceType<(typeof kinds)[Kind]>;

/** Arrays by name, in groups. */
export interface Sections {
  readonly [name: string]: Section | Sections;
}

type Entry = readonly [path: string, kind: Kind, length: number];

/** Every array begins at a multiple of this, which any kind is content with. */
const alignment = 8;

/**
 * A list of what there is, then the arrays, each after what fills the place up to its beginning. `offset` is where all
 * this will stand in the file.
 */
export function packSections(sections: Sections, offset: number): Uint8Array[] {
  const flat = [...flatten(sections, "")];
  const entries = flat.map(([path, array]): Entry => [path, kindOf(array), array.length]);
  const directory = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(directory.length);
  const parts: Uint8Array[] = [length, directory];
  let end = offset + 4 + directory.length;
  for (const [, array] of flat) {
    const gap = aligned(end) - end;
    parts.push(new Uint8Array(gap), new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    end += gap + array.byteLength;
  }
  return parts;
}

/** The arrays as views on the file. */
export function unpackSections(file: Buffer<ArrayBuffer>, offset: number): Sections {
  const start = offset + 4;
  let end = start + file.readUInt32LE(offset);
  const entries = JSON.parse(file.toString("utf8", start, end)) as readonly Entry[];
  const sections: { [name: string]: Section | Sections } = {};
  for (const [path, kind, length] of entries) {
    const array = new kinds[kind](file.buffer, file.byteOffset + aligned(end), length);
    end = aligned(end) + array.byteLength;
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
    if (ArrayBuffer.isView(value)) yield [prefix + name, value as Section];
    else yield* flatten(value as Sections, `${prefix}${name}.`);
  }
}

function kindOf(array: Section): Kind {
  return array[Symbol.toStringTag];
}

function aligned(at: number): number {
  return Math.ceil(at / alignment) * alignment;
}
