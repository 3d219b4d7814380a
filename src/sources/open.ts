import type { Gate } from "../core/digest.ts";
import type { Paper } from "../core/paper.ts";
import type { Source } from "../core/source.ts";
import { paperById } from "./arxiv-api.ts";
import { arxivCategory } from "./arxiv-category.ts";
import { type ArxivAddresses, ArxivClient } from "./arxiv-client.ts";
import { arxivCopy } from "./arxiv-copy.ts";
import { feedSource } from "./feed-source.ts";

/** Where papers come from by themselves. Without `arxiv` it is not asked. */
export interface SourcesSettings {
  readonly arxiv?: {
    /** A mail or web address. */
    readonly contact: string;
    readonly categories: readonly string[];
    /** The first day whose changes are harvested, `YYYY-MM-DD`. */
    readonly since?: string;
    readonly addresses: Partial<ArxivAddresses>;
  };
  readonly feeds: readonly string[];
  readonly allowPrivate: boolean;
}

/** Days that are harvested of a category that is followed for the first time. */
const firstDays = 30;

export interface Sources {
  /** Those of the settings, with the categories that subscriptions follow. */
  all(categories: readonly string[]): readonly Source[];
  /** Asks arXiv for one paper; absent where it may not be asked. Throws a `SourceError`. */
  readonly paper?: (id: string, signal: AbortSignal) => Promise<Paper | undefined>;
}

/** `version`: of the program, for its name in requests. */
export function openSources(
  { arxiv, feeds, allowPrivate }: SourcesSettings,
  gate: Gate,
  version: string,
  now: () => Date = () => new Date(),
): Sources {
  const contact =
    arxiv &&
    (arxiv.contact.includes("@") && !/^https?:/.test(arxiv.contact)
      ? `mailto:${arxiv.contact}`
      : arxiv.contact);
  const userAgent = `Paperboy/${version}${contact === undefined ? "" : ` (+${contact})`}`;
  const client =
    arxiv && new ArxivClient({ gate, userAgent, addresses: arxiv.addresses, now: () => now().getTime() });
  return {
    all(followed) {
      const categories = [...new Set([...(arxiv?.categories ?? []), ...followed])].sort();
      const since =
        arxiv?.since ?? new Date(now().getTime() - firstDays * 86_400_000).toISOString().slice(0, 10);
      return [
        ...(client && categories.length > 0
          ? // The day's announcements first: a first harvest takes long.
            [
              ...categories.map((category) => arxivCategory(client, category)),
              arxivCopy(client, categories, since),
            ]
          : []),
        ...feeds.map((url) => feedSource(url, { userAgent, allowPrivate }, now)),
      ];
    },
    ...(client && { paper: (id: string, signal: AbortSignal) => paperById(client, id, signal) }),
  };
}
