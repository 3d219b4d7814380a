import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const requestSchema = z
  .strictObject({
    model: z.string().min(1),
    messages: z
      .array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: z.string().min(1) }))
      .min(1),
    temperature: z.number().min(0).max(2).optional(),
    max_tokens: z.int().positive().optional(),
    max_completion_tokens: z.int().positive().optional(),
    response_format: z
      .discriminatedUnion("type", [
        z.strictObject({ type: z.literal("json_object") }),
        z.strictObject({
          type: z.literal("json_schema"),
          json_schema: z.strictObject({
            name: z.string().regex(/^[\w-]{1,64}$/),
            strict: z.literal(true),
            schema: z.record(z.string(), z.unknown()),
          }),
        }),
      ])
      .optional(),
  })
  .refine((body) => !(body.max_tokens && body.max_completion_tokens));

export type CompletionRequest = z.infer<typeof requestSchema>;

/** What the model writes: its content, a part of the choice, or a whole answer of the service. */
export type Completion =
  | string
  | {
      readonly content?: string | null;
      readonly refusal?: string;
      readonly finish_reason?: string;
    }
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

export interface ChatServer {
  /** With `/v1`, as a client wants it. */
  readonly baseUrl: string;
  /** Every request that was well-formed, oldest first. */
  readonly requests: CompletionRequest[];
  close(): Promise<void>;
}

export interface ChatServerOptions {
  /** Requests must carry it as bearer token. */
  readonly key?: string;
  /** What `/v1/models` answers. */
  readonly models?: unknown;
  /** Fields and formats that this service does not know, for example `temperature` or `json_schema`. */
  readonly refuses?: readonly string[];
  /** May wait: the answer is sent when it has come. */
  readonly answer: (request: CompletionRequest) => Completion | Promise<Completion>;
}

/** A loopback stand-in for a service of chat completions, which refuses what OpenAI's documentation refuses. */
export async function openChatServer(options: ChatServerOptions): Promise<ChatServer> {
  const requests: CompletionRequest[] = [];
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    const refuse = (status: number, code: string, param?: string) =>
      send(status, {
        error: { message: `Refused: ${param ?? code}`, type: "invalid_request_error", param, code },
      });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === "/v1/models" && request.method === "GET" && options.models)
      return send(200, options.models);
    if (request.url !== "/v1/chat/completions" || request.method !== "POST")
      return send(404, "404 page not found");
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`)
      return refuse(401, "invalid_api_key");
    if (!request.headers["content-type"]?.startsWith("application/json"))
      return refuse(415, "unsupported_media_type");
    let json: unknown;
    try {
      json = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    } catch {
      return refuse(400, "invalid_json");
    }
    const parsed = requestSchema.safeParse(json);
    if (!parsed.success) return refuse(400, "invalid_request", parsed.error.issues[0]?.path.join("."));
    const body = parsed.data;
    const format = body.response_format;
    const refused = options.refuses?.find((name) => name in body || name === format?.type);
    if (refused !== undefined)
      return refuse(400, "unsupported_parameter", refused in body ? refused : "response_format");
    if (format?.type === "json_schema" && !isStrict(format.json_schema.schema))
      return refuse(400, "invalid_json_schema", "response_format");
    if (format && !body.messages.some(({ content }) => /json/i.test(content)))
      return refuse(400, "invalid_request_error", "messages");
    requests.push(body);
    const answer = await options.answer(body);
    if (typeof answer === "object" && "status" in answer)
      return send(answer.status, answer.body, answer.headers);
    const choice = typeof answer === "string" ? { content: answer } : answer;
    const { finish_reason = "stop", ...message } = choice;
    send(200, {
      id: "chatcmpl-1",
      object: "chat.completion",
      model: body.model,
      choices: [{ index: 0, finish_reason, message: { role: "assistant", refusal: null, ...message } }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const refusedKeywords = [
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "$schema",
];

/** OpenAI's strict mode: every object closed, every field required, no limits. */
function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (typeof schema !== "object" || schema === null) return true;
  const node = schema as Record<string, unknown>;
  if (
    refusedKeywords.some(
      (keyword) => typeof node[keyword] !== "undefined" && typeof node[keyword] !== "object",
    )
  )
    return false;
  if (node.type === "object") {
    const names = Object.keys((node.properties ?? {}) as object).sort();
    const required = [...((node.required ?? []) as string[])].sort();
    if (node.additionalProperties !== false || names.join() !== required.join()) return false;
  }
  return Object.values(node).every(isStrict);
}
