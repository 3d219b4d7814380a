/** The little bot that the stand-in's own tests drive. */
import type { BoltApp } from "./bolt-app.ts";
import { isObject, type Json } from "./rules.ts";

export const keyboard = [
  { type: "section", text: { type: "mrkdwn", text: "results" } },
  {
    type: "actions",
    elements: [
      { type: "button", action_id: "next", value: "2", text: { type: "plain_text", text: "Next page" } },
      {
        type: "static_select",
        action_id: "pick",
        options: ["a", "b"].map((v) => ({ value: v, text: { type: "plain_text", text: `Paper ${v}` } })),
      },
    ],
  },
];

/** A bot with a command, a button, a select, and a listener that never acknowledges. */
export function bot(app: BoltApp): void {
  app.command("/paper", async ({ ack, respond, command }) => {
    await ack();
    await respond({ text: `found ${command.text}`, blocks: keyboard });
  });
  app.command("/mute", async () => {});
  app.command("/at-once", async ({ ack }) => ack("here"));
  app.view("done", async ({ ack }) => ack());
  app.action("next", async ({ ack, respond, action }) => {
    await ack();
    await respond({ text: `page ${"value" in action ? action.value : ""}`, replace_original: true });
  });
  app.action("pick", async ({ ack, respond, action }) => {
    await ack();
    const chosen: Json =
      "selected_option" in action && isObject(action.selected_option) ? action.selected_option : {};
    await respond({ text: `picked ${chosen.value}`, replace_original: false });
  });
}
