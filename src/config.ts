import { readFileSync } from "node:fs";
import { config as readDotenv } from "dotenv";
import { z } from "zod";
import { arrangeSources, missingForSources, sourcesShape } from "./config-sources.ts";
import { arrangeSummaries, missingForSummaries, summariesShape } from "./config-summaries.ts";
import {
  arrangeTranslation,
  missingForTranslation,
  type TranslationConfig,
  translationSecrets,
  translationShape,
} from "./config-translation.ts";
import { baseAddress, secret, secretFile, webAddress } from "./config-values.ts";
import { type Language, languages, parseLanguage } from "./core/language.ts";
import type { SourcesSettings } from "./sources/open.ts";
import type { SummariesSettings } from "./summaries/summaries.ts";

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Every variable that Paperboy reads, in the order in which `.env.example` explains them. */
export const environmentSchema = z.object({
  DISCORD_TOKEN: secret
    .refine(
      (token) => !/^(xox|xapp-)/i.test(token),
      "holds a Slack token: put the Discord bot's token there.",
    )
    .optional(),
  DISCORD_TOKEN_FILE: secretFile.optional(),
  DISCORD_GUILD_ID: z
    .string()
    .regex(
      /^\d{1,21}$/,
      "must be a server's id, a long number: turn on Developer Mode in Discord and copy the server's id.",
    )
    .optional(),
  DISCORD_API_URL: webAddress
    // discord.js adds the version of the API itself.
    .transform((url) =>
      url
        .replace(/\/+$/, "")
        .replace(/\/v\d+$/, "")
        .replace(/\/+$/, ""),
    )
    .optional(),
  SLACK_BOT_TOKEN: secret
    .refine(
      (token) => !token.startsWith("xapp-"),
      "holds an app-level token (xapp-): put the bot token that begins with xoxb- there and this one in SLACK_APP_TOKEN.",
    )
    .optional(),
  SLACK_BOT_TOKEN_FILE: secretFile.optional(),
  SLACK_APP_TOKEN: secret
    .refine(
      (token) => !token.startsWith("xox"),
      "holds another kind of token (xox): put the app-level token that begins with xapp- there.",
    )
    .optional(),
  SLACK_APP_TOKEN_FILE: secretFile.optional(),
  SLACK_SIGNING_SECRET: secret
    .refine(
      (value) => !/^(xox|xapp-)/.test(value),
      "holds a token: put the signing secret there, from the app's Basic Information page.",
    )
    .optional(),
  SLACK_SIGNING_SECRET_FILE: secretFile.optional(),
  SLACK_API_URL: baseAddress.transform((url) => `${url}/`).optional(),
  SUBSCRIPTIONS: z.enum(["members", "admins"], "must be members or admins.").optional(),
  PORT: z
    .string()
    .refine(
      (port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535,
      "must be a whole number from 0 to 65535.",
    )
    .transform(Number)
    .optional(),
  PAPERBOY_DATA: z.string().default("./data"),
  DATABASE_URL: secret
    .refine(
      (url) => URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol),
      "must be an address such as postgresql://user:password@host:5432/paperboy.",
    )
    .optional(),
  DATABASE_URL_FILE: secretFile.optional(),
  PAPERBOY_LANGUAGE: z
    .string()
    .transform((typed, context): Language => {
      const language = parseLanguage(typed);
      if (!language) context.addIssue(`must be one of ${languages.join(", ")}.`);
      return language ?? "en";
    })
    .optional(),
  ...translationShape,
  ...summariesShape,
  ...sourcesShape,
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(logLevels, `must be one of ${logLevels.join(", ")}.`))
    .default("info"),
});

type Environment = Readonly<Record<string, string | undefined>>;
type Values = z.output<typeof environmentSchema>;

const secretNames = [
  "DISCORD_TOKEN",
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "DATABASE_URL",
  ...translationSecrets,
] as const;

/** The port of Slack's HTTP mode where PORT does not say another. */
export const defaultPort = 3000;

export interface Config {
  readonly data: string;
  /** Where everything is kept but the index and models; without it, a database file in `data`. */
  readonly database?: string;
  readonly language?: Language;
  readonly logLevel: (typeof logLevels)[number];
  readonly port?: number;
  readonly discord?: { readonly token: string; readonly guild?: string; readonly apiUrl?: string };
  readonly slack?: {
    readonly botToken: string;
    readonly apiUrl?: string;
    readonly adminsSubscribe?: boolean;
    readonly mode: SlackMode;
  };
  readonly translation: TranslationConfig;
  readonly summaries: SummariesSettings;
  readonly sources: SourcesSettings;
  /** Every secret's value, for the log to hide. */
  readonly secrets: readonly string[];
}

export type SlackMode =
  | { readonly kind: "socket"; readonly appToken: string }
  | { readonly kind: "http"; readonly signingSecret: string; readonly port: number };

