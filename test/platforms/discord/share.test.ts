import { describe, expect, test } from "vitest";
import { catalogs } from "../../../src/i18n/index.ts";
import type { Message, RestRequest } from "../../fakes/discord/types.ts";
import type { Person, PersonOptions } from "../../fakes/discord/user.ts";
import {
  controlsOf,
  discord,
  embedOf,
  menuWith,
  publicMessages,
  requestsTo,
  serve,
  textOf,
} from "./harness.ts";

const share = "Share to channel";
const title = "Principled and Efficient Transfer Learning of Deep Models via Neural Collapse";
const say = catalogs.en.replies;

/** A person with the card of a paper before them. */
async function reader(options: PersonOptions = {}): Promise<{ person: Person; card: Message }> {
  const person = discord.user(options);
  const reply = await (await person.slash("paper", { query: "neural collapse" })).settled();
  if (!reply.original) throw new Error("no card");
  return { person, card: reply.original };
}

const labels = (message: Message | undefined) => controlsOf(message).flatMap(({ label }) => label ?? []);
const posts = (): RestRequest[] =>
  discord.requests.filter(
    ({ method, path }) => method === "POST" && /^\/channels\/\d+\/messages$/.test(path),
  );
const followUps = /^\/webhooks\/\d+\/[^/]+$/;

describe("a share in a server that added the bot", () => {
  test("is one message of the bot, naming who shared it, with a nonce", async () => {
    await serve();
    const { person, card } = await reader({ name: "ana" });
    const reply = await (await person.press(card, share)).settled();
    const [shared, ...more] = publicMessages(person.channelId);
    expect(more).toEqual([]);
    expect(embedOf(shared).title).toBe(title);
    expect(embedOf(shared).description).toContain("*Shared by ana*");
    expect(shared?.mentions).toEqual([]);
    expect(posts()).toMatchObject([
      { body: { nonce: expect.stringMatching(/^[\w-]{22}$/), enforce_nonce: true } },
    ]);
    expect(reply.original?.id).toBe(card.id);
    expect(textOf(reply.original)).toContain(say.shared);
    expect(labels(reply.original)).not.toContain(share);
    expect(labels(reply.original)).toContain("BibTeX");
  });

  test("answers everybody's presses in private, each in their own language, and never changes", async () => {
    await serve();
    const { person, card } = await reader();
    await (await person.press(card, share)).settled();
    const [shared] = publicMessages(person.channelId);
    const ben = discord.user({ name: "ben", locale: "de" });
    const inJapanese = await ben.choose(shared, menuWith(shared, "ja"), "ja");
    await inJapanese.settled();
    expect(inJapanese.ephemeral).toBe(true);
    expect(embedOf(inJapanese.original).title).toMatch(
      /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u,
    );
    const bibtex = await (await ben.press(shared, "BibTeX")).settled();
    expect(bibtex.ephemeral).toBe(true);
    const similar = await (await ben.press(shared, /^Similar/)).settled();
    expect(textOf(similar.original)).toMatch(/Wortlaut|Ähnlich|ähnlich/);
    expect(publicMessages(person.channelId)).toEqual([shared]);
    // The private copy is ben's own: it changes in place.
    const back = await ben.choose(inJapanese.original, menuWith(inJapanese.original, "fr"), "fr");
    await back.settled();
    expect(back.original?.id).toBe(inJapanese.original?.id);
  });

  test("whose answer was stored and then lost is posted once by its nonce", async () => {
    await serve();
    const { person, card } = await reader();
    discord.fail({ method: "POST", path: /^\/channels\/\d+\/messages$/ }, "store-then-502");
    const reply = await (await person.press(card, share)).settled();
    expect(posts()).toHaveLength(2);
    expect(publicMessages(person.channelId)).toHaveLength(1);
    expect(textOf(reply.original)).toContain(say.shared);
  });

  test.each([
    "store-then-reset",
    "reset",
  ] as const)("is posted once over a connection that breaks (%s)", async (how) => {
    await serve();
    const { person, card } = await reader();
    discord.fail({ method: "POST", path: /^\/channels\/\d+\/messages$/ }, how, 2);
    const reply = await (await person.press(card, share)).settled();
    expect(publicMessages(person.channelId)).toHaveLength(1);
    expect(textOf(reply.original)).toContain(say.shared);
  });

  test("whose message was deleted before the repetition is not posted again", async () => {
    await serve();
    const { person, card } = await reader();
    discord.fail({ method: "POST", path: /^\/channels\/\d+\/messages$/ }, "store-then-502", 4);
    const pressed = person.press(card, share);
    await discord.until(() => publicMessages(person.channelId).length === 1);
    discord.deleteMessage(String(publicMessages(person.channelId)[0]?.id));
    const reply = await (await pressed).settled();
    expect(publicMessages(person.channelId)).toEqual([]);
    expect(textOf(reply.original)).toContain(say.shared);
  });

  test("pressed twice at once on one card is one post, and both presses say so", async () => {
    await serve();
    const { person, card } = await reader();
    const both = await Promise.all([person.press(card, share), person.press(card, share)]);
    for (const reply of both) await reply.settled();
    expect(publicMessages(person.channelId)).toHaveLength(1);
    expect(textOf(person.sees(card))).toContain(say.shared);
    // Another process that knows nothing of the first press posts under the same key.
    expect(new Set(posts().map(({ body }) => (body as { nonce?: string }).nonce)).size).toBe(1);
  });

  test("that Discord never confirms is told as such, without a button to repeat it", async () => {
    await serve();
    const { person, card } = await reader();
    discord.fail({ method: "POST", path: /^\/channels\/\d+\/messages$/ }, { status: 503 }, 99);
    const reply = await (await person.press(card, share)).settled();
    expect(textOf(reply.original)).toContain(say.shareUnconfirmed.split(".")[0]);
    expect(labels(reply.original)).not.toContain(share);
    expect(publicMessages(person.channelId)).toEqual([]);
  });

  test.each([
    "missing-permissions",
    "missing-access",
    "unknown",
  ] as const)("is a follow-up where the bot turns out not to be let in (%s)", async (access) => {
    await serve();
    const { person, card } = await reader();
    discord.channel(person.channelId, access, person.guildId);
    const reply = await (await person.press(card, share)).settled();
    expect(posts()).toHaveLength(1);
    const [shared, ...more] = publicMessages(person.channelId);
    expect(more).toEqual([]);
    expect(embedOf(shared).title).toBe(title);
    expect(textOf(reply.original)).toContain(say.shared);
  });

  test("is a follow-up at once where the payload says that the bot may not write", async () => {
    await serve();
    const { person, card } = await reader({ appPermissions: "1024" });
    await (await person.press(card, share)).settled();
    expect(posts()).toEqual([]);
    expect(publicMessages(person.channelId)).toHaveLength(1);
  });
});

