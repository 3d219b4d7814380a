/** Cards that Discord refuses, which no card should be: here one kind of button is made with an id that is too long. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Dispatcher } from "../../../src/app/dispatch.ts";
import type { Card } from "../../../src/core/card.ts";
import type { Reply } from "../../../src/core/command.ts";
import { app, discord, publicMessages, serve, textOf } from "./harness.ts";

vi.mock("../../../src/platforms/discord/controls.ts", async (original) => {
  const real = await original<typeof import("../../../src/platforms/discord/controls.ts")>();
  return {
    renderControls: (rows: Parameters<typeof real.renderControls>[0]) =>
      JSON.parse(JSON.stringify(real.renderControls(rows)).replaceAll("|bad", "x".repeat(101))),
  };
});

const text = (said: string) => ({ kind: "text" as const, text: [said] });
const button = (id: string) => [[{ kind: "button" as const, id, label: "press" }]];
const bad: Card = {
  title: "A *title*",
  url: "https://arxiv.org/abs/1",
  blocks: [text(`@everyone ${"said ".repeat(1_000)}`)],
  controls: button("|bad"),
};

function answering(reply: (place: "command" | "control") => Reply): Dispatcher {
  return {
    effect: () => "update",
    dispatch: async ({ input }: { input: { kind: string } }) =>
      reply(input.kind === "control" ? "control" : "command"),
  } as unknown as Dispatcher;
}

const errors = () => app.logged.filter((line) => JSON.parse(line).level === 50);

afterEach(() => {
  // Refused on purpose.
  expect(discord.problems.length).toBeGreaterThan(0);
  discord.problems.length = 0;
});

describe("a card that Discord refuses", () => {
  test("reaches the person as plain text, and the log says why", async () => {
    await serve({ on: { ...app, dispatcher: answering(() => ({ kind: "answer", card: bad })) } });
    app.logged.length = 0;
    const ana = discord.user();
    const reply = await (await ana.slash(["paperboy", "help"])).settled();
    expect(reply.original).toMatchObject({ embeds: [], components: [] });
    const { content = "" } = reply.original ?? {};
    expect(content.startsWith("A \\*title\\*\n<https://arxiv.org/abs/1>\n\\@everyone said said")).toBe(true);
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(errors()).toHaveLength(1);
    expect(errors()[0]).toMatch(/50035.*a card was refused/);
  });

  test("as a problem beside a card reaches the person beside it", async () => {
    const good: Card = { blocks: [text("good")], controls: button("good") };
    const reply = (place: string): Reply =>
      place === "command" ? { kind: "answer", card: good } : { kind: "problem", card: bad };
    await serve({ on: { ...app, dispatcher: answering(reply) } });
    const ana = discord.user();
    const card = await (await ana.slash(["paperboy", "help"])).settled();
    const pressed = await ana.press(card.original, "press");
    await discord.until(() => pressed.followUps.length === 1);
    expect(pressed.followUps[0]?.content).toContain("A \\*title\\*");
    expect(textOf(card.original)).toContain("good");
  });

  test("as a share is told as refused, not as forbidden", async () => {
    const told = (said: string): Card => ({ blocks: [text(said)] });
    const failed = { forbidden: told("f"), refused: told("was refused"), unconfirmed: told("u") };
    const post = { card: bad, key: "k", failed };
    const reply: Reply = { kind: "update", card: told("shared"), post };
    await serve({ on: { ...app, dispatcher: answering(() => reply) } });
    app.logged.length = 0;
    const ana = discord.user();
    const answer = await (await ana.slash(["paperboy", "help"])).settled();
    expect(textOf(answer.original)).toContain("was refused");
    expect(publicMessages(ana.channelId)).toEqual([]);
    expect(errors()).toHaveLength(1);
  });
});
