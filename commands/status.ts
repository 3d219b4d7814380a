import { z } from "zod";
import { defineCommand } from "../src/core/command.ts";
import { formatDuration } from "../src/i18n/format.ts";

export const status = defineCommand({
  name: ["paperboy", "status"],
  input: z.object({}),
  async run(context) {
    const { texts, language } = context;
    const now = await context.status();
    const lines = [
      texts.status.papers(now.papers),
      ...(now.pending > 0 ? [texts.status.pending(now.pending)] : []),
      ...now.platforms.map(({ name, state }) => `${name}: ${texts.status.platform[state]}`),
      texts.status.uptime(formatDuration(language, now.uptimeSeconds)),
      texts.status.version(now.version),
    ];
    return {
      kind: "answer",
      card: { title: texts.status.title, blocks: [{ kind: "list", items: lines.map((line) => [line]) }] },
    };
  },
});
