import { describe, expect, test } from "vitest";
import { boltLogger } from "../../../src/platforms/slack/bolt-log.ts";
import { sendTo } from "../../../src/platforms/slack/calls.ts";
import type { How } from "../../fakes/slack/faults.ts";
import type { Json } from "../../fakes/slack/rules.ts";
import type { User } from "../../fakes/slack/user.ts";
import { openTestApp } from "../../support/app.ts";
import { app, connect, modes, person, publicMessages, saidBy, search, shown, slack } from "./harness.ts";

/** What the person sees of an answer that did not come through the response URL. */
async function privateMessage(user: User, n = 1) {
  return slack.until(
    () => slack.messages.filter(({ ephemeral, to }) => ephemeral && to === user.id)[n - 1],
    `private message ${n}`,
  );
}

/** A payload of a real press or command without the keys that a plainer Slack leaves out. */
function without(payload: Json, ...keys: string[]): Json {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => !keys.includes(key)));
}

test.each([
  [400, "invalid_blocks", "refused"],
  [404, '{"ok":false,"error":"used_url"}', "gone"],
  [200, '{"ok":false,"error":"expired_url"}', "gone"],
  [200, '{"ok":false,"error":"no_text"}', "refused"],
  [500, "", "unclear"],
  [200, "ok", "sent"],
])("a response URL's %s with %s means: %s", async (status, said, kind) => {
  expect(await sendTo(async () => new Response(said, { status }), "https://x.org", {})).toMatchObject({
    kind,
  });
});

test("what Bolt logs shows the messages of its errors", () => {
  app.logged.length = 0;
  const logger = boltLogger(app.log);
  logger.error(new Error("a reason"));
  logger.warn("An error", { message: "of another kind" }, new TypeError("and this"));
  logger.warn("only words");
  const [first, second, third] = app.logged.map((line) => JSON.parse(line));
  expect(first).toMatchObject({ msg: "slack: a reason", err: { message: "a reason" } });
  expect(second).toMatchObject({
    msg: "slack: An error of another kind and this",
    err: { type: "TypeError" },
  });
  expect(third).not.toHaveProperty("parts");
});

