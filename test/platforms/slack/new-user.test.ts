import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NewUser, newUsers, untranslated } from "../../support/new-user.ts";
import { openServiceOff, type ServiceOff } from "../../support/service-off.ts";
import { connect, person, saidBy, shown } from "./harness.ts";

describe.each(Object.entries(newUsers))("somebody who has set %s", (_, open) => {
  let user: NewUser & { close(): Promise<void> };
  beforeAll(async () => {
    user = await open();
  });
  afterAll(async () => {
    await user.app.close();
    await user.close();
  });

  test("gets the translation of a command's paper, with its engine", async () => {
    const ana = person(await connect("socket", user.app), { locale: "de-DE" });
    const paper = await untranslated(user.app);
    const outcome = await ana.slash("/paper", paper.id);
    await outcome.settled({ where: (message) => saidBy(message).includes(user.credit), timeoutMs: 20_000 });
    const said = saidBy(shown(outcome));
    expect(said).toMatch(user.trace);
    expect(said).toContain("https://a.example/x_y");
    expect(said).toContain(paper.title);
  });

  test("reads in another language in place", async () => {
    const ana = person(await connect("socket", user.app));
    const paper = await untranslated(user.app);
    const card = shown(await (await ana.slash("/paper", paper.id)).settled());
    const outcome = await ana.choose(card, /^l/, "de");
    await outcome.settled({ where: (message) => saidBy(message).includes(user.credit), timeoutMs: 20_000 });
    expect(saidBy(card)).toMatch(user.trace);
    expect(outcome.delivered.every(({ how }) => how === "replaced")).toBe(true);
  });
});

describe("a service that is turned off in mid-request", () => {
  let off: ServiceOff;
  beforeAll(async () => {
    off = await openServiceOff();
  });
  afterAll(() => off.close());

  test("leaves the original, with a plain sentence in the reader's language", async () => {
    const ana = person(await connect("socket", off.app), { locale: "fr-FR" });
    const paper = await untranslated(off.app);
    const outcome = await ana.slash("/paper", paper.id);
    await off.turnOff();
    await outcome.settled({
      where: (message) => saidBy(message).includes("pas de réponse de LibreTranslate"),
      timeoutMs: 20_000,
    });
    expect(saidBy(shown(outcome))).toContain("version originale en anglais");
  });
});
