import { z } from "zod";
import { text } from "../src/core/card.ts";
import { defineCommand } from "../src/core/command.ts";
import { UserError } from "../src/core/errors.ts";
import { languageName, languages } from "../src/core/language.ts";

const input = z.object({
  code: z.enum([...languages, "auto"]).meta({ reads: "language" }),
  for: z.enum(["me", "channel"]).optional(),
});

/** `/paperboy language ja`, `/paperboy language auto for:channel`. */
export const language = defineCommand({
  name: ["paperboy", "language"],
  input,
  rest: "code",
  async run(context, { code, for: whom = "me" }) {
    const { channel, person } = context.place;
    const forChannel = whom === "channel";
    if (forChannel && !channel) throw new UserError("noChannel");
    if (forChannel && !channel?.mayManage) throw new UserError("mayNotManage");
    const key = forChannel && channel ? channel.key : person.key;
    const chosen = code === "auto" ? undefined : code;
    await context.settings.setLanguage(forChannel ? "channel" : "person", key, chosen);
    const texts = chosen === undefined ? context.texts : context.catalog(chosen);
    const say = texts.replies;
    const said =
      chosen === undefined
        ? forChannel
          ? say.languageClearedForChannel
          : say.languageClearedForPerson
        : (forChannel ? say.languageSetForChannel : say.languageSetForPerson)(languageName(chosen, chosen));
    return { kind: "answer", card: { blocks: [text(said)] } };
  },
});
