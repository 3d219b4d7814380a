import { SourceError } from "../core/source.ts";
import type { AnswerEntry } from "./answer.ts";
import { readReference } from "./bibliography.ts";
import { civilDateOf } from "./dates.ts";
import { type Fields, isFields } from "./texts.ts";

/**
 * The answer of Hugging Face's daily papers (https://huggingface.co/api/daily_papers): papers of arXiv, each with the
 * day on which somebody put it there. Throws a `SourceError` for any other JSON.
 */
export function* readDailyPapers(value: unknown): Generator<AnswerEntry> {
  if (!Array.isArray(value)) throw new SourceError("the answer is no list of daily papers");
  for (const entry of value) {
    const paper = isFields(entry) && isFields(entry.paper) ? entry.paper : {};
    const text = (field: unknown) => (typeof field === "string" ? field : undefined);
    const authors = Array.isArray(paper.authors) ? paper.authors.filter(isFields) : [];
    const id = text(paper.id);
    const daily = civilDateOf(text(paper.submittedOnDailyAt) ?? text((entry as Fields | null)?.publishedAt));
    yield {
      name: id ?? "an entry without an id",
      record: readReference({
        title: text(paper.title),
        abstract: text(paper.summary),
        authors: authors.map(({ name }) => text(name) ?? "").filter((name) => name !== ""),
        published: civilDateOf(text(paper.publishedAt)),
        names: [id],
        // Titles and abstracts are arXiv's.
        source: "Hugging Face",
        licence: "CC0-1.0",
      }),
      ...(daily !== undefined && { announced: { date: daily, type: "new" } }),
    };
  }
}
