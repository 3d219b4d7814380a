import { z } from "zod";
import { jsonOf } from "./answer.ts";
import { ChatError } from "./errors.ts";
import { type Endpoint, exchange } from "./exchange.ts";

/** A service that speaks OpenAI's chat completions: OpenAI, Ollama, vLLM, DeepSeek and many more. */
export interface ChatSettings extends Endpoint {
  /** Where it is missing, one that the service lists. */
  readonly model?: string;
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
const foundFor = 3_600_000;

/**
 * Asks a model for JSON of one shape: `POST {base}/chat/completions`. A service that refuses `json_schema` is asked for
 * `json_object` and then by words alone, one that refuses `temperature` or `max_tokens` without them, and what worked is
 * remembered. Nothing else is tried again here. The request holds what the caller gives and nothing of anybody else.
 */
export class ChatClient {
  /** As people are told where texts go, for example `api.openai.com`. */
  readonly host: string;
  readonly #settings: ChatSettings;
  #found: { readonly name: string; readonly until: number } | undefined;
  #format = 0;
  #temperature = true;
  #tokenLimit: "max_tokens" | "max_completion_tokens" = "max_tokens";

  constructor(settings: ChatSettings) {
    this.#settings = settings;
    this.host = new URL(settings.baseUrl).host;
  }

  /** As far as it is known by now. */
  get model(): string | undefined {
    return this.#settings.model ?? this.#found?.name;
  }

  /** Rejects with a `ChatError`, or with the signal's reason. */
  async ask<T>(request: ChatRequest<T>, signal: AbortSignal): Promise<T> {
    const schema = jsonSchemaOf(request.schema);
    const model = await this.modelName(signal);
    for (let format = this.#format; ; ) {
      const body = this.#body(model, request, schema, formats[format] ?? "prompt");
      const answer = await exchange(this.#settings, "/chat/completions", body, signal);
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

  #body(model: string, request: ChatRequest<unknown>, schema: object, format: (typeof formats)[number]) {
    const { name, system, user, maxTokens } = request;
    return {
      model,
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

  /** The model that is asked: the one that was chosen, else the first of those listed that can talk, for an hour. */
  async modelName(signal: AbortSignal): Promise<string> {
    if (this.#settings.model !== undefined) return this.#settings.model;
    if (this.#found && Date.now() < this.#found.until) return this.#found.name;
    const answer = await exchange(this.#settings, "/models", undefined, signal);
    if (!answer.ok && answer.fault !== "badRequest") throw answer.error();
    const listed = answer.ok ? modelsSchema.safeParse(answer.body).data?.data : [{ id: onlyModel }];
    const name = listed?.find(({ id }) => !silent.test(id))?.id;
    if (name === undefined) throw new ChatError("badRequest", `${this.host} lists no model that can talk`);
    this.#found = { name, until: Date.now() + foundFor };
    return name;
  }
}

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string().min(1) })) });
/** A server of one model may have no list, and takes any name for it. */
const onlyModel = "default";
/** Names of models for other work. */
const silent = /embed|rerank|whisper|tts|moderation|bge-/i;

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
