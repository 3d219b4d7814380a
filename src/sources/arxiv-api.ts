import type { Paper } from "../core/paper.ts";
import { SourceError } from "../core/source.ts";
import { collect } from "./answer.ts";
import type { ArxivClient } from "./arxiv-client.ts";
import { readFeed } from "./feed.ts";

/** A paper of arXiv by its id, with or without version; undefined where there is none. Throws a `SourceError`. */
export async function paperById(
  client: ArxivClient,
  id: string,
  signal: AbortSignal,
): Promise<Paper | undefined> {
  const { text } = await client.get(
    `${client.addresses.api}?${new URLSearchParams({ id_list: id })}`,
    signal,
  );
  try {
    const { papers, problems } = await collect(readFeed(text));
    if (papers.length === 0 && problems.length > 0)
      throw new SourceError(`arXiv's record cannot be read: ${problems[0]}`);
    return papers.find((paper) => id.startsWith(paper.id));
  } catch (error) {
    // An id that cannot exist is an error there.
    if (error instanceof SourceError && /incorrect id format/.test(error.message)) return undefined;
    throw error;
  }
}

/** The newest papers of a category. */
export async function newestPapers(client: ArxivClient, category: string, most: number, signal: AbortSignal) {
  const query = new URLSearchParams({
    // An archive's papers are those of its categories.
    search_query: `cat:${category.includes(".") ? category : `${category}*`}`,
    sortBy: "submittedDate",
    sortOrder: "descending",
    max_results: String(most),
  });
  const { text } = await client.get(`${client.addresses.api}?${query}`, signal);
  const { papers, problems } = await collect(readFeed(text));
  return { papers, problems, announcements: [] };
}
