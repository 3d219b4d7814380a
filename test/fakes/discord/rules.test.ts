/** Every rule of the Discord stand-in refuses one bad body and lets a good one pass. */
import { beforeAll, describe, expect, test } from "vitest";
import { checkBody, contractsAvailable, type Operation, unknownKeys, warmUp } from "./rules.ts";

beforeAll(() => warmUp());

describe("rules", () => {
  const button = { type: 2, style: 1, label: "a", custom_id: "a" };
  const row = (...components: object[]) => ({ type: 1, components });
  const select = { type: 3, custom_id: "s", options: [{ label: "a", value: "a" }] };
  const say = (content: string) => ({ type: 10, content });
  const v2 = (...components: object[]) => ({ flags: 1 << 15, components });
  const command = { name: "paper", description: "A paper" };
  const option = { type: 3, name: "query", description: "What" };
  const withOption = (more: object) => [{ ...command, options: [{ ...option, ...more }] }];
  const embed = (more: object) => ({ embeds: [{ title: "t", ...more }] });
  const long = (length: number) => "x".repeat(length);
  const times = <T>(length: number, make: (index: number) => T): T[] =>
    Array.from({ length }, (_, index) => make(index));
  const field = { type: 4, custom_id: "f", style: 1 };
  const modal = (...components: object[]) => ({ type: 9, data: { custom_id: "m", title: "t", components } });
  const label = { type: 18, label: "l", component: field };

  /** operation, what the rule is about, a good body, a bad one, words of the hand-written problem */
  const messages: [string, object, object, string][] = [
    ["content", { content: long(2000) }, { content: long(2001) }, "content: must be 2000"],
    ["empty message", { content: "x" }, { content: "  " }, "empty message"],
    [
      "embed count",
      { embeds: times(10, () => ({ title: "t" })) },
      { embeds: times(11, () => ({ title: "t" })) },
      "embeds: must be between",
    ],
    [
      "embed total",
      { embeds: times(2, () => ({ description: long(3000) })) },
      { embeds: times(2, () => ({ description: long(3001) })) },
      "6000",
    ],
    ["empty embed", embed({}), { embeds: [{ color: 1 }] }, "empty embed"],
    ["embed title", embed({ title: long(256) }), embed({ title: long(257) }), "title: must be 256"],
    ["embed description", embed({ description: long(4096) }), embed({ description: long(4097) }), "4096"],
    [
      "embed field name",
      embed({ fields: [{ name: "n", value: "v" }] }),
      embed({ fields: [{ name: " ", value: "v" }] }),
      "fields.0.name",
    ],
    [
      "embed field value",
      embed({ fields: [{ name: "n", value: long(1024) }] }),
      embed({ fields: [{ name: "n", value: long(1025) }] }),
      "fields.0.value",
    ],
    [
      "embed fields",
      embed({ fields: times(25, () => ({ name: "n", value: "v" })) }),
      embed({ fields: times(26, () => ({ name: "n", value: "v" })) }),
      "fields: must be between",
    ],
    [
      "embed footer",
      embed({ footer: { text: long(2048) } }),
      embed({ footer: { text: long(2049) } }),
      "footer.text",
    ],
    [
      "embed author",
      embed({ author: { name: long(256) } }),
      embed({ author: { name: long(257) } }),
      "author.name",
    ],
    ["embed colour", embed({ color: 0xffffff }), embed({ color: 0x1000000 }), "color"],
    [
      "embed url",
      embed({ url: "https://arxiv.org/abs/1" }),
      embed({ url: "ftp://arxiv.org" }),
      "embeds.0.url",
    ],
    [
      "embed timestamp",
      embed({ timestamp: "2026-01-05T00:49:57.486Z" }),
      embed({ timestamp: "yesterday" }),
      "ISO 8601",
    ],
    [
      "action rows",
      { components: times(5, (i) => row({ ...button, custom_id: `${i}` })) },
      { components: times(6, (i) => row({ ...button, custom_id: `${i}` })) },
      "components: must be between",
    ],
    [
      "buttons in a row",
      { components: [row(...times(5, (i) => ({ ...button, custom_id: `${i}` })))] },
      { components: [row(...times(6, (i) => ({ ...button, custom_id: `${i}` })))] },
      "components: must be between",
    ],
    [
      "duplicate custom_id",
      { components: [row(button)] },
      { components: [row(button), row(button)] },
      "custom_id is used twice",
    ],
    [
      "custom_id length",
      { components: [row({ ...button, custom_id: long(100) })] },
      { components: [row({ ...button, custom_id: long(101) })] },
      "custom_id",
    ],
    [
      "link button",
      { components: [row({ type: 2, style: 5, label: "a", url: "https://a.b" })] },
      { components: [row({ type: 2, style: 5, label: "a" })] },
      "needs a url",
    ],
    [
      "link length",
      { components: [row({ type: 2, style: 5, label: "a", url: `https://a.b/${long(500)}` })] },
      { components: [row({ type: 2, style: 5, label: "a", url: `https://a.b/${long(501)}` })] },
      "must be 512",
    ],
    [
      "button id",
      { components: [row(button)] },
      { components: [row({ type: 2, style: 1, label: "a" })] },
      "custom id is required",
    ],
    [
      "button label",
      { components: [row({ ...button, label: long(80) })] },
      { components: [row({ ...button, label: long(81) })] },
      "label: must be 80",
    ],
    [
      "button text",
      { components: [row({ type: 2, style: 1, custom_id: "a", emoji: { name: "📄" } })] },
      { components: [row({ type: 2, style: 1, custom_id: "a" })] },
      "a label or an emoji",
    ],
    [
      "button emoji",
      { components: [row({ ...button, emoji: { id: "12", name: "x" } })] },
      { components: [row({ ...button, emoji: { name: "paper" } })] },
      "invalid emoji",
    ],
    [
      "select alone",
      { components: [row(select)] },
      { components: [row(select, button)] },
      "whole action row",
    ],
    [
      "select options",
      { components: [row({ ...select, options: times(25, (i) => ({ label: "l", value: `${i}` })) })] },
      { components: [row({ ...select, options: times(26, (i) => ({ label: "l", value: `${i}` })) })] },
      "options: must be between",
    ],
    [
      "select label",
      { components: [row({ ...select, options: [{ label: long(100), value: "a" }] })] },
      { components: [row({ ...select, options: [{ label: long(101), value: "a" }] })] },
      "label: must be 100",
    ],
    [
      "select values",
      { components: [row(select)] },
      {
        components: [
          row({
            ...select,
            options: [
              { label: "a", value: "a" },
              { label: "b", value: "a" },
            ],
          }),
        ],
      },
      "option value is used twice",
    ],
    [
      "select max",
      { components: [row({ ...select, max_values: 1 })] },
      { components: [row({ ...select, max_values: 2 })] },
      "number of options",
    ],
    ["V2 flag", v2(say("x")), { components: [say("x")] }, "need the V2 flag"],
    ["V2 content", v2(say("x")), { ...v2(say("x")), content: "x" }, "IS_COMPONENTS_V2"],
    [
      "V2 count",
      v2({ type: 17, components: times(39, () => say("x")) }),
      v2({ type: 17, components: times(40, () => say("x")) }),
      "40 or fewer components in total",
    ],
    [
      "V2 text",
      v2(say(long(2000)), say(long(2000))),
      v2(say(long(2000)), say(long(2001))),
      "over all displays",
    ],
    [
      "V2 section",
      v2({ type: 9, components: [say("x")], accessory: button }),
      v2({ type: 9, components: [say("x")] }),
      "needs a button or a thumbnail",
    ],
    [
      "V2 nesting",
      v2({ type: 17, components: [say("x")] }),
      v2({ type: 17, components: [{ type: 17, components: [say("x")] }] }),
      "inside a container",
    ],
    ["flags", { content: "x", flags: 4096 }, { content: "x", flags: 64 }, "EPHEMERAL"],
    [
      "mentions",
      { content: "x", allowed_mentions: { parse: ["roles"], users: ["1"] } },
      { content: "x", allowed_mentions: { parse: ["users"], users: ["1"] } },
      "mutually exclusive",
    ],
    [
      "mention kinds",
      { content: "x", allowed_mentions: { parse: [] } },
      { content: "x", allowed_mentions: { parse: ["channels"] } },
      "roles, users, everyone",
    ],
    ["nonce", { content: "x", nonce: long(25) }, { content: "x", nonce: long(26) }, "nonce"],
  ];
  const commands: [string, unknown, unknown, string][] = [
    ["name", [{ ...command, name: "論文-1" }], [{ ...command, name: "Paper" }], "command name is invalid"],
    ["name without spaces", [command], [{ ...command, name: "a paper" }], "command name is invalid"],
    ["description", [command], [{ name: "paper" }], "description"],
    [
      "description length",
      [{ ...command, description: long(100) }],
      [{ ...command, description: long(101) }],
      "100",
    ],
    [
      "no description on USER",
      [{ type: 2, name: "Read It" }],
      [{ type: 2, name: "Read It", description: "x" }],
      "cannot have a description",
    ],
    ["duplicate command", [command, { ...command, name: "b" }], [command, command], "name is used twice"],
    [
      "100 commands",
      times(100, (i) => ({ ...command, name: `a${i}` })),
      times(101, (i) => ({ ...command, name: `a${i}` })),
      "maximum number",
    ],
    [
      "25 options",
      [{ ...command, options: times(25, (i) => ({ ...option, name: `a${i}` })) }],
      [{ ...command, options: times(26, (i) => ({ ...option, name: `a${i}` })) }],
      "options: must be between",
    ],
    [
      "duplicate option",
      withOption({}),
      [{ ...command, options: [option, option] }],
      "option name is used twice",
    ],
    [
      "choices and autocomplete",
      withOption({ autocomplete: true }),
      withOption({ autocomplete: true, choices: [{ name: "a", value: "a" }] }),
      "autocomplete is true",
    ],
    [
      "choices",
      withOption({ choices: times(25, (i) => ({ name: `${i}`, value: "a" })) }),
      withOption({ choices: times(26, (i) => ({ name: `${i}`, value: "a" })) }),
      "choices: must be between",
    ],
    [
      "choice value",
      withOption({ choices: [{ name: "a", value: long(100) }] }),
      withOption({ choices: [{ name: "a", value: long(101) }] }),
      "value: must be 100",
    ],
    [
      "required order",
      [
        {
          ...command,
          options: [
            { ...option, required: true },
            { ...option, name: "b" },
          ],
        },
      ],
      [{ ...command, options: [option, { ...option, name: "b", required: true }] }],
      "placed before non-required",
    ],
    [
      "locales",
      [{ ...command, name_localizations: { "zh-CN": "论文" } }],
      [{ ...command, name_localizations: { zh: "论文" } }],
      "unknown locale",
    ],
    [
      "localised name",
      [{ ...command, name_localizations: { de: "artikel" } }],
      [{ ...command, name_localizations: { de: "Artikel" } }],
      "name_localizations.de",
    ],
    [
      "8000 characters",
      [{ ...command, options: times(20, (i) => ({ ...option, name: `a${i}`, description: long(100) })) }],
      [
        {
          ...command,
          options: times(25, (i) => ({
            ...option,
            name: `a${i}`,
            choices: times(25, (j) => ({ name: `${j}${long(10)}`, value: "v" })),
          })),
        },
      ],
      "maximum size of 8000",
    ],
    [
      "subcommands",
      [{ ...command, options: [{ ...option, type: 1 }] }],
      [
        {
          ...command,
          options: [
            { ...option, type: 1 },
            { ...option, name: "b" },
          ],
        },
      ],
      "side by side",
    ],
    ["contexts", [{ ...command, contexts: [0, 1, 2] }], [{ ...command, contexts: [] }], "contexts"],
    [
      "integration types",
      [{ ...command, integration_types: [0, 1] }],
      [{ ...command, integration_types: [2] }],
      "integration_types",
    ],
    [
      "permissions",
      [{ ...command, default_member_permissions: "32" }],
      [{ ...command, default_member_permissions: "manage" }],
      "default_member_permissions",
    ],
  ];
  const callbacks: [string, object, object, string][] = [
    ["type", { type: 5, data: { flags: 64 } }, { type: 3 }, "unknown callback type"],
    [
      "message",
      { type: 4, data: { content: "x", flags: 64, tts: false } },
      { type: 4, data: {} },
      "empty message",
    ],
    [
      "update",
      { type: 7, data: { components: [] } },
      { type: 7, data: { content: long(2001) } },
      "data.content",
    ],
    [
      "choices",
      { type: 8, data: { choices: [] } },
      { type: 8, data: { choices: times(26, () => ({ name: "a", value: "a" })) } },
      "data.choices",
    ],
    [
      "choice name",
      { type: 8, data: { choices: [{ name: long(100), value: "a" }] } },
      { type: 8, data: { choices: [{ name: long(101), value: "a" }] } },
      "name: must be 100",
    ],
    [
      "choice value",
      { type: 8, data: { choices: [{ name: "a", value: long(100) }] } },
      { type: 8, data: { choices: [{ name: "a", value: long(101) }] } },
      "value: must be 100",
    ],
    [
      "modal parts",
      modal(label),
      modal(...times(6, (i) => ({ ...label, component: { ...field, custom_id: `${i}` } }))),
      "data.components: must be between",
    ],
    ["modal title", modal(label), { type: 9, data: { ...modal(label).data, title: long(46) } }, "data.title"],
  ];
  const edits: [string, object, object, string][] = [
    ["edit content", { content: null, embeds: [] }, { content: long(2001) }, "content: must be 2000"],
    ["edit flags", { flags: 4 }, { flags: 64 }, "EPHEMERAL"],
  ];
  const followUps: [string, object, object, string][] = [
    ["follow-up", { content: "x", flags: 64 }, { embeds: [] }, "empty message"],
  ];
  const table: [Operation, string, unknown, unknown, string][] = [
    ...messages.map((each): [Operation, ...typeof each] => ["create_message", ...each]),
    ...commands.map((each): [Operation, ...typeof each] => ["bulk_set_application_commands", ...each]),
    ...commands.map((each): [Operation, ...typeof each] => ["bulk_set_guild_application_commands", ...each]),
    ...callbacks.map((each): [Operation, ...typeof each] => ["create_interaction_response", ...each]),
    ...edits.map((each): [Operation, ...typeof each] => ["update_original_webhook_message", ...each]),
    ...edits.map((each): [Operation, ...typeof each] => ["update_webhook_message", ...each]),
    ...followUps.map((each): [Operation, ...typeof each] => ["execute_webhook", ...each]),
  ];

  test.each(table)("%s: %s", (operation, _what, good, bad, words) => {
    expect(checkBody(operation, good)).toEqual([]);
    const own = checkBody(operation, bad).filter((problem) => !problem.endsWith("(OpenAPI)"));
    expect(own.join("\n")).toContain(words);
  });

  test("unknown keys are told, not refused; what discord.js always sends is known", () => {
    expect(unknownKeys("create_message", { content: "x", colour: 1, embeds: [{ titel: "t" }] })).toEqual([
      "colour",
      "embeds.0.titel",
    ]);
    expect(
      unknownKeys("create_interaction_response", { type: 4, data: { tts: false, enforce_nonce: false } }),
    ).toEqual([]);
    expect(unknownKeys("bulk_set_application_commands", withOption({ hint: "x" }))).toEqual([
      "0.options.0.hint",
    ]);
  });

  test.skipIf(!contractsAvailable)("the OpenAPI document has its own say (needs ../shared)", () => {
    const problems = checkBody("create_message", {
      content: "x",
      components: [row({ ...button, style: 9 })],
    });
    expect(problems.some((problem) => problem.endsWith("(OpenAPI)"))).toBe(true);
  });
});
