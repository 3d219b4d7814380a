/**
 * What Discord would refuse about a request body: its OpenAPI document where that is at hand, and on top of
 * it the rules that the document leaves out.
 */
import { checkContract, contractsAvailable, unknownCommandKeys, warmUp } from "./contract.ts";
import { autocompleteRules, commandRules } from "./rules-commands.ts";
import { modalRules } from "./rules-components.ts";
import { emptyMessage, messageRules, type Use, unknownMessageKeys } from "./rules-messages.ts";
import { type Report, text } from "./rules-text.ts";
import { isObject, type Json, toObject } from "./types.ts";

export { contractsAvailable, emptyMessage, warmUp };

export type Operation =
  | "bulk_set_application_commands"
  | "bulk_set_guild_application_commands"
  | "create_interaction_response"
  | "update_original_webhook_message"
  | "execute_webhook"
  | "update_webhook_message"
  | "create_message"
  | "create_thread_from_message";

function useOf(operation: Operation): Use {
  if (operation === "create_message") return "channel";
  return operation === "execute_webhook" ? "followup" : "edit";
}

function callbackRules(report: Report, body: Json): void {
  const data = toObject(body.data);
  const within: Report = (path, what) => report(path === "" ? "data" : `data.${path}`, what);
  switch (body.type) {
    case 1:
    case 6:
      break;
    case 4:
      messageRules(within, data, "answer");
      break;
    case 5: {
      const flags = data.flags ?? 0;
      if (!Number.isInteger(flags)) report("data.flags", "must be an integer");
      break;
    }
    case 7:
      messageRules(within, data, "edit");
      break;
    case 8:
      autocompleteRules(report, data);
      break;
    case 9:
      modalRules(report, data);
      break;
    default:
      report("type", "unknown callback type");
  }
}

function handWritten(operation: Operation, body: unknown): string[] {
  const found: string[] = [];
  const report: Report = (path, what) => found.push(`${path}: ${what}`);
  if (operation.startsWith("bulk_set")) commandRules(report, body);
  else if (!isObject(body)) report("", "must be an object");
  else if (operation === "create_interaction_response") callbackRules(report, body);
  else if (operation === "create_thread_from_message") text(report, "name", body.name, 1, 100);
  else messageRules(report, body, useOf(operation));
  return found;
}

/** One line for each reason to refuse the body, `path: what is wrong`; none when Discord would take it. */
export function checkBody(operation: Operation, body: unknown): string[] {
  return [...new Set([...handWritten(operation, body), ...checkContract(operation, body)])];
}

/** Keys that Discord would silently ignore: worth a look, never a reason to refuse. */
export function unknownKeys(operation: Operation, body: unknown): string[] {
  if (operation.startsWith("bulk_set")) return unknownCommandKeys(body);
  if (!isObject(body)) return [];
  if (operation === "create_thread_from_message") {
    const known = ["name", "auto_archive_duration", "rate_limit_per_user"];
    return Object.keys(body).filter((key) => !known.includes(key));
  }
  if (operation !== "create_interaction_response") return unknownMessageKeys(body, useOf(operation));
  const data = toObject(body.data);
  if (body.type === 4) return unknownMessageKeys(data, "answer");
  return body.type === 7 ? unknownMessageKeys(data, "edit") : [];
}