describe("a share elsewhere", () => {
  test.each([
    ["in a server where only the person has the app", { installs: ["user"] }],
    ["in a group chat", { context: "group", installs: ["user"] }],
  ] as const)("%s is a follow-up for all, tried without asking the channel", async (_, options) => {
    await serve();
    const { person, card } = await reader({ ...options, installs: [...options.installs] });
    const reply = await (await person.press(card, share)).settled();
    expect(posts()).toEqual([]);
    const [shared, ...more] = publicMessages(person.channelId);
    expect(more).toEqual([]);
    expect(embedOf(shared).description).toContain("*Shared by ana*");
    expect(shared?.mentions).toEqual([]);
    expect(textOf(reply.original)).toContain(say.shared);
  });

  test("pressed twice at once on one card is one follow-up, though it has no nonce", async () => {
    await serve();
    const { person, card } = await reader({ context: "group", installs: ["user"] });
    const both = await Promise.all([person.press(card, share), person.press(card, share)]);
    for (const reply of both) await reply.settled();
    expect(requestsTo(followUps)).toEqual(["POST 200"]);
    expect(publicMessages(person.channelId)).toHaveLength(1);
    expect(textOf(person.sees(card))).toContain(say.shared);
  });

  test("in a direct message is a message of the bot", async () => {
    await serve();
    const { person, card } = await reader({ context: "dm" });
    await (await person.press(card, share)).settled();
    expect(posts()).toHaveLength(1);
    expect(publicMessages(person.channelId)).toHaveLength(1);
  });

  test("as a follow-up is never sent twice, and the person is told to look", async () => {
    await serve();
    const { person, card } = await reader({ context: "group", installs: ["user"] });
    discord.fail({ method: "POST", path: followUps }, "store-then-502");
    const reply = await (await person.press(card, share)).settled();
    expect(requestsTo(followUps)).toEqual(["POST 502"]);
    expect(publicMessages(person.channelId)).toHaveLength(1);
    expect(textOf(reply.original)).toContain(say.shareUnconfirmed.split(".")[0]);
  });

  test("that Discord makes private is told as not shared", async () => {
    await serve();
    const { person, card } = await reader({ installs: ["user"], permissions: "2048" });
    const reply = await (await person.press(card, share)).settled();
    expect(publicMessages(person.channelId)).toEqual([]);
    expect(textOf(reply.original)).toContain("I may not write in this channel");
    expect(labels(reply.original)).toContain(share);
  });
});
