/** response_urls of the loopback Slack: uses, age, replacing and deleting. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Running, socketApp } from "./bolt-app.ts";
import type { Json } from "./rules.ts";
import { bot } from "./sample-bot.ts";
import { type Slack, startSlack } from "./server.ts";

let slack: Slack;
let running: Running | undefined;
let clock = 0;

beforeEach(async () => {
  clock = 0;
  slack = await startSlack({ now: () => Date.now() + clock });
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await slack.close();
});

describe("response_url", () => {
  const post = async (url: unknown, body: Json) => {
    const answer = await fetch(String(url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return [answer.status, await answer.text()] as const;
  };

  it("works five times", async () => {
    running = await socketApp(slack, bot);
    const result = await (await slack.user().slash("/paper", "x")).settled();
    const url = result.payload.response_url;
    for (let i = 2; i <= 5; i += 1) expect(await post(url, { text: `${i}` })).toEqual([200, "ok"]);
    expect(await post(url, { text: "6" })).toEqual([404, '{"ok":false,"error":"used_url"}']);
    expect(result.replies).toHaveLength(5);
    expect(slack.problems).toEqual(["response_url was used more than 5 times"]);
  });

  it("works for thirty minutes", async () => {
    running = await socketApp(slack, bot);
    const { payload } = await slack.user().slash("/at-once");
    clock = 30 * 60_000 + 1;
    expect(await post(payload.response_url, { text: "late" })).toEqual([
      404,
      '{"ok":false,"error":"expired_url"}',
    ]);
  });

  it("refuses bad blocks, and has no original for a command", async () => {
    running = await socketApp(slack, bot);
    const { payload, replies } = await (await slack.user().slash("/paper", "x")).settled();
    const bad = { text: "a", blocks: [{ type: "nothing" }] };
    expect(await post(payload.response_url, bad)).toEqual([400, "invalid_blocks"]);
    expect(slack.problems.splice(0)).toEqual(["response_url /blocks/0/type: unsupported type: nothing"]);
    expect(await post(payload.response_url, { text: "b", replace_original: true })).toEqual([200, "ok"]);
    expect(slack.problems[0]).toContain("no effect for a slash command");
    expect(replies).toHaveLength(1);
    expect(slack.messages).toHaveLength(2);
  });

  it("posts in the channel, deletes the original, and stays off another's private message", async () => {
    running = await socketApp(slack, bot);
    const ana = slack.user();
    const result = await (await ana.slash("/paper", "x")).settled();
    const found = result.message;
    if (!found) throw new Error("no message");
    const pick = await (await ana.choose(found, "pick", /Paper b/)).settled();
    const url = pick.payload.response_url;
    await post(url, { text: "shared", response_type: "in_channel", replace_original: false });
    expect(slack.messages.at(-1)).toMatchObject({
      text: "shared",
      ephemeral: false,
      channel: ana.channel.id,
    });
    await post(url, { delete_original: true });
    expect(found.deleted).toBe(true);
    expect(result.message).toBeUndefined();
    const other = slack.messages.find((m) => m.text === "picked b");
    await expect(slack.user().press(other ?? found, "next")).rejects.toThrow(/no control|private to/);
    expect(slack.problems).toEqual([]);
  });

  it("can fail like any other call", async () => {
    const failures: unknown[] = [];
    running = await socketApp(slack, (app) => {
      app.command("/paper", async ({ ack, respond }) => {
        await ack();
        await respond("a").catch((error: Error) => failures.push(error.message));
      });
    });
    slack.fail({ method: "response_url" }, { status: 503 });
    await slack.user().slash("/paper");
    await slack.until(() => failures.length === 1, "the failure");
    expect(failures[0]).toContain("503");
  });

  it("wants a press answered with an explicit replace_original", async () => {
    running = await socketApp(slack, bot);
    const ana = slack.user();
    const found = (await (await ana.slash("/paper", "x")).settled()).message;
    if (!found) throw new Error("no message");
    const press = await (await ana.choose(found, "pick", "a")).settled();
    expect(await post(press.payload.response_url, { text: "which?" })).toEqual([200, "ok"]);
    expect(press.delivered.map((d) => d.how)).toEqual(["posted", "replaced"]);
    expect(slack.problems).toEqual([expect.stringContaining("say replace_original true or false")]);
  });
});
