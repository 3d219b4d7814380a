/** The fields of an indexed document, each already analysed into terms. */
export const fieldNames = ["title", "abstract", "authors", "categories", "id"] as const;
export type FieldName = (typeof fieldNames)[number];
export type Terms = Readonly<Record<FieldName, readonly string[]>>;

export const fieldCount = fieldNames.length;

export function fieldNumber(name: FieldName): number {
  return fieldNames.indexOf(name);
}
