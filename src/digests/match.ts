import type { Library } from "../core/command.ts";
import type { SearchQuery } from "../core/ports.ts";
import { formatQuery } from "../core/query.ts";
import { partsOf, together } from "../core/query-parts.ts";
import type { Reason } from "../views/digest-post.ts";

/** What the index is asked for. */
export type Searching = Pick<Library, "search">;

/** A description matches what is at least this near to it, measured by the best of all papers held. */
const nearEnough = 0.5;

/** Words of a topic whose places are looked up for a reason. */
const mostWords = 8;

/**
 * The papers of `among` that a topic matches, best first: those that `/paper` finds for it. A description, of which any
 * word would do, matches only what is near to it.
 */
export async function matches(
  index: Searching,
  topic: SearchQuery,
  among: readonly string[],
): Promise<readonly string[]> {
  if (among.length === 0) return [];
  const all = await index.search(topic, { offset: 0, limit: 1 });
  const [best] = all.hits;
  // Scores are in proportion to the best of a search, so the best of all papers is in it.
  const searched = all.anyWord && best ? [...new Set([...among, best.id])] : among;
  const found = await index.search({ ...topic, among: searched }, { offset: 0, limit: searched.length });
  // A word is not read as another because the other is in the news.
  if (found.corrected !== all.corrected) return [];
  const least = all.anyWord ? (found.hits.find(({ id }) => id === best?.id)?.score ?? 0) * nearEnough : 0;
  return found.hits.filter(({ id, score }) => score >= least && among.includes(id)).map(({ id }) => id);
}

/** A paper that a topic would match with less in it. */
export interface NearMiss {
  readonly paper: string;
  /** The part of the topic that it lacks. */
  readonly without: string;
}

/** Papers that lack one part of a topic. What a topic excludes stays excluded, and so do its categories and years. */
export async function nearMisses(
  index: Searching,
  topic: SearchQuery,
  among: readonly string[],
  most: number,
): Promise<readonly NearMiss[]> {
  if (most <= 0 || among.length === 0) return [];
  const { terms } = await index.search(topic, { offset: 0, limit: 1 });
  const parts = partsOf(topic, terms);
  const telling = parts.filter(isTelling);
  const found: NearMiss[] = [];
  if (telling.length < 2) return found;
  for (const dropped of telling) {
    const rest = together(parts.filter((part) => part !== dropped));
    for (const paper of await matches(index, rest, among))
      if (found.length < most && !found.some((one) => one.paper === paper))
        found.push({ paper, without: formatQuery(dropped) });
  }
  return found;
}

/** Whether a part says what a paper is about or who wrote it. */
function isTelling({ words, phrases, alternatives, by }: SearchQuery): boolean {
  return words !== "" || phrases !== undefined || alternatives !== undefined || by !== undefined;
}

type Field = keyof Reason;

/** Why each of some papers matches a topic, asked of the index itself. */
export async function reasons(
  index: Searching,
  topic: SearchQuery,
  papers: readonly string[],
): Promise<ReadonlyMap<string, Reason>> {
  const found = new Map<string, Record<string, string[]>>(papers.map((paper) => [paper, {}]));
  if (papers.length === 0) return new Map();
  const { terms } = await index.search({ ...topic, among: papers }, { offset: 0, limit: 1 });
  const { words: _, ...rest } = topic;
  const parts = [
    ...terms.slice(0, mostWords).map((words): SearchQuery => ({ words })),
    ...partsOf({ ...rest, words: "" }, []),
  ];
  const holders = async (part: SearchQuery): Promise<readonly string[]> => {
    const page = await index.search({ ...part, among: papers }, { offset: 0, limit: papers.length });
    return page.corrected === undefined ? page.hits.map(({ id }) => id) : [];
  };
  for (const part of parts) {
    const { by, cat } = part;
    const said = formatQuery(part).replaceAll('"', "");
    const add = (field: Field, holder: readonly string[]) => {
      for (const paper of holder) {
        const fields = found.get(paper);
        if (fields) fields[field] = [...(fields[field] ?? []), said.replace(/^(?:by|cat):/, "")];
      }
    };
    if (by) add("author", await holders(part));
    else if (cat) add("category", await holders(part));
    else if (isTelling(part)) {
      // A word of a topic may be the name of an author.
      const name: SearchQuery | undefined = part.words === "" ? undefined : { words: "", by: [part.words] };
      const [titled, named, anywhere] = await Promise.all([
        holders({ ...part, inTitle: true }),
        name ? holders(name) : [],
        holders(part),
      ]);
      const authored = named.filter((paper) => !titled.includes(paper));
      add("title", titled);
      add("author", authored);
      add(
        "abstract",
        anywhere.filter((paper) => ![...titled, ...authored].includes(paper)),
      );
    }
  }
  return new Map([...found].map(([paper, fields]) => [paper, reasonOf(fields)]));
}

function reasonOf(fields: Readonly<Record<string, readonly string[]>>): Reason {
  const { category, ...telling } = fields;
  const told = Object.keys(telling).length > 0 ? telling : { ...(category && { category }) };
  return Object.fromEntries(Object.entries(told).map(([field, words]) => [field, (words ?? []).join(" ")]));
}
