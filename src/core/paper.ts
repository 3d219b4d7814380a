import { z } from "zod";
import { idPattern, longestId } from "./paper-id.ts";

/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a full ISO 8601 time: as exact as the source is. */
const date = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?)?)?$/, "expected YYYY[-MM[-DD[Thh:mm:ssZ]]]");
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "expected a BCP 47 language tag");
const url = z.url({ protocol: /^https?$/ });
const shortText = z.string().min(1).max(2_000);

/** Who turned a text into another language. `reviewed` is a machine's text that a person has checked. */
export const translatorSchema = z.strictObject({
  kind: z.enum(["human", "machine", "reviewed"]),
  name: z.string().min(1).max(100),
});
export type TranslatorCredit = z.infer<typeof translatorSchema>;

export const translationSchema = z.strictObject({
  language: languageTag,
  title: shortText,
  abstract: z.string().min(1).max(50_000),
  translator: translatorSchema,
  /** Given when the title was translated by someone other than the abstract. */
  titleTranslator: translatorSchema.optional(),
  /** Who translated the rest of the abstract, where several did: `translator` did the most. */
  otherTranslators: z.array(translatorSchema).min(1).max(10).optional(),
  /** What stands here in the words of the text that was translated, because no engine could translate it. */
  kept: z
    .strictObject({
      title: z.literal(true).optional(),
      /** Sentences of `abstract`: UTF-16 offsets in order, `to` excluded. */
      abstract: z.array(z.strictObject({ from: z.int().nonnegative(), to: z.int().positive() })).max(1_000),
    })
    .optional(),
  date: date.optional(),
  /** The text that was translated: the original, or (with its translator) another translation. */
  from: z.strictObject({ language: languageTag, translator: translatorSchema.optional() }),
  /** The version of the paper that was translated, where it is known. */
  version: z.int().positive().optional(),
});
export type Translation = z.infer<typeof translationSchema>;

/** More than any collaboration has. */
export const mostAuthors = 20_000;

/**
 * One paper, as a line of `corpus/papers.jsonl` and as kept in the store. Texts are clean Unicode for display and
 * index; `raw` keeps what the source gave where cleaning changed it.
 */
export const paperSchema = z.strictObject({
  /** arXiv id without version (`2212.12206`, `hep-th/9901001`); of papers from elsewhere `doi:10.1145/…` or `url:` and a hash. */
  id: z.string().max(longestId).regex(idPattern, "expected an arXiv id without version, or doi: and a DOI"),
  version: z.int().positive().optional(),
  title: shortText,
  /** null: the original abstract is not held, at most translations of it. */
  abstract: z.string().min(1).max(50_000).nullable(),
  /** The source cut the abstract short. */
  truncated: z.literal(true).optional(),
  /** Language of the original title and abstract. */
  language: languageTag,
  authors: z.array(z.string().min(1).max(500)).max(mostAuthors),
  /** Primary first. */
  categories: z
    .array(z.string().regex(/^[a-z-]+(\.[A-Za-z-]+)?$/, "expected a category such as cs.LG"))
    .max(50),
  submitted: date.optional(),
  announced: date.optional(),
  updated: date.optional(),
  comment: z.string().min(1).max(5_000).optional(),
  links: z.strictObject({ abstract: url, pdf: url.optional() }),
  /** Where the record came from. */
  source: z.string().min(1).max(100),
  /** SPDX identifier of the licence of the metadata. */
  licence: z.string().min(1).max(50),
  translations: z.array(translationSchema).max(100),
  raw: z.strictObject({ title: z.string().optional(), abstract: z.string().optional() }).optional(),
});
export type Paper = z.infer<typeof paperSchema>;

/** The version of the paper that is newer than what a translation was made from, where both are known. */
export function newerVersion(
  paper: Pick<Paper, "version">,
  translation: Pick<Translation, "version">,
): number | undefined {
  const { version } = paper;
  return version !== undefined && translation.version !== undefined && translation.version < version
    ? version
    : undefined;
}

/** The abstract of a translation in stretches that are translated or `kept` in the original's words; together it is whole. */
export function abstractStretches(
  translation: Pick<Translation, "abstract" | "kept">,
): readonly { readonly text: string; readonly kept: boolean }[] {
  const { abstract, kept } = translation;
  const stretches: { text: string; kept: boolean }[] = [];
  let at = 0;
  const upTo = (end: number, kept: boolean) => {
    if (end > at) stretches.push({ text: abstract.slice(at, end), kept });
    at = Math.max(at, end);
  };
  for (const { from, to } of kept?.abstract ?? []) {
    upTo(from, false);
    upTo(to, true);
  }
  upTo(abstract.length, false);
  return stretches;
}

/**
 * At the beginning of the comment or of one of its sentences. Elsewhere it is another paper that was withdrawn, and what
 * was withdrawn from a conference is still there.
 */
const withdrawn =
  /(?:^|[.!?;\n]\s*|\bnote:\s*)(?:(?:(?:this|the|our)\s+)?(?:paper|article|submission|manuscript|work|version|preprint)\s+)?(?:(?:has been|have been|is|was)\s+)?(?:temporarily\s+)?withdrawn\b(?!\s+arxiv|\s+from\s+(?!(?:the\s+)?(?:arxiv|archive|publication)\b))/i;

/** A paper's authors took it back: arXiv says so in the comments, not in the abstract. */
export function isWithdrawn(paper: Pick<Paper, "comment">): boolean {
  return withdrawn.test((paper.comment ?? "").trim());
}
