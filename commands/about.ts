import { z } from "zod";
import { note, text } from "../src/core/card.ts";
import { type Context, defineCommand } from "../src/core/command.ts";
import { en } from "../src/i18n/en.ts";
import { listNames } from "../src/i18n/format.ts";

export const about = defineCommand({
  name: ["paperboy", "about"],
  input: z.object({}),
  async run(context) {
    const { texts, language, status, summaries } = context;
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
          ...whatLeaves(context).map((sentence) => text(sentence)),
          note(`${say.thanks} ${say.notEndorsed}`),
          ...inArxivsWords,
        ],
      },
    };
  },
});

/** What the configured services are sent, and that nothing else is. */
function whatLeaves({ texts, language, translations, findPaper }: Context): readonly string[] {
  const say = texts.about;
  const { services } = translations;
  const named = (of: typeof services) =>
    of.length === 0
      ? undefined
      : listNames(
          language,
          of.map(({ credit }) => credit),
        );
  const here = named(services.filter(({ local }) => local));
  const elsewhere = named(services.filter(({ local }) => !local));
  const searching = named(services.filter(({ local, seesQueries }) => !local && seesQueries));
  return [
    ...(here ? [say.translatedHere(here)] : []),
    ...(elsewhere ? [say.translatedElsewhere(elsewhere)] : []),
    ...(searching ? [say.queriesElsewhere(searching)] : []),
    ...(findPaper ? [say.lookedUp] : []),
    searching || findPaper ? say.people : say.privacy,
  ];
}
