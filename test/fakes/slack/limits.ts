/**
 * What Slack refuses in a message or a view, as a list of findings ("/blocks/0/text/text: longer than
 * 150 characters (151)"); an empty list means it would be taken. Every number is a row of shared
 * contracts/slack/limits.md. Mentions and broadcasts are reported too ("would notify people"): Slack
 * takes them, this bot never wants one. Message text above 4000 is refused although chat.postMessage
 * truncates only above 40,000: 4000 is the documented advice, and errors were seen to start there.
 */
import { checkMessageBlocks, checkViewBlocks, hasInput } from "./blocks.ts";
import { anything, bool, isObject, type Json, length, obj, oneOf, type Report, str } from "./rules.ts";
import { noMentions, plain } from "./text.ts";

const MESSAGE_TEXT = 4000;
const MARKDOWN_TEXT = 12_000;
const ATTACHMENTS = 100;
const VIEW_BYTES = 250_000;

function collect(): { found: string[]; report: Report } {
  const found: string[] = [];
  return { found, report: (at, what) => found.push(`${at}: ${what}`) };
}

export function checkMessage(body: Json): string[] {
  const { found, report } = collect();
  checkWords(body, report);
  if (body.blocks !== undefined) checkMessageBlocks(body.blocks, "/blocks", report);
  if (body.attachments !== undefined) checkAttachments(body.attachments, report);
  if (body.metadata !== undefined) checkMetadata(body.metadata, report);
  if (body.thread_ts !== undefined) str(1, 50, /^\d+\.\d{6}$/)(body.thread_ts, "/thread_ts", report);
  return found;
}

function checkWords(body: Json, report: Report): void {
  const { text, markdown_text: markdown } = body;
  if (text !== undefined) {
    if (typeof text !== "string") report("/text", "must be a string");
    else if (length(text) > MESSAGE_TEXT)
      report("/text", `msg_too_long: more than ${MESSAGE_TEXT} characters (${length(text)})`);
    noMentions(text, "/text", report);
  }
  if (markdown !== undefined) {
    str(1, MARKDOWN_TEXT)(markdown, "/markdown_text", report);
    noMentions(markdown, "/markdown_text", report);
    if (text !== undefined || body.blocks !== undefined)
      report("/markdown_text", "markdown_text_conflict: not together with text or blocks");
  }
  const parts = [text, markdown, body.blocks, body.attachments];
  if (!parts.some((part) => (Array.isArray(part) ? part.length > 0 : part !== undefined && part !== "")))
    report("/text", "no_text: neither text nor blocks");
}

function checkAttachments(attachments: unknown, report: Report): void {
  if (!Array.isArray(attachments)) {
    report("/attachments", "must be an array");
    return;
  }
  if (attachments.length > ATTACHMENTS) report("/attachments", `more than ${ATTACHMENTS} items`);
  for (const [i, entry] of attachments.entries()) {
    if (!isObject(entry)) report(`/attachments/${i}`, "must be an object");
    else if (entry.blocks !== undefined) checkMessageBlocks(entry.blocks, `/attachments/${i}/blocks`, report);
  }
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isFlat(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isScalar);
}

/** MessageMetadata of @slack/types 3.2.0: the payload is flat, or one level of flat objects. */
function checkMetadata(metadata: unknown, report: Report): void {
  obj({ event_type: str(1, 255, /^[\w.-]+$/), event_payload: anything })(metadata, "/metadata", report);
  if (!isObject(metadata) || metadata.event_payload === undefined) return;
  const at = "/metadata/event_payload";
  if (!isObject(metadata.event_payload)) {
    report(at, "must be an object");
    return;
  }
  for (const [key, value] of Object.entries(metadata.event_payload)) {
    if (!isScalar(value) && !isFlat(value) && !(Array.isArray(value) && value.every(isFlat)))
      report(`${at}/${key}`, "must be a scalar, a flat object or a list of flat objects");
  }
}

const viewKeys = obj(
  { type: oneOf("modal", "home"), blocks: anything },
  {
    title: plain(24),
    submit: plain(24),
    close: plain(24),
    private_metadata: str(0, 3000),
    callback_id: str(1, 255),
    external_id: str(0, 255),
    clear_on_close: bool,
    notify_on_close: bool,
    submit_disabled: bool,
  },
);

export function checkView(view: Json): string[] {
  const { found, report } = collect();
  viewKeys(view, "", report);
  if (view.blocks !== undefined) checkViewBlocks(view.blocks, "/blocks", report);
  if (view.type === "modal" && view.title === undefined) report("", "missing required field: title");
  if (view.type === "modal" && hasInput(view.blocks) && view.submit === undefined)
    report("", "missing required field: submit (the view has input blocks)");
  if (view.type === "home")
    for (const key of ["title", "submit", "close"])
      if (view[key] !== undefined) report("", `invalid additional property: ${key} (home)`);
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) report("", "view_too_large: more than 250 kB");
  return found;
}
