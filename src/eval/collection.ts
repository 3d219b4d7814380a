import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { readJsonLines } from "../sources/jsonl.ts";
import type { Grades } from "./metrics.ts";

export interface CollectionDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface CollectionQuery {
  readonly id: string;
  readonly text: string;
  readonly grades: Grades;
}

/** A test collection: documents, and the queries for which at least one document is judged relevant. */
export interface Collection {
  readonly name: string;
  readonly documents: readonly CollectionDocument[];
  readonly queries: readonly CollectionQuery[];
}

/** What a person got wrong about the files they named. */
export class FileProblem extends Error {}

/** Reads a folder in BEIR's form: `corpus.jsonl[.gz]`, `queries.jsonl[.gz]` and `qrels.tsv`. */
export async function readCollection(folder: string): Promise<Collection> {
  const judgments = await readJudgments(join(folder, "qrels.tsv"));
  const documents: CollectionDocument[] = [];
  const ids = new Set<string>();
  for await (const fields of records(folder, "corpus")) {
    const id = textOf(fields._id);
    if (ids.has(id)) throw new FileProblem(`${folder}: the corpus has document ${id} twice.`);
    ids.add(id);
    documents.push({ id, title: textOf(fields.title), text: textOf(fields.text) });
  }
  const queries: CollectionQuery[] = [];
  for await (const fields of records(folder, "queries")) {
    const id = textOf(fields._id);
    const grades = judgments.get(id);
    if (grades && [...grades.values()].some((grade) => grade > 0))
      queries.push({ id, text: textOf(fields.text), grades });
  }
  if (documents.length === 0 || queries.length === 0)
    throw new FileProblem(
      `${folder}: ${documents.length} documents and ${queries.length} queries with a relevant one, nothing to measure.`,
    );
  return { name: basename(resolve(folder)), documents, queries };
}

async function* records(folder: string, name: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const path = [`${name}.jsonl`, `${name}.jsonl.gz`]
    .map((file) => join(folder, file))
    .find((file) => existsSync(file));
  if (path === undefined) throw new FileProblem(`${folder}: there is no ${name}.jsonl or ${name}.jsonl.gz.`);
  for await (const entry of readJsonLines(path)) {
    if ("problem" in entry) throw new FileProblem(`${path}, line ${entry.line}: ${entry.problem}`);
    const { value } = entry;
    if (typeof value !== "object" || value === null || !("_id" in value))
      throw new FileProblem(`${path}, line ${entry.line}: has no _id.`);
    yield value as Readonly<Record<string, unknown>>;
  }
}

/** Ids may be numbers in the JSON and are text in the judgments; a title may be missing. */
function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

/** The judgments of a `qrels.tsv` by query: query, document and grade on each line, the header line optional. */
export async function readJudgments(path: string): Promise<ReadonlyMap<string, Grades>> {
  if (!existsSync(path)) throw new FileProblem(`${path}: there is no such file.`);
  const judgments = new Map<string, Map<string, number>>();
  const lines = (await readFile(path, "utf8")).replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [number, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const [query, document, grade] = line.split("\t").map((field) => field.trim());
    if (number === 0 && !isNumber(grade)) continue;
    if (!query || !document || !isNumber(grade))
      throw new FileProblem(
        `${path}, line ${number + 1}: expected query, document and grade with tabs between.`,
      );
    const grades = judgments.get(query) ?? new Map<string, number>();
    judgments.set(query, grades.set(document, Number(grade)));
  }
  return judgments;
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && text !== "" && Number.isFinite(Number(text));
}
