/** Each limit rule refuses one bad body and takes a good one; the third-party fixtures agree. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { limitCases, OUT_OF_SCOPE } from "./limit-cases.ts";
import { checkMessage, checkView } from "./limits.ts";
import type { Json } from "./rules.ts";

const CONTRACTS = new URL("../../../../shared/contracts/", import.meta.url);

describe("limits", () => {
  it.each(limitCases)("$rule", ({ good, bad, view }) => {
    const check = view ? checkView : checkMessage;
    expect(check(JSON.parse(JSON.stringify(good)))).toEqual([]);
    expect(check(JSON.parse(JSON.stringify(bad)))).not.toEqual([]);
  });
});

const SPEC = new URL("slack/third-party-blocks/spec/fixtures/", CONTRACTS);
const read = (url: URL): unknown => JSON.parse(readFileSync(url, "utf8"));

/** Why a fixture of the third-party list is refused here all the same. */
const STRICTER: Record<string, RegExp> = {
  "objects/option_value_at_limit.json": /longer than 75/,
  "rich_text/rich_text_user_basic.json": /would notify people/,
  "rich_text/rich_text_user_group_basic.json": /would notify people/,
  "messages/webhook_message_basic.json": /block_id fake_block_id already exists/,
  "messages/webhook_message_delete.json": /block_id fake_block_id already exists/,
};

/** Kinds the bot does not send (blocks.ts), and objects that stand only in such. */
const UNUSED =
  /^blocks\/(alert|card|carousel|container|context_actions|data_|file_block|plan|table|task_card|video)|url_source_basic|^objects\/(conversation_filter|dispatch_action|input_parameter|trigger|workflow)/;

const INPUT_ONLY = /^(email|file|number|plain_text|url)_?(text_)?input$/;

/** Puts a fixture where it belongs in a message. */
function placed(path: string, fixture: Json): string[] {
  const inBlock = (block: Json) => checkMessage({ text: "a", blocks: [block] });
  const inActions = (element: Json) => inBlock({ type: "actions", elements: [element] });
  const asOptions = (rest: Json) => inActions({ type: "static_select", ...rest });
  const [folder, file = ""] = path.split("/");
  if (folder === "views") return checkView(fixture);
  if (folder === "messages") return checkMessage(fixture);
  if (folder === "attachments") return checkMessage({ text: "a", attachments: [fixture] });
  if (folder === "blocks") return inBlock(fixture);
  if (folder === "rich_text") {
    const whole = /^rich_text_(section|list|quote|preformatted)$/.test(String(fixture.type));
    const element = whole ? fixture : { type: "rich_text_section", elements: [fixture] };
    return inBlock({ type: "rich_text", elements: [element] });
  }
  if (folder === "elements") {
    if (fixture.type === "image") return inBlock({ type: "context", elements: [fixture] });
    if (!INPUT_ONLY.test(String(fixture.type))) return inActions(fixture);
    return inBlock({ type: "input", label: { type: "plain_text", text: "l" }, element: fixture });
  }
  if (file.startsWith("option_group")) return asOptions({ option_groups: [fixture] });
  if (file.startsWith("option")) return asOptions({ options: [fixture] });
  if (file.startsWith("confirmation"))
    return inActions({ type: "button", text: { type: "plain_text", text: "b" }, confirm: fixture });
  return inBlock({ type: "section", text: fixture });
}

describe.skipIf(!existsSync(SPEC))("the third-party block fixtures (needs ../shared/contracts)", () => {
  it("are taken where they are valid, except where this bot is stricter", () => {
    const root = new URL("valid/", SPEC);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".json"));
    const used = files.filter((file) => !UNUSED.test(file));
    expect([files.length, used.length]).toEqual([100, 77]);
    for (const file of used) {
      const found = placed(file, read(new URL(file, root)) as Json).join("\n");
      expect([file, found]).toEqual([file, STRICTER[file] ? expect.stringMatching(STRICTER[file]) : ""]);
    }
  });

  it("are each covered by a limit case where they are invalid, except kinds out of scope", () => {
    const { cases } = read(new URL("invalid/manifest.json", SPEC)) as { cases: { id: string }[] };
    const covered = new Set(limitCases.map((c) => c.spec));
    const ids = cases.map((c) => c.id);
    expect(ids.filter((id) => !covered.has(id) && !OUT_OF_SCOPE.test(id))).toEqual([]);
    expect([...covered].filter((id) => id !== undefined && !ids.includes(id))).toEqual([]);
    expect([ids.length, ids.filter((id) => OUT_OF_SCOPE.test(id)).length]).toEqual([106, 50]);
  });
});
