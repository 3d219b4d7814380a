import { z } from "zod";
import { baseAddress } from "./config-values.ts";
import { arxivCategoryOf } from "./sources/arxiv-taxonomy.ts";
import type { SourcesSettings } from "./sources/open.ts";

const mail = /^[^\s@<>()"]+@[^\s@<>()"]+\.[^\s@<>()".]+$/;

const list = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** The variables of the sources that papers come from by themselves. */
export const sourcesShape = {
  ARXIV_CONTACT: z
    .string()
    .refine(
      (text) => mail.test(text) || (/^https?:\/\/\S+$/.test(text) && URL.canParse(text)),
      "must be a mail address or a web address by which arXiv can reach you.",
    )
    .optional(),
  ARXIV_CATEGORIES: z
    .string()
    .transform((text, context) =>
      list(text).map((typed) => {
        const category = arxivCategoryOf(typed);
        if (category === undefined)
          context.addIssue(
            "must be categories or archives of arXiv with commas between them, such as cs.LG,stat.ML.",
          );
        return category ?? "";
      }),
    )
    .optional(),
  ARXIV_SINCE: z
    .string()
    .refine(
      (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
      "must be a day such as 2026-01-31.",
    )
    .optional(),
  ARXIV_API_URL: baseAddress.optional(),
  ARXIV_RSS_URL: baseAddress.optional(),
  ARXIV_OAI_URL: baseAddress.optional(),
  FEEDS: z
    .string()
    .transform((text, context) => {
      const urls = list(text);
      for (const url of urls)
        if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
          context.addIssue(
            "must be addresses that begin with https:// or http://, with commas between them.",
          );
      return [...new Set(urls)];
    })
    .optional(),
  FEEDS_ALLOW_PRIVATE: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["yes", "no"], "must be yes or no."))
    .default("no"),
};

type Values = z.output<z.ZodObject<typeof sourcesShape>>;

/** arXiv is asked only by a program whose operator it can reach. */
export function missingForSources(given: Readonly<Record<string, string>>): string[] {
  const wanted = ["ARXIV_CATEGORIES", "ARXIV_SINCE"].filter((name) => given[name] !== undefined);
  if (given.ARXIV_CONTACT !== undefined || wanted.length === 0) return [];
  return [
    `ARXIV_CONTACT is missing: add a mail or web address by which arXiv can reach you, or remove ${wanted.join(" and ")}.`,
  ];
}

export function arrangeSources(values: Values): SourcesSettings {
  const addresses = {
    ...(values.ARXIV_API_URL && { api: values.ARXIV_API_URL }),
    ...(values.ARXIV_RSS_URL && { rss: values.ARXIV_RSS_URL }),
    ...(values.ARXIV_OAI_URL && { oai: values.ARXIV_OAI_URL }),
  };
  return {
    ...(values.ARXIV_CONTACT && {
      arxiv: {
        contact: values.ARXIV_CONTACT,
        categories: values.ARXIV_CATEGORIES ?? [],
        ...(values.ARXIV_SINCE && { since: values.ARXIV_SINCE }),
        addresses,
      },
    }),
    feeds: values.FEEDS ?? [],
    allowPrivate: values.FEEDS_ALLOW_PRIVATE === "yes",
  };
}
