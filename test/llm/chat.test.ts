import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonOf } from "../../src/llm/answer.ts";
import { ChatClient, type ChatSettings } from "../../src/llm/chat.ts";
import { type ChatError, retryAfterMs } from "../../src/llm/errors.ts";
import { type ChatServer, type ChatServerOptions, openChatServer } from "../fakes/chat-completions.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function served(options: ChatServerOptions): Promise<ChatServer> {
  const server = await openChatServer(options);
  open.push(server);
  return server;
}

const request = {
  name: "colour",
  schema: z.strictObject({ colour: z.string().max(9), shades: z.array(z.string().min(1)).max(3) }),
  system: "You name colours.",
  user: "The sky?",
  maxTokens: 50,
};
const blue = { colour: "blue", shades: ["azure"] };
const never = new AbortController().signal;
const client = (server: ChatServer, settings: Partial<ChatSettings> = {}) =>
  new ChatClient({ baseUrl: server.baseUrl, model: "tiny", ...settings });
const failure = async (options: ChatServerOptions, settings?: Partial<ChatSettings>): Promise<ChatError> =>
  client(await served(options), settings)
    .ask(request, never)
    .then(
      () => expect.unreachable(),
      (error: ChatError) => error,
    );

describe("a question", () => {
  test("is asked by JSON schema, and its answer checked", async () => {
    const server = await served({ key: "sk-1", answer: () => JSON.stringify(blue) });
    expect(await client(server, { key: "sk-1" }).ask(request, never)).toEqual(blue);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      model: "tiny",
      temperature: 0,
      max_tokens: 50,
      response_format: { type: "json_schema", json_schema: { name: "colour", strict: true } },
    });
  });

  test.each<[string, readonly string[], string | undefined]>([
    ["json_object", ["json_schema"], "json_object"],
    ["words alone", ["response_format"], undefined],
  ])("is asked by %s where more is refused, and remembered so", async (_, refuses, type) => {
    const server = await served({ refuses, answer: () => JSON.stringify(blue) });
    const asking = client(server);
    expect(await asking.ask(request, never)).toEqual(blue);
    expect(await asking.ask(request, never)).toEqual(blue);
    expect(server.requests.map((sent) => sent.response_format?.type)).toEqual([type, type]);
    expect(server.requests[0]?.messages[0]?.content).toContain('"shades"');
  });

  test("is asked without temperature, and with another name for the limit, where these are refused", async () => {
    const server = await served({
      refuses: ["temperature", "max_tokens"],
      answer: () => JSON.stringify(blue),
    });
    expect(await client(server).ask(request, never)).toEqual(blue);
    expect(server.requests[0]).not.toHaveProperty("temperature");
    expect(server.requests[0]).toMatchObject({ max_completion_tokens: 50 });
    expect(server.requests[0]?.response_format?.type).toBe("json_schema");
  });

  test("goes to the base address, whatever its end", async () => {
    const server = await served({ answer: () => JSON.stringify(blue) });
    expect(await client(server, { baseUrl: `${server.baseUrl}/` }).ask(request, never)).toEqual(blue);
  });
});

describe("a model that is not named", () => {
  const listing = (models: unknown) => served({ models, answer: () => JSON.stringify(blue) });

  test("is the first of the listed ones that can talk", async () => {
    const server = await listing({ data: [{ id: "nomic-embed-text" }, { id: "qwen3" }, { id: "gemma" }] });
    const asking = new ChatClient({ baseUrl: server.baseUrl });
    expect(asking.model).toBeUndefined();
    expect(await asking.ask(request, never)).toEqual(blue);
    expect([asking.model, server.requests[0]?.model]).toEqual(["qwen3", "qwen3"]);
  });

  test("is the only one of a server that lists none", async () => {
    const server = await listing(undefined);
    expect(await new ChatClient({ baseUrl: server.baseUrl }).ask(request, never)).toEqual(blue);
    expect(server.requests[0]?.model).toBe("default");
  });

  test.each([{ data: [] }, { data: [{ id: "bge-m3" }] }, {}])("cannot be found in %j", async (models) => {
    const { baseUrl } = await listing(models);
    const asked = new ChatClient({ baseUrl }).ask(request, never);
    await expect(asked).rejects.toMatchObject({ fault: "badRequest" });
  });
});

