import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NewUser, newUsers, untranslated } from "../../support/new-user.ts";
import { openServiceOff, type ServiceOff } from "../../support/service-off.ts";
import { discord, embedOf, serve, textOf } from "./harness.ts";

describe.each(Object.entries(newUsers))("somebody who has set %s", (_, open) => {
  let user: NewUser & { close(): Promise<void> };
  beforeAll(async () => {
    user = await open();
  });
  afterAll(async () => {
    await user.app.close();
    await user.close();
  });

  test("gets the original at once, then the translation in the same message, with its engine", async () => {
    await serve({ on: user.app });
    const paper = await untranslated(user.app);
    const ana = discord.user({ locale: "de" });
    const reply = await ana.slash("paper", { query: paper.id });
    const first = await reply.until(({ original }) => (original?.embeds.length ?? 0) > 0);
    const { id } = first.original ?? {};
    expect(embedOf(first.original).title).toBe(paper.title);
    expect(textOf(first.original)).toMatch(/Wird ins Deutsche übersetzt|wird vorbereitet/);
    await reply.until(({ original }) => textOf(original).includes(user.credit));
    expect(reply.original?.id).toBe(id);
    expect(textOf(reply.original)).toMatch(user.trace);
    expect(textOf(reply.original)).toContain("https://a.example/x_y");
    const again = await ana.slash("paper", { query: paper.id });
    await again.settled();
    await again.until(({ original }) => textOf(original).includes(user.credit));
    expect(embedOf(again.original)).toEqual(embedOf(reply.original));
  });
});

describe("a service that is turned off in mid-request", () => {
  let off: ServiceOff;
  beforeAll(async () => {
    off = await openServiceOff();
  });
  afterAll(() => off.close());

  test("leaves the original, with a plain sentence in the reader's language", async () => {
    await serve({ on: off.app });
    const paper = await untranslated(off.app);
    const reply = await discord.user({ locale: "zh-TW" }).slash("paper", { query: paper.id });
    await off.turnOff();
    await reply.until(({ original }) => textOf(original).includes("無法連線到 LibreTranslate。請稍後再試。"));
    expect(embedOf(reply.original).title).toBe(paper.title);
    expect(textOf(reply.original)).toContain("尚無繁體中文譯文，目前顯示英文原文。");
  });
});
