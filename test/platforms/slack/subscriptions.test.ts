import { describe, expect, test } from "vitest";
import { app, connect, modes, person, publicMessages, saidBy, shown } from "./harness.ts";

describe.each(modes)("subscriptions on Slack over %s", (mode) => {
  test("are told to the channel, in the zone of the person", async () => {
    const user = person(await connect(mode), { tz: "Asia/Kathmandu" });
    const own = saidBy(shown(await (await user.slash("/paperboy", "subscribe neural collapse")).settled()));
    expect(own).toContain("/paperboy unsubscribe 1");
    const [told] = publicMessages();
    expect(told && saidBy(told)).toContain("09:00 (Asia/Kathmandu), weekdays");
    expect(publicMessages()).toHaveLength(1);
    const list = saidBy(shown(await (await user.slash("/paperboy", "subscriptions")).settled()));
    expect(list).toContain("neural collapse");
    expect(publicMessages()).toHaveLength(1);
  });

  test("are for administrators where the operator wants that, and for oneself in a direct message", async () => {
    const running = await connect(mode, app, { adminsSubscribe: true });
    const say = async (user: ReturnType<typeof person>) =>
      saidBy(shown(await (await user.slash("/paperboy", "subscribe memes")).settled()));
    expect(await say(person(running))).toContain("Only people who may manage this channel");
    expect(await say(person(running, { isAdmin: true }))).toContain("Done.");
    expect(await say(person(running, { channel: { kind: "im" } }))).toContain("Done.");
  });

  test("errors are for the caller alone", async () => {
    const user = person(await connect(mode));
    const said = saidBy(shown(await (await user.slash("/paperboy", "subscribe x at:25:00")).settled()));
    expect(said).toContain("25:00");
    expect(publicMessages()).toEqual([]);
  });
});
