/** Which answer of Slack's a list of findings leads to. */
import { checkMessage, checkView } from "./limits.ts";
import type { Json } from "./rules.ts";
import { NOTIFIES } from "./text.ts";
import type { Workspace } from "./workspace.ts";

const NAMED = /: (msg_too_long|no_text|markdown_text_conflict|msg_blocks_too_long|view_too_large)\b/;

export interface Refusal {
  error: string;
  messages: string[];
}

/**
 * Records every finding. Mentions and broadcasts are recorded and let through, as Slack would do.
 * The total text of all blocks is not limited for a response_url (slackapi/bolt-js#2867).
 */
export function judgeMessage(ws: Workspace, where: string, body: Json): Refusal | undefined {
  const found = checkMessage(body).filter(
    (finding) => where !== "response_url" || !finding.includes("msg_blocks_too_long"),
  );
  return refusal(ws, where, found);
}

export function judgeView(ws: Workspace, where: string, view: Json): Refusal | undefined {
  return refusal(ws, where, checkView(view), "invalid_arguments");
}

function refusal(ws: Workspace, where: string, found: string[], fallback?: string): Refusal | undefined {
  for (const finding of found) ws.problem(where, finding);
  const refused = found.filter((finding) => !finding.includes(NOTIFIES));
  const first = refused[0];
  if (first === undefined) return undefined;
  return {
    error: NAMED.exec(first)?.[1] ?? fallback ?? byPlace(first),
    messages: refused.map((finding) => {
      const [at = "", ...what] = finding.split(": ");
      return `[ERROR] ${what.join(": ")} [json-pointer:${at}]`;
    }),
  };
}

function byPlace(finding: string): string {
  if (finding.startsWith("/metadata")) return "invalid_metadata_format";
  if (finding.startsWith("/attachments: more than")) return "too_many_attachments";
  if (finding.startsWith("/attachments")) return "invalid_attachments";
  if (finding.startsWith("/blocks: must be an array")) return "invalid_blocks_format";
  return finding.startsWith("/blocks") ? "invalid_blocks" : "invalid_arguments";
}
