import { describe, expect, test } from "vitest";
import { PlatformError } from "../../../src/core/platform.ts";
import { app, createPlatform, discord, requestsTo, serve, textOf, useDiscord } from "./harness.ts";

const edit = /\/messages\/@original$/;
const help = ["paperboy", "help"];
const logged = () => app.logged.join("");

describe("a start", () => {
  const token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.revoked.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  async function refusal(platform: { start(): Promise<void> }): Promise<PlatformError> {
    const error = await platform.start().catch((thrown: unknown) => thrown);
    if (!(error instanceof PlatformError)) throw new Error(`no PlatformError: ${String(error)}`);
    return error;
  }

  test("with a token that Discord does not know fails for good, in one sentence without it", async () => {
    const platform = createPlatform({ token });
    const error = await refusal(platform);
    expect(error.permanent).toBe(true);
    expect(error.message).toMatch(/^Discord does not accept DISCORD_TOKEN\. /);
    expect(`${error.message}${error.stack}${String(error.cause)}`).not.toContain(token);
    expect(platform.state).toBe("failed");
  });

  test("with a token that only the gateway refuses fails for good too", async () => {
    discord.gateway.refuseWith(4004);
    const error = await refusal(createPlatform());
    expect(error.permanent).toBe(true);
  });

  test("without a network may be tried again, and then serves and stops as any other", async () => {
    const platform = createPlatform();
    discord.fail({ path: /^\/gateway\/bot$/ }, { status: 503 }, 4);
    expect((await refusal(platform)).permanent).toBe(false);
    expect(platform.state).toBe("failed");
    await platform.start();
    await discord.until(() => platform.state === "ready");
    expect(textOf((await (await discord.user().slash(help)).settled()).original)).toContain("What I can do");
    await platform.stop(1000);
    expect(platform.state).toBe("stopped");
    await discord.until(() => !discord.gateway.connected);
  });

  test("that the gateway keeps refusing ends when Paperboy is stopped", async () => {
    const platform = createPlatform();
    discord.gateway.refuseWith(4000);
    const starting = platform.start();
    await discord.until(() => requestsTo(/^\/gateway\/bot$/).length > 0);
    await platform.stop(1000);
    await starting;
    expect(platform.state).toBe("stopped");
  });
});

describe("the connection", () => {
  const ops = () => discord.gateway.received.map(({ op }) => op);

  test("that is cut resumes, and what was pressed meanwhile is answered", async () => {
    const platform = await serve();
    discord.gateway.drop();
    const reply = await (await discord.user().slash(help)).settled();
    expect(ops()).toContain(6);
    expect(ops().filter((op) => op === 2)).toHaveLength(1);
    expect(textOf(reply.original)).toContain("What I can do");
    expect(platform.state).toBe("ready");
  });

  test.each([
    ["asked to reconnect (op 7)", () => discord.gateway.reconnect(), 6],
    ["told that its session can be resumed (op 9 true)", () => discord.gateway.invalidate(true), 6],
    ["told that its session is gone (op 9 false)", () => discord.gateway.invalidate(false), 2],
    ["closed for a passing reason (4000)", () => discord.gateway.close(4000), 6],
  ] as const)("that is %s comes back by itself", async (_, disturb, op) => {
    const platform = await serve();
    const before = ops().filter((each) => each === op).length;
    disturb();
    await discord.until(
      () => ops().filter((each) => each === op).length > before && discord.gateway.connected,
      10_000,
    );
    await discord.until(() => platform.state === "ready");
    expect(textOf((await (await discord.user().slash(help)).settled()).original)).toContain("What I can do");
  });

  test("that is closed for good is told as not connected, and the process lives", async () => {
    const platform = await serve();
    app.logged.length = 0;
    discord.gateway.close(4004);
    await discord.until(() => platform.state === "failed");
    expect(logged()).toContain("closed the connection for good");
  });
});

describe("a stop", () => {
  test("lets answers in flight finish, takes no new ones and disconnects", async () => {
    await useDiscord({ deadlineMs: 400 });
    const platform = await serve();
    app.logged.length = 0;
    discord.fail({ path: edit }, { status: 429, retryAfter: 0.2 });
    const ana = discord.user();
    const reply = await ana.slash(help);
    const stopping = platform.stop(5000);
    const late = ana.slash(help);
    await stopping;
    expect(textOf(reply.original)).toContain("What I can do");
    await discord.until(() => !discord.gateway.connected);
    expect(platform.state).toBe("stopped");
    expect(app.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    expect((await late).failed).toBe(true);
  });

  test("waits no longer than its grace for an answer that hangs", async () => {
    const platform = await serve();
    discord.fail({ path: edit }, "hang");
    await discord.user().slash(help);
    await platform.stop(50);
    await discord.until(() => !discord.gateway.connected);
  });
});
