import { z } from "zod";
import { answerSearch } from "../src/app/search.ts";
import { type Context, defineCommand, type Suggestion } from "../src/core/command.ts";
import { UserError } from "../src/core/errors.ts";
import { formatOptions } from "../src/core/grammar.ts";
import { langOption, optionSpecs } from "../src/core/options.ts";
import { searchOptions } from "../src/core/query.ts";
import { titleIn } from "../src/views/choose-text.ts";
import { paperByline } from "../src/views/paper-card.ts";

const input = z.object({
  query: z.string(),
  lang: langOption,
  ...searchOptions.shape,
});

const mostCategories = 5;

const specs = optionSpecs(input).filter((spec) => spec.name !== "lang");

/** `/paper neural collapse lang:zh`: the main job. */
export const paper = defineCommand({
  name: ["paper"],
  input,
  rest: "query",
  suggests: "query",

  async suggest(context, typed) {
    // Filters and operators restrict the search, not the completion of a title.
    const words = typed
      .replace(/(^|\s)(?:-?[a-z]+[:：]("[^"]*"?|\S*)|-("[^"]*"?|\p{L}\S*))/giu, " ")
      .replace(/["|]/g, " ")
      .trim();
    const papers = words === "" ? [] : await context.library.suggest(words, 25);
    const titles = papers.map((found) => ({
      title: titleIn(found, context.language),
      byline: paperByline(found, context.texts),
      value: found.id,
    }));
    return [...(await categories(context, typed)), ...titles];
  },

  async run(context, { lang: _, ...options }) {
    const query = formatOptions(specs, "query", options);
    if (!/[\p{L}\p{N}]/u.test(query)) throw new UserError("emptyQuery");
    const shown = await answerSearch(context, {
      action: "view",
      query,
      ...(context.asked && { language: context.asked }),
    });
    return { kind: "answer", ...shown };
  },
});

/** Completions of a category at the end of what was typed: `cat:cs.L`, `cs.L` or an archive (`cs`). */
async function categories(context: Context, typed: string): Promise<readonly Suggestion[]> {
  const last = /(?<!\S)(cat[:：])?([a-z-]{2,10}(?:\.[a-z-]*)?)$/iu.exec(typed);
  const [whole = "", filter, begun = ""] = last ?? [];
  if (!last) return [];
  const isWord = filter === undefined && !begun.includes(".");
  const found = await context.library.categories(isWord ? `${begun}.` : begun, mostCategories);
  return found.map(({ category, papers }) => ({
    title: `cat:${category}`,
    byline: context.texts.card.hitCount(papers),
    value: `${typed.slice(0, typed.length - whole.length)}cat:${category}`,
  }));
}
