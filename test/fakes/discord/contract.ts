/**
 * Checks against Discord's own OpenAPI document (discord/discord-api-spec 74fda0f, MIT) where it lies beside
 * the repository. It is not shipped: without it the hand-written rules stand alone.
 *
 * Compiling the schemas takes seconds, so `warmUp` does it before any three-second clock runs.
 */
import { existsSync, readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Operation } from "./rules.ts";
import { isObject, type Json, toList, toObject, toText } from "./types.ts";

const source = new URL("../../../../shared/contracts/discord/openapi.json", import.meta.url);

export const contractsAvailable: boolean = existsSync(source);

const root = "discord";
const messageUpdate = "IncomingWebhookUpdateRequestPartial";
const requestSchemas: { [operation in Exclude<Operation, "create_interaction_response">]: string } = {
  bulk_set_application_commands: "ApplicationCommandUpdateRequest",
  bulk_set_guild_application_commands: "ApplicationCommandUpdateRequest",
  update_original_webhook_message: messageUpdate,
  update_webhook_message: messageUpdate,
  execute_webhook: "IncomingWebhookRequestPartial",
  create_message: "MessageCreateRequest",
  create_thread_from_message: "CreateTextThreadWithMessageRequest",
};
const callbackSchemas: { [type: number]: string } = {
  1: "PongInteractionCallbackRequest",
  4: "CreateMessageInteractionCallbackRequest",
  5: "CreateMessageInteractionCallbackRequest",
  6: "UpdateMessageInteractionCallbackRequest",
  7: "UpdateMessageInteractionCallbackRequest",
  8: "ApplicationCommandAutocompleteCallbackRequest",
  9: "ModalInteractionCallbackRequest",
};

let loaded: Ajv2020 | undefined;
const compiled = new Map<string, ValidateFunction>();

function load(): Ajv2020 {
  if (loaded) return loaded;
  const document = JSON.parse(readFileSync(source, "utf8")) as Json;
  const schemas = toObject(toObject(document.components).schemas);
  // False reject: the document wants an integer, discord.js sends the string that the API also takes.
  const command = toObject(toObject(schemas.ApplicationCommandUpdateRequest).properties);
  command.default_member_permissions = { type: ["integer", "string", "null"], pattern: "^[0-9]+$" };
  loaded = new Ajv2020({ strict: false });
  addFormats.default(loaded);
  loaded.addFormat("snowflake", /^\d+$/u);
  loaded.addFormat("nonce", true);
  loaded.addSchema({ components: { schemas } }, root);
  return loaded;
}

function validator(schema: string): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const made = load().compile({ $ref: `${root}#/components/schemas/${schema}` });
  compiled.set(schema, made);
  return made;
}

/** Compiles what the bot's operations need; does nothing where the document is absent. */
export function warmUp(): void {
  if (!contractsAvailable) return;
  for (const schema of [...Object.values(requestSchemas), ...Object.values(callbackSchemas)])
    validator(schema);
}

/** Unions report every branch they tried; the deepest errors are those of the branch that was meant. */
function lines(errors: readonly ErrorObject[], prefix: string): string[] {
  const depth = Math.max(0, ...errors.map((error) => error.instancePath.split("/").length));
  const deepest = errors.filter((error) => error.instancePath.split("/").length === depth);
  const found = deepest.map((error) => {
    const path = `${prefix}${error.instancePath}`.split("/").filter(Boolean).join(".");
    return `${path}: ${error.message ?? "is invalid"} (OpenAPI)`;
  });
  return [...new Set(found)].slice(0, 3);
}

/** Problems of any value against a named schema of the document: for the stand-in's own answers. */
export function checkSchema(schema: string, value: unknown, prefix = ""): string[] {
  if (!contractsAvailable) return [];
  const validate = validator(schema);
  return validate(value) ? [] : lines(validate.errors ?? [], prefix);
}

export function checkContract(operation: Operation, body: unknown): string[] {
  if (!contractsAvailable) return [];
  if (operation === "create_interaction_response") {
    const schema = callbackSchemas[Number(toObject(body).type)];
    return schema ? checkSchema(schema, body) : [`type: unknown callback type (OpenAPI)`];
  }
  const schema = requestSchemas[operation];
  if (!operation.startsWith("bulk_set")) return checkSchema(schema, body);
  const found = toList(body).flatMap((command, index) => checkSchema(schema, command, `/${index}`));
  if (toList(body).length > 130) found.push(": must NOT have more than 130 items (OpenAPI)");
  return found;
}

/** Keys of a command or option that no schema of the document lists. */
export function unknownCommandKeys(body: unknown): string[] {
  const command =
    "id type name name_localizations description description_localizations options default_member_permissions dm_permission default_permission contexts integration_types nsfw handler";
  const option =
    "type name name_localizations description description_localizations required choices options channel_types min_value max_value min_length max_length autocomplete";
  const walk = (value: unknown, path: string, known: string): string[] => {
    if (!isObject(value)) return [];
    const own = Object.keys(value).filter((key) => !known.split(" ").includes(toText(key)));
    const inner = toList(value.options).flatMap((each, index) =>
      walk(each, `${path}options.${index}.`, option),
    );
    return [...own.map((key) => `${path}${key}`), ...inner];
  };
  return toList(body).flatMap((each, index) => walk(each, `${index}.`, command));
}