describe.each(modes)("over %s", (mode) => {
  test.each<[string, How]>([
    ["503", { status: 503 }],
    ["a cut connection", "reset"],
    ["429 with Retry-After", { status: 429, retryAfter: 1 }],
  ])("%s at the response URL: the answer is given again", async (_, how) => {
    const user = person(await connect(mode));
    slack.fail({ method: "response_url" }, how);
    const outcome = await (await user.slash("/paperboy", "help")).settled();
    expect(outcome.replies).toHaveLength(1);
    expect(slack.calls("chat.postEphemeral")).toEqual([]);
  });

  test.each<[string, How, number]>([
    ["used up", { error: "used_url" }, 1],
    ["in trouble", { status: 500 }, 2],
    ["limited for long", { status: 429, retryAfter: 600 }, 1],
  ])("a response URL that is %s: the bot writes to the person itself", async (_, how, times) => {
    const user = person(await connect(mode));
    slack.fail({ method: "response_url" }, how, times);
    await user.slash("/paperboy", "help");
    expect(saidBy(await privateMessage(user))).toContain("What I can do");
    expect(slack.calls("response_url")).toHaveLength(times);
  });

  test("a card that the response URL refuses reaches the person as plain text, and the log says why", async () => {
    const user = person(await connect(mode));
    app.logged.length = 0;
    slack.fail({ method: "response_url" }, { error: "invalid_blocks" });
    const { message } = await (await user.slash("/paper", "neural collapse")).settled();
    expect(message?.blocks).toEqual([]);
    expect(message?.text).toMatch(/^Principled and [^\n]+\nhttps:\/\/arxiv\.org\/abs\/2212\.12206\nXiao Li/);
    const errors = app.logged.filter((line) => JSON.parse(line).level === 50);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain("invalid_blocks");
  });

  test("a card that only the private message is refused for reaches the person as plain text", async () => {
    const user = person(await connect(mode));
    slack.fail({ method: "response_url" }, { error: "expired_url" }, 2);
    slack.fail({ method: "chat.postEphemeral" }, { error: "msg_blocks_too_long" });
    await user.slash("/paperboy", "help");
    const message = await privateMessage(user);
    expect(message.blocks).toEqual([]);
    expect(message.text).toContain("What I can do");
  });

  test("where the response URL refuses the plain text too, the bot writes it to the person", async () => {
    const user = person(await connect(mode));
    slack.fail({ method: "response_url" }, { error: "invalid_arguments" }, 3);
    await user.slash("/paperboy", "help");
    expect((await privateMessage(user)).text).toContain("What I can do");
  });

  test("when nothing reaches the person the log says so and the next answer comes", async () => {
    const user = person(await connect(mode));
    slack.fail({ method: "response_url" }, { error: "expired_url" });
    slack.fail({ method: "chat.postEphemeral" }, { error: "token_revoked" });
    await user.slash("/paperboy", "help");
    await slack.until(() => app.logged.at(-1)?.includes("could not be delivered"), "the log");
    expect((await (await user.slash("/paperboy", "help")).settled()).replies).toHaveLength(1);
  });

  test("a token that expires while serving costs nobody an answer, and the log asks for a new one", async () => {
    const user = person(await connect(mode));
    slack.setToken("bot", "token_expired");
    expect(saidBy(await search(user, "collapse"))).toContain("2212.12206");
    expect(app.logged.at(-1)).toContain("renew SLACK_BOT_TOKEN");
  });

  test("the same command and the same press delivered again are answered once", async () => {
    const { via } = await connect(mode);
    const user = person({ via });
    const asked = await (await user.slash("/paper", "neural collapse")).settled();
    expect((await slack.deliver("slash_commands", asked.payload, via)).acked).toBe(true);
    const pressed = await (await user.press(shown(asked), /BibTeX/)).settled();
    expect((await slack.deliver("interactive", pressed.payload, via)).acked).toBe(true);
    await (await user.slash("/paperboy", "help")).settled();
    expect(slack.messages).toHaveLength(3);
  });

  test("without a trigger id nothing is taken for a repetition", async () => {
    const { via } = await connect(mode);
    const user = person({ via });
    const asked = await (await user.slash("/paperboy", "help")).settled();
    const bare = without(
      asked.payload,
      "trigger_id",
      "user_name",
      "team_domain",
      "channel_name",
      "api_app_id",
    );
    await slack.deliver("slash_commands", bare, via);
    await slack.deliver("slash_commands", bare, via);
    await slack.until(() => asked.delivered.length === 3, "three answers");
  });

  test("without a response URL a command and a press are answered by private message", async () => {
    const { via } = await connect(mode);
    const user = person({ via });
    const asked = await (await user.slash("/paper", "neural collapse")).settled();
    await slack.deliver("slash_commands", without(asked.payload, "response_url", "trigger_id"), via);
    await privateMessage(user, 2);
    const pressed = await (await user.press(shown(asked), /BibTeX/)).settled();
    await slack.deliver("interactive", without(pressed.payload, "response_url", "trigger_id"), via);
    expect(saidBy(await privateMessage(user, 4))).toContain("@misc");
  });

  test("a press that says little of its place keeps the person's language and edits their card", async () => {
    const { via } = await connect(mode);
    const user = person({ via });
    await (await user.slash("/paperboy", "language de")).settled();
    const card = await search(user, "learning");
    const page = await (await user.press(card, /Weiter|Nächste|▶/)).settled();
    const before = saidBy(card);
    const payload = without(page.payload, "trigger_id", "team", "channel", "api_app_id", "state");
    const again = {
      ...payload,
      user: { id: user.id },
      container: { type: "message", message_ts: card.ts, channel_id: card.channel },
    };
    expect((await slack.deliver("interactive", again, via)).acked).toBe(true);
    await slack.until(() => page.delivered.length === 2, "the second answer");
    expect(page.delivered.map(({ how }) => how)).toEqual(["replaced", "replaced"]);
    expect(saidBy(card)).toBe(before);
  });

  test("a press on what seems to be everybody's card never edits it", async () => {
    const { via } = await connect(mode);
    const user = person({ via });
    const card = await search(user, "learning");
    const page = await (await user.press(card, /Next/)).settled();
    const { ts, channel, text, blocks } = card;
    const container = { type: "message", message_ts: ts, channel_id: channel };
    const open = { ...without(page.payload, "trigger_id"), container, message: { ts, text, blocks } };
    await slack.deliver("interactive", open, via);
    await slack.until(() => page.delivered.length === 2, "the second answer");
    expect(page.delivered.map(({ how }) => how)).toEqual(["replaced", "posted"]);
  });

  test("controls work after a restart on the same data folder", async () => {
    const before = await openTestApp();
    const first = await connect(mode, before);
    const user = person(first);
    const long = "transfer learning of deep models via neural collapse in principled and efficient ways";
    const card = await search(user, long);
    await first.platform.stop(5_000);
    await before.close();
    const after = await openTestApp({ data: before.config.data });
    const second = await connect(mode, after);
    await (await user.choose(card, /^l/, "ja", second.via)).settled();
    expect(saidBy(card)).toMatch(/[ぁ-ん]/);
    await (await user.press(card, /^s/, second.via)).settled();
    expect(publicMessages()).toHaveLength(1);
    await second.platform.stop(5_000);
    await after.close();
  });
});