describe("what is wrong is told by kind", () => {
  const status = (code: number, error: object, headers = {}) => ({
    answer: () => ({ status: code, body: { error }, headers }),
  });
  test.each<[string, ChatServerOptions, Partial<ChatError>]>([
    ["a wrong key", { key: "sk-1", answer: () => "" }, { fault: "auth" }],
    ["no money", status(429, { code: "insufficient_quota" }), { fault: "quota" }],
    ["no balance", status(402, { message: "Insufficient Balance" }), { fault: "quota" }],
    [
      "too many",
      status(429, { code: "rate_limit" }, { "retry-after": "7" }),
      { fault: "rate", retryAfterMs: 7_000 },
    ],
    ["too long", status(400, { code: "context_length_exceeded" }), { fault: "tooLarge" }],
    ["no such model", status(404, { code: "model_not_found" }), { fault: "badRequest" }],
    ["refused whatever the format", status(400, { code: "no" }), { fault: "badRequest" }],
    ["a broken service", status(503, { message: "overloaded" }), { fault: "unavailable" }],
    ["a page", { answer: () => ({ status: 200, body: "<html>" }) }, { fault: "badOutput" }],
    [
      "a redirection",
      { answer: () => ({ status: 307, body: "", headers: { location: "/" } }) },
      { fault: "badRequest" },
    ],
    ["no choice", { answer: () => ({ status: 200, body: { choices: [] } }) }, { fault: "badOutput" }],
    [
      "an answer cut off",
      { answer: () => ({ content: '{"colour":', finish_reason: "length" }) },
      { fault: "badOutput" },
    ],
    [
      "a filter",
      { answer: () => ({ content: "", finish_reason: "content_filter" }) },
      { fault: "badOutput" },
    ],
    ["a refusal", { answer: () => ({ content: null, refusal: "I cannot." }) }, { fault: "badOutput" }],
    ["blanks", { answer: () => "  \n " }, { fault: "badOutput", message: "the answer is blank" }],
    ["prose", { answer: () => "It is blue." }, { fault: "badOutput", message: "the answer is not JSON" }],
    ["another shape", { answer: () => '{"colour":"blue"}' }, { fault: "badOutput" }],
    ["too long a text", { answer: () => '{"colour":"aquamarine","shades":[]}' }, { fault: "badOutput" }],
    ["a flood", { answer: () => "x".repeat(1_100_000) }, { fault: "badOutput" }],
  ])("%s", async (_, options, expected) => {
    expect(await failure(options)).toMatchObject(expected);
  });

  test("a service that is not there", async () => {
    const server = await openChatServer({ answer: () => "" });
    await server.close();
    await expect(client(server).ask(request, never)).rejects.toMatchObject({ fault: "unavailable" });
  });

  test("a service that hangs up in the middle", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{");
      setImmediate(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(new ChatClient({ baseUrl, model: "tiny" }).ask(request, never)).rejects.toMatchObject({
      fault: "unavailable",
    });
    server.close();
  });

  test("a service that never answers, and a reader who has gone", async () => {
    const answer = () => new Promise<string>(() => {});
    expect(await failure({ answer }, { timeoutMs: 20 })).toMatchObject({ fault: "unavailable" });
    const gone = new AbortController();
    const leaving = () => {
      gone.abort(new Error("gone"));
      return answer();
    };
    const asking = client(await served({ answer: leaving }));
    await expect(asking.ask(request, gone.signal)).rejects.toThrow("gone");
  });

  test("without a word of the key or of what the service said", async () => {
    const body = { error: { message: "Incorrect API key provided: sk-secret", code: "sk-secret is wrong" } };
    const error = await failure({ answer: () => ({ status: 401, body }) }, { key: "sk-secret" });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain("secret");
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+ answered with status 401$/);
  });
});

describe("what a model wrote", () => {
  test.each<[string, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['<think>{"a":2} is wrong</think>\n{"a":1}', { a: 1 }],
    ['{"a":2} is wrong</think>{"a":1}', { a: 1 }],
    ['<think>I wonder {"a":1}', undefined],
    ['```json\n{"a":1}\n```', { a: 1 }],
    ['Here it is: {"a":1}. Good luck!', { a: 1 }],
    ['{"a":"\\alpha and \\frac{1}{2}, \\beta"}', { a: "\\alpha and \\frac{1}{2}, \\beta" }],
    [
      '{"a":"\\nu \\times \\rho\\nand \\"so\\" \\u00e9 \\upsilon"}',
      { a: '\\nu \\times \\rho\nand "so" é \\upsilon' },
    ],
    ['{"a":"\\\\alpha"}', { a: "\\alpha" }],
    ['{"a":1', undefined],
    ["nothing", undefined],
  ])("%s", (written, value) => {
    expect(jsonOf(written)).toEqual(value);
  });
});

test("Retry-After is a number of seconds or a date", () => {
  expect(retryAfterMs("1.5")).toBe(1_500);
  expect(retryAfterMs("Wed, 21 Oct 2015 07:28:00 GMT")).toBe(0);
  expect(retryAfterMs("soon")).toBeUndefined();
  expect(retryAfterMs(null)).toBeUndefined();
});
