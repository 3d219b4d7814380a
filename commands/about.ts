import { z } from "zod";
import { note, text } from "../src/core/card.ts";
import { defineCommand } from "../src/core/command.ts";
import { en } from "../src/i18n/en.ts";

export const about = defineCommand({
  name: ["paperboy", "about"],
  input: z.object({}),
  async run({ texts, language, status, summaries }) {
    const say = texts.about;
    const { version } = await status();
    // arXiv asks for these sentences in its own words, so other languages carry them beside their translation.
    const inArxivsWords = language === "en" ? [] : [note(`${en.about.thanks} ${en.about.notEndorsed}`)];
    return {
      kind: "answer",
      card: {
        title: say.title,
        blocks: [
          text(say.what(version)),
          text(say.sources),
          text(say.translations),
          ...(summaries.service ? [text(say.summaries(summaries.service.credit))] : []),
          text(say.privacy),
          note(`${say.thanks} ${say.notEndorsed}`),
          ...inArxivsWords,
        ],
      },
    };
  },
});