/** Everything that is wrong with the configuration, one sentence each, and never a value. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** The configuration that `.env` in the working directory and the environment give; the environment wins. */
export function loadConfig(): Config {
  const env = withoutEmpty(process.env);
  const { error } = readDotenv({
    path: ".env",
    encoding: "utf8",
    quiet: true,
    debug: false,
    override: false,
    processEnv: env,
  });
  if (error && reason(error) !== "ENOENT")
    throw new ConfigError([
      `.env cannot be read (${reason(error)}): make it a file that this user may read, or remove it.`,
    ]);
  return readConfig(env);
}

/** Reads a configuration from variables. The only thing it does besides is to read the files that NAME_FILE names. */
export function readConfig(environment: Environment): Config {
  const given = withoutEmpty(environment);
  const files = readSecretFiles(given);
  const parsed = environmentSchema.safeParse({ ...given, ...files.values });
  const problems = [
    ...files.problems,
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}`),
    ...missing(given),
    ...missingForSources(given),
  ];
  if (problems.length > 0 || !parsed.data) throw new ConfigError(problems);
  return arrange(parsed.data);
}

/** An empty variable is one that is not set: that is how `.env.example` leaves them. */
function withoutEmpty(environment: Environment): Record<string, string> {
  const set = Object.entries(environment).flatMap(([name, value]) => {
    const trimmed = value?.trim();
    if (!value || !trimmed) return [];
    return [[name, (secretNames as readonly string[]).includes(name) ? value : trimmed]];
  });
  return Object.fromEntries(set) as Record<string, string>;
}

function readSecretFiles(given: Environment): { values: Record<string, string>; problems: string[] } {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of secretNames) {
    const file = given[`${name}_FILE`];
    if (!file) continue;
    if (given[name]) {
      problems.push(`${name} and ${name}_FILE are both set: remove one of them.`);
      continue;
    }
    try {
      const value = readFileSync(file, "utf8").trimEnd();
      if (value) values[name] = value;
      else problems.push(`${name}_FILE names a file that is empty: write the secret into it.`);
    } catch (error) {
      problems.push(
        `${name}_FILE names a file that cannot be read (${reason(error)}): check its path and permissions.`,
      );
    }
  }
  return { values, problems };
}

function reason(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

/** Variables that need each other. */
function missing(given: Record<string, string>): string[] {
  const has = (name: string) => given[name] !== undefined || given[`${name}_FILE`] !== undefined;
  const problems: string[] = [];
  if (has("DISCORD_GUILD_ID") && !has("DISCORD_TOKEN"))
    problems.push("DISCORD_TOKEN is missing: add the bot's token, or remove DISCORD_GUILD_ID.");
  const modes = ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"].filter(has);
  if (modes.length > 0 && !has("SLACK_BOT_TOKEN"))
    problems.push(
      `SLACK_BOT_TOKEN is missing: add the bot token that begins with xoxb-, or remove ${modes.join(" and ")}.`,
    );
  if (has("SLACK_BOT_TOKEN") && modes.length === 0)
    problems.push(
      "SLACK_BOT_TOKEN needs a second variable: add SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET (and PORT) for HTTP.",
    );
  const translation = missingForTranslation(given, has);
  // What both need is told once.
  const told = translation.some((problem) => problem.startsWith("OPENAI_"));
  return [...problems, ...translation, ...(told ? [] : missingForSummaries(given, has))];
}

function arrange(values: Values): Config {
  const slack = arrangeSlack(values);
  const port = slack?.mode.kind === "http" ? slack.mode.port : values.PORT;
  return {
    data: values.PAPERBOY_DATA,
    ...(values.DATABASE_URL && { database: values.DATABASE_URL }),
    logLevel: values.LOG_LEVEL,
    ...(values.PAPERBOY_LANGUAGE && { language: values.PAPERBOY_LANGUAGE }),
    ...(port !== undefined && { port }),
    ...(values.DISCORD_TOKEN && {
      discord: {
        token: values.DISCORD_TOKEN,
        ...(values.DISCORD_GUILD_ID && { guild: values.DISCORD_GUILD_ID }),
        ...(values.DISCORD_API_URL && { apiUrl: values.DISCORD_API_URL }),
      },
    }),
    ...(slack && { slack }),
    translation: arrangeTranslation(values),
    summaries: arrangeSummaries(values),
    sources: arrangeSources(values),
    secrets: secretNames.flatMap((name) => values[name] ?? []),
  };
}

/** With both an app-level token and a signing secret Socket Mode wins: it needs no address that Slack can reach. */
function arrangeSlack(values: Values): Config["slack"] {
  if (!values.SLACK_BOT_TOKEN) return undefined;
  const mode: SlackMode | undefined = values.SLACK_APP_TOKEN
    ? { kind: "socket", appToken: values.SLACK_APP_TOKEN }
    : values.SLACK_SIGNING_SECRET
      ? { kind: "http", signingSecret: values.SLACK_SIGNING_SECRET, port: values.PORT ?? defaultPort }
      : undefined;
  if (!mode) return undefined;
  return {
    botToken: values.SLACK_BOT_TOKEN,
    ...(values.SLACK_API_URL && { apiUrl: values.SLACK_API_URL }),
    ...(values.SUBSCRIPTIONS === "admins" && { adminsSubscribe: true }),
    mode,
  };
}
