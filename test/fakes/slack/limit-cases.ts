/**
 * One good and one bad body for each rule. A case with `spec` is also that case of the third-party list
 * (shared contracts/slack/third-party-blocks/spec/fixtures/invalid/manifest.json).
 */
import { input, type LimitCase, message, mrkdwn, pair, plain, section, times, view, x } from "./bodies.ts";
import { blockCases, richTextCases } from "./limit-cases-blocks.ts";
import { elementCases } from "./limit-cases-elements.ts";
import type { Json } from "./rules.ts";

const messages: LimitCase[] = [
  pair("message.text 4000", (text: string) => ({ text }), x(4000), x(4001)),
  pair("message needs text or blocks", (text: string) => ({ text }), "a", ""),
  pair("message.markdown_text 12000", (markdown_text: string) => ({ markdown_text }), x(12000), x(12001)),
  pair("markdown_text alone", (rest: Json) => ({ markdown_text: "a", ...rest }), {}, { text: "b" }),
  pair("message.blocks 50", (n: number) => message(...times(n, () => ({ type: "divider" }))), 50, 51),
  pair(
    "total text 13200",
    (n: number) => message(...times(5, () => ({ type: "section", text: mrkdwn(x(n)) }))),
    2640,
    2641,
  ),
  pair(
    "message.attachments 100",
    (n: number) => ({ text: "a", attachments: times(n, () => ({})) }),
    100,
    101,
  ),
  pair(
    "metadata has event_type",
    (metadata: Json) => ({ text: "a", metadata }),
    { event_type: "paper", event_payload: { key: "k", n: 1, o: { a: "b" } } },
    { event_payload: {} },
  ),
  pair(
    "metadata is flat",
    (event_payload: Json) => ({ text: "a", metadata: { event_type: "paper", event_payload } }),
    { o: { a: 1 }, l: [{ a: 1 }] },
    { o: { a: { b: 1 } } },
  ),
  pair("thread_ts", (thread_ts: unknown) => ({ text: "a", thread_ts }), "1767326125.870439", 1767326125.87),
  pair("no broadcast in text", (text: string) => ({ text }), "&lt;!channel&gt;", "<!channel>"),
  pair(
    "no here in mrkdwn",
    (t: string) => section({ text: mrkdwn(t) }),
    "<https://e.org|e>",
    "a <!here|here>",
  ),
  pair("no everyone in fields", (t: string) => section({ fields: [mrkdwn(t)] }), "everyone", "<!everyone>"),
  pair(
    "no mention in context",
    (t: string) => message({ type: "context", elements: [mrkdwn(t)] }),
    "@u",
    "<@U1>",
  ),
  pair(
    "no mention in a markdown block",
    (text: string) => message({ type: "markdown", text }),
    "@u",
    "<@U1>",
  ),
];

const views: LimitCase[] = [
  view("view.blocks not empty", {}, { blocks: [] }, "view-missing-blocks"),
  view(
    "view.blocks 100",
    { blocks: times(100, () => ({ type: "divider" })) },
    { blocks: times(101, () => ({ type: "divider" })) },
    "view-too-many-blocks",
  ),
  view(
    "view.private_metadata 3000",
    { private_metadata: x(3000) },
    { private_metadata: x(3001) },
    "view-private-metadata-too-long",
  ),
  view("view.callback_id 255", { callback_id: x(255) }, { callback_id: x(256) }, "view-callback-id-too-long"),
  view("view.title 24", { title: plain(x(24)) }, { title: plain(x(25)) }, "view-title-too-long"),
  view("view.close 24", { close: plain(x(24)) }, { close: plain(x(25)) }, "view-close-too-long"),
  view("view.submit 24", { submit: plain(x(24)) }, { submit: plain(x(25)) }, "view-submit-too-long"),
  view("view.title required", {}, { title: undefined }),
  view(
    "view with input needs submit",
    { ...input({ type: "plain_text_input" }), text: undefined, submit: plain("s") },
    { ...input({ type: "plain_text_input" }), text: undefined },
  ),
  view(
    "home has no submit",
    { type: "home", title: undefined },
    { type: "home", title: undefined, submit: plain("s") },
  ),
  view("markdown only in messages", {}, { blocks: [{ type: "markdown", text: "a" }] }),
  view(
    "view total 250 kB",
    { blocks: times(80, () => ({ type: "section", text: plain(x(3000)) })) },
    { blocks: times(90, () => ({ type: "section", text: plain(x(3000)) })) },
  ),
];

export const limitCases: LimitCase[] = [
  ...messages,
  ...blockCases,
  ...richTextCases,
  ...elementCases,
  ...views,
];

/** Kinds Slack has and the bot does not send; the stand-in refuses them all. */
export const OUT_OF_SCOPE =
  /^(url-source|table|video|alert|card|carousel|container|context-actions|feedback-button|icon-button|data-table|data-visualization|pie-chart|chart|data-series|data-point|axis)-/;
