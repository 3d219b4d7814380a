import type { Store } from "../core/ports.ts";
import { announcementStore } from "./announcements.ts";
import { digestStore } from "./digests.ts";
import { openGate } from "./gate.ts";
import { paperStore } from "./papers.ts";
import { queryStore } from "./queries.ts";
import type { Connections } from "./schema.ts";
import { settingsStore } from "./settings.ts";
import { translationCache } from "./translations.ts";

/** Everything that is kept, on whichever database the connections lead to. */
export function storeOn(connections: Connections, close: () => Promise<void>): Store {
  let closing: Promise<void> | undefined;
  return {
    papers: paperStore(connections),
    settings: settingsStore(connections),
    queries: queryStore(connections),
    translations: translationCache(connections),
    digests: digestStore(connections),
    announcements: announcementStore(connections),
    gate: openGate(connections),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
