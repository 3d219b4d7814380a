import { describe, expect, test } from "vitest";
import type { How } from "../../fakes/slack/faults.ts";
import type { Message } from "../../fakes/slack/workspace.ts";
import { app, connect, modes, person, publicMessages, saidBy, search, shown, slack } from "./harness.ts";

const collapse = "Principled and Efficient Transfer Learning of Deep Models via Neural Collapse";
const shared = "Shared to the channel.";
const unconfirmed = "did not confirm the post";
const refused = "refused the post";
const forbidden = "I may not write in this channel";
const posts = () => slack.calls("chat.postMessage");

/** Somebody's card after they pressed “Share to channel” on it. */
async function share(user: ReturnType<typeof person>): Promise<Message> {
  const card = await search(user, "neural collapse");
  const pressed = await user.press(card, /Share/);
  await pressed.settled({ where: ({ ts, edited }) => ts === card.ts && edited, timeoutMs: 8_000 });
  return card;
}

function labels(message: Message): string {
  return JSON.stringify(message.blocks.filter(({ type }) => type === "actions"));
}

describe.each(modes)("over %s", (mode) => {
  test("a share is one public message that names the person, and their card says so", async () => {
    const user = person(await connect(mode), { name: "ana <!here>" });
    const card = await share(user);
    const [message] = publicMessages();
    expect(publicMessages()).toHaveLength(1);
    expect(message).toMatchObject({ channel: user.channel.id });
    expect(message?.text.startsWith(`${collapse}\nShared by ana &lt;!here&gt;\n`)).toBe(true);
    expect(saidBy(message ?? card)).toContain("Shared by ana <!here>");
    expect(saidBy(card)).toContain(shared);
    expect(labels(card)).not.toContain("Share to channel");
    expect(labels(message ?? card)).not.toContain("Share to channel");
  });

  test("controls on a shared card answer their reader privately and leave it alone", async () => {
    const running = await connect(mode);
    const ana = person(running);
    await share(ana);
    const [message] = publicMessages();
    if (!message) throw new Error("nothing was shared");
    const before = structuredClone(message);
    const ben = person(running, { channel: { id: ana.channel.id } });
    const read = await (await ben.choose(message, /^l/, "fr")).settled();
    expect(saidBy(shown(read))).toContain("Traduit");
    expect(shown(read)).toMatchObject({ ephemeral: true, to: ben.id });
    await (await ben.press(message, /BibTeX/)).settled();
    await (await ben.choose(shown(read), /^l/, "ja")).settled();
    expect(saidBy(shown(read))).toMatch(/[ぁ-ん]/);
    expect(publicMessages()).toEqual([before]);
  });

  test.each<How>([
    "store-then-502",
    "store-then-reset",
    "store-then-truncate",
  ])("%s: the history shows that the share arrived, and nothing is posted again", async (how) => {
    const user = person(await connect(mode));
    slack.fail({ method: "chat.postMessage" }, how);
    expect(saidBy(await share(user))).toContain(shared);
    expect(publicMessages()).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  test.each<How>([
    { status: 503 },
    "reset",
    { error: "internal_error" },
  ])("%j: the history shows that nothing arrived, and the share is sent once more", async (how) => {
    const user = person(await connect(mode));
    slack.fail({ method: "chat.postMessage" }, how);
    expect(saidBy(await share(user))).toContain(shared);
    expect(publicMessages()).toHaveLength(1);
    expect(posts()).toHaveLength(2);
  });

  test.each<How>([
    "store-then-502",
    { status: 503 },
  ])("%j and an unreadable history: nothing is sent again and the person is told to look", async (how) => {
    const user = person(await connect(mode));
    slack.scopes.delete("channels:history");
    slack.fail({ method: "chat.postMessage" }, how);
    const card = await share(user);
    expect(saidBy(card)).toContain(unconfirmed);
    expect(posts()).toHaveLength(1);
    expect(publicMessages().length).toBeLessThanOrEqual(1);
  });

  test("Slack in trouble twice: the person is told, and two attempts are all", async () => {
    const user = person(await connect(mode));
    slack.fail({ method: "chat.postMessage" }, { status: 500 }, 5);
    expect(saidBy(await share(user))).toContain(unconfirmed);
    expect(posts()).toHaveLength(2);
  });

  test("a short Retry-After is waited for, a long one sends the share the person's own way", async () => {
    const user = person(await connect(mode));
    slack.fail({ method: "chat.postMessage" }, { status: 429, retryAfter: 1 });
    expect(saidBy(await share(user))).toContain(shared);
    const [first, second] = posts();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    slack.fail({ method: "chat.postMessage" }, { status: 429, retryAfter: 60 });
    expect(saidBy(await share(user))).toContain(shared);
    expect(posts()).toHaveLength(3);
    expect(publicMessages()).toHaveLength(2);
  });

  test.each([
    ["not_in_channel", { kind: "public", member: false }],
    ["channel_not_found", { kind: "private", member: false }],
  ] as const)("%s: the share goes through the response URL", async (_, channel) => {
    const user = person(await connect(mode), { channel });
    const card = await share(user);
    expect(saidBy(card)).toContain(shared);
    expect(publicMessages()).toHaveLength(1);
    const [message] = publicMessages();
    await (await user.press(message ?? card, /BibTeX/)).settled();
    expect(publicMessages()).toEqual([message]);
  });

  test("the response URL's lost answer is not repeated", async () => {
    const user = person(await connect(mode), { channel: { member: false } });
    slack.fail(
      { method: "response_url", where: ({ response_type }) => response_type === "in_channel" },
      "store-then-502",
    );
    expect(saidBy(await share(user))).toContain(unconfirmed);
    expect(publicMessages()).toHaveLength(1);
  });

  test("an archived channel: the person is told and keeps the button", async () => {
    const user = person(await connect(mode), { channel: { archived: true } });
    const card = await share(user);
    expect(saidBy(card)).toContain(forbidden);
    expect(labels(card)).toContain("Share to channel");
    expect(publicMessages()).toEqual([]);
  });

  test.each([
    "msg_too_long",
    "invalid_blocks",
    "msg_blocks_too_long",
    "unheard_of",
  ])("%s: the person is told that the post was refused, not that the channel is closed", async (error) => {
    const user = person(await connect(mode));
    slack.fail({ method: "chat.postMessage" }, { error });
    const card = await share(user);
    expect(saidBy(card)).toContain(refused);
    expect(labels(card)).toContain("Share to channel");
    expect(publicMessages()).toEqual([]);
    // The key is free again.
    await (await user.press(card, /Share/)).settled();
    expect(publicMessages()).toHaveLength(1);
  });

  test("a share that the response URL refuses is told as refused", async () => {
    const user = person(await connect(mode), { channel: { member: false } });
    slack.fail(
      { method: "response_url", where: ({ response_type }) => response_type === "in_channel" },
      { error: "invalid_blocks" },
    );
    expect(saidBy(await share(user))).toContain(refused);
  });

  test.each([
    true,
    false,
  ])("pressed twice at once it is one post (the bot is a member: %s)", async (member) => {
    const user = person(await connect(mode), { channel: { member } });
    const card = await search(user, "neural collapse");
    const both = await Promise.all([user.press(card, /Share/), user.press(card, /Share/)]);
    for (const pressed of both)
      await pressed.settled({ where: ({ ts, edited }) => ts === card.ts && edited, timeoutMs: 8_000 });
    expect(publicMessages()).toHaveLength(1);
    expect(posts()).toHaveLength(1);
    expect(saidBy(card)).toContain(shared);
  });

  test.each([
    "token_expired",
    "token_revoked",
  ] as const)("%s while serving: answers go on by response URL and the log asks for a new token", async (state) => {
    const user = person(await connect(mode));
    slack.setToken("bot", state);
    expect(saidBy(await share(user))).toContain(shared);
    expect(publicMessages()).toHaveLength(1);
    expect(app.logged.at(-1)).toContain("renew SLACK_BOT_TOKEN");
    expect(app.logged.join()).not.toContain(slack.botToken);
  });
});
