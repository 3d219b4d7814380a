import { SourceError } from "../core/source.ts";
import type { AnswerEntry } from "./answer.ts";
import { readRecord } from "./record.ts";
import type { Fields } from "./texts.ts";
import { child, type Element, readElements, textOf, textsOf } from "./xml.ts";

/** One answer to ListRecords or GetRecord (http://www.openarchives.org/OAI/openarchivesprotocol.html). */
export interface OaiAnswer {
  readonly entries: readonly AnswerEntry[];
  /** Ids of records that are marked as deleted. */
  readonly deleted: readonly string[];
  /** Given while there is more. */
  readonly token?: string;
  /** The civil date on which the answer was made, in UTC: the next harvest begins there. */
  readonly date?: string;
}

/** The protocol's own word for what is wrong, for example `badResumptionToken`. */
export class OaiError extends SourceError {
  override name = "OaiError";
  readonly code: string;

  constructor(code: string, says: string) {
    super(`arXiv's OAI-PMH says ${code}${says === "" ? "" : ` (${says})`}`);
    this.code = code;
  }
}

/**
 * Reads arXiv's records in its formats `arXiv` and `arXivRaw`. That nothing matches is an empty answer. Throws an
 * `OaiError` for the protocol's other errors, an `XmlError` for what is no whole XML.
 */
export async function readOai(text: string): Promise<OaiAnswer> {
  let root = "";
  const entries: AnswerEntry[] = [];
  const deleted: string[] = [];
  let token: string | undefined;
  let date: string | undefined;
  let error: Element | undefined;
  for await (const element of readElements(
    text,
    new Set(["record", "error", "resumptionToken", "responseDate"]),
    (name) => {
      root = name;
    },
  )) {
    if (element.name === "responseDate") date = element.text.trim().slice(0, "YYYY-MM-DD".length);
    else if (element.name === "resumptionToken") token = element.text.trim() || undefined;
    else if (element.name === "error") error = element;
    else {
      const header = child(element, "header");
      const name = (header && textOf(header, "identifier")?.replace(/^oai:arXiv\.org:/i, "")) ?? "";
      if (header?.attributes.get("status") === "deleted") deleted.push(name);
      else entries.push({ name, record: readRecord(fieldsOf(element)) });
    }
  }
  if (root !== "OAI-PMH") throw new SourceError("the answer is no OAI-PMH");
  const code = error?.attributes.get("code");
  if (error && code !== "noRecordsMatch")
    throw new OaiError(code ?? "an error", error.text.trim().slice(0, 200));
  return { entries, deleted, ...(token !== undefined && { token }), ...(date !== undefined && { date }) };
}

/** The plain shape of a record's metadata (`arxiv-plain.ts`). */
function fieldsOf(record: Element): Fields {
  const metadata = child(record, "metadata");
  const about = metadata && child(metadata, "arXiv", "arXivRaw");
  if (!about) return {};
  const authors = child(about, "authors");
  const versions = about.children
    .filter(({ name }) => name === "version")
    .map((version) => ({ version: version.attributes.get("version"), created: textOf(version, "date") }));
  const parsed = (authors?.children ?? [])
    .filter(({ name }) => name === "author")
    .map((author) => ["keyname", "forenames", "suffix"].map((part) => textOf(author, part) ?? ""));
  return {
    id: textOf(about, "id"),
    title: textOf(about, "title"),
    abstract: textOf(about, "abstract"),
    ...(parsed.length > 0 ? { authors_parsed: parsed } : { authors: authors?.text.trim() ?? "" }),
    categories: textsOf(about, "categories").join(" "),
    comment: textOf(about, "comments"),
    ...(versions.length > 0
      ? { versions }
      : {
          published: textOf(about, "created"),
          updated: textOf(about, "updated") ?? textOf(about, "created"),
        }),
  };
}
