import { describe, expect, test, vi } from "vitest";
import type { Json } from "../../fakes/slack/rules.ts";
import { app, connect, modes, person, publicMessages, saidBy, shown, slack } from "./harness.ts";

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

describe.each(modes)("the modal of /paperboy subscribe over %s", (mode) => {
  const field = (name: string, value: string) => ({
    [name]: { [name]: { type: "plain_text_input", value } },
  });

  async function opened(locale = "en-US") {
    const user = person(await connect(mode), { locale });
    const command = await user.slash("/paperboy", "subscribe");
    await vi.waitFor(() => expect(slack.workspace.views).toHaveLength(1), { timeout: 5_000 });
    return { user, command, view: slack.workspace.views[0] as Json };
  }

  test("opens in the person's language, and what is filled in subscribes the channel", async () => {
    const { user, command, view } = await opened("de-DE");
    expect(JSON.stringify(view)).toContain("Thema abonnieren");
    const values = {
      ...field("topic", "neural collapse -survey"),
      ...field("max", "3"),
      ...field("tz", "Tokyo"),
    };
    expect((await user.submit(view, values)).acked).toBe(true);
    expect(saidBy(shown(await command.settled()))).toContain("/paperboy unsubscribe 1");
    const [told] = publicMessages();
    expect(told && saidBy(told)).toContain("neural collapse -survey");
    expect(told && saidBy(told)).toContain("09:00 (Asia/Tokyo)");
    expect(told && saidBy(told)).toContain("höchstens 3 Paper");
  });

  test("shows what is wrong beneath the field that it is about, and stays open", async () => {
    const { user, view } = await opened();
    const { ackBody } = await user.submit(view, { ...field("topic", "memes"), ...field("at", "25:61") });
    expect(ackBody).toMatchObject({
      response_action: "errors",
      errors: { at: expect.stringContaining("25:61") },
    });
    expect(publicMessages()).toEqual([]);
    const again = await user.submit(view, { ...field("topic", "-survey") });
    expect(again.ackBody).toMatchObject({
      errors: { topic: expect.stringContaining("What shall this channel") },
    });
  });

  test("that cannot be opened is answered with how to type it", async () => {
    const user = person(await connect(mode));
    slack.fail({ method: "views.open" }, { error: "internal_error" });
    const said = saidBy(shown(await (await user.slash("/paperboy", "subscribe")).settled()));
    expect(said).toContain("What shall this channel be subscribed to?");
  });
});
