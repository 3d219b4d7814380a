import { describe, expect, test } from "vitest";
import { discord, publicMessages, serve, textOf } from "./harness.ts";

const channelId = "1457510428359004777";

describe("subscriptions on Discord", () => {
  test("take the right to manage the channel, and are told to it", async () => {
    await serve();
    const options = {
      topic: "neural collapse",
      cat: "cs.LG",
      at: "9am",
      tz: "Tokyo",
      days: "mon,wed",
      max: "3",
    };
    const none = discord.user({ channelId, permissions: "2048" });
    const refused = await (await none.slash(["paperboy", "subscribe"], options)).settled();
    expect(textOf(refused.original)).toContain("Only people who may manage this channel");
    expect(publicMessages(channelId)).toEqual([]);
    const may = discord.user({ channelId, permissions: String(2048 | 16) });
    const done = await (await may.slash(["paperboy", "subscribe"], options)).settled();
    expect(done.ephemeral).toBe(true);
    expect(textOf(done.original)).toContain("/paperboy unsubscribe 1");
    const [told] = publicMessages(channelId);
    expect(textOf(told)).toContain("neural collapse cat:cs.LG");
    expect(textOf(told)).toContain("09:00 (Asia/Tokyo), Mon, Wed · up to 3 papers");
    const list = await (await none.slash(["paperboy", "subscriptions"])).settled();
    expect(textOf(list.original)).toContain("neural collapse cat:cs.LG");
  });

  test("in a direct message are its own, in UTC until somebody says a zone", async () => {
    await serve();
    const ana = discord.user({ context: "dm" });
    const done = await (await ana.slash(["paperboy", "subscribe"], { topic: "memes" })).settled();
    expect(textOf(done.original)).toContain("so the time is UTC");
  });

  test("show what they would post to the caller alone", async () => {
    await serve();
    const ana = discord.user({ context: "dm" });
    await (await ana.slash(["paperboy", "subscribe"], { topic: "collapse" })).settled();
    const shown = await (await ana.slash(["paperboy", "preview"])).settled();
    expect(textOf(shown.original)).toContain("Nothing would be posted now");
  });
});
