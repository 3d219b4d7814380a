import type { Command } from "../../core/command.ts";
import { optionSpecs } from "../../core/options.ts";
import { en } from "../../i18n/en.ts";

/** How the app's slash commands and buttons reach the process. */
export type Delivery = { readonly kind: "socket" } | { readonly kind: "http"; readonly baseUrl: string };

/** Where Bolt's HTTP receiver listens. */
export const eventsPath = "/slack/events";

/**
 * The Slack app manifest (schema 2) for the declared commands. Scopes: `commands` for the slash commands, `chat:write`
 * and `chat:write.public` to share into channels, `users:read` for a reader's locale, the histories to find out whether
 * a share arrived when Slack did not say so.
 */
export function slackManifest(commands: readonly Command[], delivery: Delivery) {
  const url = delivery.kind === "http" ? new URL(eventsPath, delivery.baseUrl).href : undefined;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "Paperboy",
      description: "Finds research papers and shows them in your language",
      background_color: "#1f3a5f",
    },
    features: {
      bot_user: { display_name: "Paperboy", always_online: true },
      slash_commands: [...new Set(commands.map((command) => command.name[0]))].map((name) => ({
        command: `/${name}`,
        description: en.commands[name as keyof typeof en.commands].description,
        usage_hint: usageHint(commands.filter((command) => command.name[0] === name)),
        should_escape: false,
        ...(url && { url }),
      })),
    },
    oauth_config: {
      scopes: {
        bot: [
          "commands",
          "chat:write",
          "chat:write.public",
          "users:read",
          "channels:history",
          "groups:history",
          "im:history",
          "im:write",
          "mpim:history",
        ],
      },
    },
    settings: {
      interactivity: { is_enabled: true, ...(url && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: delivery.kind === "socket",
      token_rotation_enabled: false,
    },
  };
}

function usageHint(commands: readonly Command[]): string {
  const whole = commands.find((command) => command.name.length === 1);
  if (!whole) return commands.map((command) => command.name[1]).join(" | ");
  const options = optionSpecs(whole.input).filter((spec) => spec.name !== whole.rest);
  return [`<${whole.rest}>`, ...options.map((spec) => `[${spec.name}:]`)].join(" ");
}
