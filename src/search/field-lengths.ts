import { fieldCount } from "./fields.ts";

/**
 * How many terms each field of each document has: a column for each field, by document. Whoever scores wants one field of
 * many documents, which then lie close together in memory.
 */
export type FieldLengths = readonly Uint16Array[];

/** The longest field that is told from a longer one. */
export const longestField = 65_535;

export function noLengths(documents: number): FieldLengths {
  return columnsOf(new Uint16Array(documents * fieldCount));
}

/** The columns in one array of numbers, one after the other. */
export function columnsOf(lengths: Uint16Array): FieldLengths {
  const documents = lengths.length / fieldCount;
  return Array.from({ length: fieldCount }, (_, field) =>
    lengths.subarray(field * documents, (field + 1) * documents),
  );
}

export function lengthOf(columns: FieldLengths, field: number, document: number): number {
  return (columns[field] as Uint16Array)[document] as number;
}

/** The same with room for twice as many documents. */
export function twiceAsLong(columns: FieldLengths): FieldLengths {
  return columns.map((column) => {
    const longer = new Uint16Array(column.length * 2);
    longer.set(column);
    return longer;
  });
}

/** Takes a document's lengths off the sums over all documents. */
export function takeOff(totals: Float64Array, lengths: FieldLengths, document: number): void {
  for (const [field, column] of lengths.entries())
    totals[field] = (totals[field] as number) - (column[document] as number);
}
