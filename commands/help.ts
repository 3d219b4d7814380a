import { z } from "zod";
import { text } from "../src/core/card.ts";
import { defineCommand } from "../src/core/command.ts";
import { withCode } from "../src/views/message.ts";

export const help = defineCommand({
  name: ["paperboy", "help"],
  input: z.object({}),
  async run({ texts, place }) {
    const { title, intro, search, filters, language, about, privacy, console } = texts.help;
    const lines = [
      search,
      filters,
      language,
      about,
      privacy,
      ...(place.platform === "console" ? [console] : []),
    ];
    return {
      kind: "answer",
      card: { title, blocks: [text(intro), { kind: "list", items: lines.map((line) => withCode(line)) }] },
    };
  },
});
