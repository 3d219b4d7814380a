import { z } from "zod";
import { text } from "../src/core/card.ts";
import { type Context, defineCommand } from "../src/core/command.ts";
import { withCode } from "../src/views/message.ts";

export const help = defineCommand({
  name: ["paperboy", "help"],
  input: z.object({}),
  async run(context) {
    const { texts, place, translations } = context;
    const {
      title,
      intro,
      search,
      filters,
      digests,
      operators,
      language,
      translation,
      about,
      privacy,
      console,
    } = texts.help;
    const lines = [
      search,
      filters,
      operators,
      language,
      ...(translations.services.length > 0 ? [translation] : []),
      digests,
      about,
      privacy,
      ...(place.platform === "console" ? [console] : []),
    ];
    const items = lines.map((line) => withCode(inTheirNames(line, context)));
    return { kind: "answer", card: { title, blocks: [text(intro), { kind: "list", items }] } };
  },
});

/** The commands in a text under the names by which the platform offers them to this person. */
function inTheirNames(line: string, { place, catalog }: Context): string {
  if (!place.commandsIn) return line;
  const names: Readonly<Record<string, { readonly name: string }>> = catalog(place.commandsIn).commands;
  return line.replace(/`\/(\w+)( \w+)?/g, (typed, top: string, sub = "") => {
    const command = names[top];
    if (!command) return typed;
    const translated = top === "paperboy" ? names[sub.trim()]?.name : undefined;
    return `\`/${command.name}${translated ? ` ${translated}` : sub}`;
  });
}
