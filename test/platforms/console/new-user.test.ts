import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { finalReply, renderReply } from "../../../src/platforms/console/repl.ts";
import { ConsoleSession } from "../../../src/platforms/console/session.ts";
import { removeTestFolders, type TestApp } from "../../support/app.ts";
import { type NewUser, newUsers, untranslated } from "../../support/new-user.ts";
import { openServiceOff, type ServiceOff } from "../../support/service-off.ts";

afterAll(removeTestFolders);

function session(app: TestApp): ConsoleSession {
  return new ConsoleSession(app.dispatcher, "de", { settings: app.store.settings, defaultLanguage: "en" });
}

async function shownFor(app: TestApp, line: string, meanwhile = async () => {}): Promise<string> {
  const console = session(app);
  const reply = await console.answer(line);
  if (!reply) throw new Error("no answer");
  const final = finalReply(reply, () => {});
  await meanwhile();
  return renderReply(await final, await console.texts(), { columns: 100, styled: false });
}

describe.each(Object.entries(newUsers))("somebody who has set %s", (_, open) => {
  let user: NewUser & { close(): Promise<void> };
  beforeAll(async () => {
    user = await open();
  });
  afterAll(async () => {
    await user.app.close();
    await user.close();
  });

  test("reads the translation, with its engine", async () => {
    const paper = await untranslated(user.app);
    const shown = await shownFor(user.app, paper.id);
    expect(shown).toContain(user.credit);
    expect(shown).toMatch(user.trace);
    expect(shown).toContain(paper.title);
  });
});

describe("a service that is turned off in mid-request", () => {
  let off: ServiceOff;
  beforeAll(async () => {
    off = await openServiceOff();
  });
  afterAll(() => off.close());

  test("leaves the original, with a plain sentence in the reader's language", async () => {
    const paper = await untranslated(off.app);
    const shown = await shownFor(off.app, paper.id, () => off.turnOff());
    expect(shown).toContain("Angezeigt wird das Original auf Englisch.");
    expect(shown).toContain("Nicht übersetzt: keine Verbindung zu LibreTranslate.");
  });
});
