import { z } from "zod";
import { jsonOf } from "./answer.ts";
import { ChatError, faultOf, retryAfterMs } from "./errors.ts";

/** Where a service that speaks OpenAI's chat completions lives: OpenAI, Ollama, vLLM, DeepSeek and many more. */
export interface ChatSettings {
  /** With its version, for example `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly key?: string;
  /** For one answer, in milliseconds. */
  readonly timeoutMs?: number;
}

export interface ChatRequest<T> {
  /** Letters and underscores: what the answer is called. */
  readonly name: string;
  /** What the answer must be. Its shape is asked of the model; all of it is checked here. */
  readonly schema: z.ZodType<T>;
  readonly system: string;
  readonly user: string;
  /** Tokens that the answer, thoughts included, may have. */
  readonly maxTokens: number;
}

const formats = ["json_schema", "json_object", "prompt"] as const;
const defaultTimeoutMs = 60_000;
const mostBytes = 1_000_000;

/**
 * Asks a model for JSON of one shape: `POST {base}/chat/completions`. A service that refuses `json_schema` is asked for
 * `json_object` and then by words alone, one that refuses `temperature` or `max_tokens` without them, and what worked is
 * remembered. Nothing else is tried again here. The request holds what the caller gives and nothing of anybody else.
 */
export class ChatClient {
  readonly model: string;
  /** As people are told where texts go, for example `api.openai.com`. */
  readonly host: string;
  readonly #settings: ChatSettings;
  #format = 0;
  #temperature = true;
  #tokenLimit: "max_tokens" | "max_completion_tokens" = "max_tokens";

  constructor(settings: ChatSettings) {
    this.#settings = settings;
    this.model = settings.model;
    this.host = new URL(settings.baseUrl).host;
  }

  /** Rejects with a `ChatError`, or with the signal's reason. */
  async ask<T>(request: ChatRequest<T>, signal: AbortSignal): Promise<T> {
    const schema = jsonSchemaOf(request.schema);
    for (let format = this.#format; ; ) {
      const body = this.#body(request, schema, formats[format] ?? "prompt");
      const answer = await this.#post(body, signal);
      if (answer.ok) {
        this.#format = format;
        return checked(request.schema, contentOf(answer.body));
      }
      const { status, problem } = answer;
      const refused = status === 400 || status === 422;
      if (refused && body.temperature !== undefined && /temperature/i.test(problem.about))
        this.#temperature = false;
      else if (refused && "max_tokens" in body && /max_tokens/i.test(problem.about))
        this.#tokenLimit = "max_completion_tokens";
      else if (refused && answer.fault === "badRequest" && format < formats.length - 1) format++;
      else throw answer.error();
    }
  }

  #body(request: ChatRequest<unknown>, schema: object, format: (typeof formats)[number]) {
    const { name, system, user, maxTokens } = request;
    return {
      model: this.model,
      messages: [
        {
          role: "system",
          content: `${system}\nAnswer with one JSON object and nothing else. Its JSON schema:\n${JSON.stringify(schema)}`,
        },
        { role: "user", content: user },
      ],
      ...(this.#temperature && { temperature: 0 }),
      ...(this.#tokenLimit === "max_tokens"
        ? { max_tokens: maxTokens }
        : { max_completion_tokens: maxTokens }),
      ...(format === "json_schema" && {
        response_format: { type: format, json_schema: { name, strict: true, schema } },
      }),
      ...(format === "json_object" && { response_format: { type: format } }),
    };
  }

  async #post(body: object, signal: AbortSignal) {
    signal.throwIfAborted();
    const { baseUrl, key, timeoutMs = defaultTimeoutMs } = this.#settings;
    const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
      // A redirection would turn the question into another one, or carry it to another machine.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
      .then(async (got) => ({ status: got.status, headers: got.headers, text: await textOf(got) }))
      .catch((cause: unknown) => {
        signal.throwIfAborted();
        const late = cause instanceof Error && cause.name === "TimeoutError";
        const what = late ? `did not answer within ${timeoutMs / 1_000} s` : "cannot be reached";
        throw cause instanceof ChatError
          ? cause
          : new ChatError("unavailable", `${this.host} ${what}`, { cause });
      });
    const { status, headers, text } = response;
    const parsed = parseObject(text);
    if (status === 200 && parsed) return { ok: true, body: parsed } as const;
    const problem = problemOf(parsed);
    const fault = status === 200 ? "badOutput" : faultOf(status, problem.code, problem.about);
    const error = () =>
      new ChatError(
        fault,
        `${this.host} answered with status ${status}${problem.code && ` (${problem.code})`}`,
        {
          retryAfterMs: retryAfterMs(headers.get("retry-after")),
        },
      );
    return { ok: false, status, problem, fault, error } as const;
  }
}

/** Strict services want every object closed and every field required, and refuse lengths: these are checked here. */
function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: _, ...bare } = z.toJSONSchema(schema, {
    target: "draft-7",
    override: ({ jsonSchema }) => {
      for (const limit of [
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "pattern",
        "minimum",
        "maximum",
      ] as const)
        delete jsonSchema[limit];
    },
  });
  return bare;
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new ChatError("badOutput", `an answer of more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const problemSchema = z.object({
  error: z
    .object({ message: z.unknown(), param: z.unknown(), code: z.unknown(), type: z.unknown() })
    .partial(),
});

/** `about` is only searched: a service's message may repeat a key or a text. */
function problemOf(body: unknown): { readonly code: string; readonly about: string } {
  const error = problemSchema.safeParse(body).data?.error ?? {};
  const word = [error.code, error.type].find((one) => typeof one === "string" && /^[\w.-]{1,60}$/.test(one));
  return { code: word === undefined ? "" : String(word), about: `${error.param} ${error.message}` };
}

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});

function contentOf(body: unknown): string {
  const choice = completionSchema.safeParse(body).data?.choices[0];
  if (!choice) throw new ChatError("badOutput", "the answer is not a chat completion");
  if (choice.message.refusal) throw new ChatError("badOutput", "the model refused");
  if (choice.finish_reason === "content_filter")
    throw new ChatError("badOutput", "a content filter ended the answer");
  if (choice.finish_reason === "length") throw new ChatError("badOutput", "the answer was cut off");
  return choice.message.content ?? "";
}

function checked<T>(schema: z.ZodType<T>, content: string): T {
  if (content.trim() === "") throw new ChatError("badOutput", "the answer is blank");
  const value = jsonOf(content);
  if (value === undefined) throw new ChatError("badOutput", "the answer is not JSON");
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ChatError("badOutput", `${issue?.path.join(".") || "the answer"}: ${issue?.message}`);
}
