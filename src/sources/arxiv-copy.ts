import { nextArxivTime } from "../core/arxiv-calendar.ts";
import { arxivAnnouncements, arxivCopyName } from "../core/arxiv-source.ts";
import { isWithdrawn, type Paper } from "../core/paper.ts";
import { type Found, newsDays, type Source } from "../core/source.ts";
import { collect } from "./answer.ts";
import type { ArxivClient } from "./arxiv-client.ts";
import { oaiSetOf } from "./arxiv-taxonomy.ts";
import { type OaiAnswer, OaiError, readOai } from "./oai.ts";

/** The day's changes are there from about half past ten in the evening on. */
const ready = { hour: 22, minute: 45 };
const dayMs = 86_400_000;

/** How far one category has been harvested: all that changed before `from`; `token` asks for the rest of a harvest begun at `until`. */
interface Harvest {
  readonly from: string;
  readonly token?: string;
  readonly until?: string;
}

/**
 * The records of all papers of some categories as they change, over OAI-PMH: versions, comments, withdrawals. Their
 * datestamps say when a record changed, so they announce nothing, but that a paper was withdrawn. `since`: the first
 * day that is harvested (`YYYY-MM-DD`).
 */
export function arxivCopy(client: ArxivClient, categories: readonly string[], since: string): Source {
  return {
    // Not one of those whose newest announcement is waited for.
    name: arxivCopyName,
    lane: arxivAnnouncements,

    async *fetch(cursor, signal) {
      const harvests = new Map<string, Harvest>(
        Object.entries(cursor === undefined ? {} : (JSON.parse(cursor) as Record<string, Harvest>)),
      );
      for (const category of categories) {
        for (let hasBegunAnew = false; ; ) {
          const harvest = harvests.get(category) ?? { from: since };
          const answer = await ask(client, category, harvest, !hasBegunAnew, signal);
          hasBegunAnew ||= answer === undefined;
          harvests.set(category, continued(harvest, answer));
          const { papers, problems } = await collect(answer?.entries ?? []);
          yield {
            papers,
            problems,
            deleted: answer?.deleted ?? [],
            announcements: papers.flatMap((paper) => withdrawal(paper, answer?.date)),
            cursor: JSON.stringify(Object.fromEntries(harvests)),
          } satisfies Found;
          if (answer && answer.token === undefined) break;
        }
      }
    },

    next: (now) => nextArxivTime(now, ready.hour, ready.minute),
  };
}

/** undefined, where it `mayBeginAnew`: the token is no longer good, and the harvest begins anew where it had begun. */
async function ask(
  client: ArxivClient,
  category: string,
  { from, token }: Harvest,
  mayBeginAnew: boolean,
  signal: AbortSignal,
): Promise<OaiAnswer | undefined> {
  const query: Record<string, string> =
    token === undefined
      ? { verb: "ListRecords", metadataPrefix: "arXivRaw", set: oaiSetOf(category), from }
      : { verb: "ListRecords", resumptionToken: token };
  const { text } = await client.get(`${client.addresses.oai}?${new URLSearchParams(query)}`, signal);
  try {
    return await readOai(text);
  } catch (error) {
    if (
      mayBeginAnew &&
      token !== undefined &&
      error instanceof OaiError &&
      error.code === "badResumptionToken"
    )
      return undefined;
    throw error;
  }
}

/** The next harvest begins a day before this one's answer: datestamps are days, and a day goes on after it is asked for. */
function continued({ from, until }: Harvest, answer: OaiAnswer | undefined): Harvest {
  if (!answer) return { from };
  const begun = until ?? answer.date;
  if (answer.token !== undefined) return { from, token: answer.token, ...(begun && { until: begun }) };
  return {
    from: begun === undefined ? from : new Date(Date.parse(begun) - dayMs).toISOString().slice(0, 10),
  };
}

/** Records are also touched long after: only a version of the last days is a withdrawal of these days. */
function withdrawal(paper: Paper, today: string | undefined): Found["announcements"] {
  const { id, version, updated, categories } = paper;
  if (!isWithdrawn(paper) || today === undefined || updated === undefined) return [];
  const days = (Date.parse(today) - Date.parse(updated.slice(0, 10))) / dayMs;
  return days > newsDays
    ? []
    : [{ paper: id, type: "withdrawn", date: today, categories, ...(version && { version }) }];
}
