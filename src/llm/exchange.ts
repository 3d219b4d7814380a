import { z } from "zod";
import { textOf } from "./body.ts";
import { ChatError, faultOf, retryAfterMs } from "./errors.ts";

export interface Endpoint {
  /** With its version, for example `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly key?: string;
  /** For one answer, in milliseconds. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 60_000;
const mostBytes = 1_000_000;

/**
 * One request and what was answered: a JSON object, or what refuses the request. Without a body it is a GET. Rejects with
 * a `ChatError` where there is no answer, or with the signal's reason.
 */
export async function exchange(
  { baseUrl, key, timeoutMs = defaultTimeoutMs }: Endpoint,
  path: string,
  request: object | undefined,
  signal: AbortSignal,
) {
  signal.throwIfAborted();
  const { host } = new URL(baseUrl);
  const { status, headers, text } = await fetch(`${baseUrl.replace(/\/+$/, "")}${path}`, {
    method: request ? "POST" : "GET",
    headers: {
      ...(request && { "content-type": "application/json" }),
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: request ? JSON.stringify(request) : null,
    // A redirection would turn the question into another one, or carry it to another machine.
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  })
    .then(async (got) => ({ status: got.status, headers: got.headers, text: await textOf(got, mostBytes) }))
    .catch((cause: unknown) => {
      signal.throwIfAborted();
      const late = cause instanceof Error && cause.name === "TimeoutError";
      const what = late ? `did not answer within ${timeoutMs / 1_000} s` : "cannot be reached";
      throw new ChatError("unavailable", `${host} ${what}`, { cause });
    });
  if (text === undefined)
    throw new ChatError("badOutput", `${host} answered with more than ${mostBytes} bytes`);
  const body = parseObject(text);
  if (status === 200 && body) return { ok: true, body } as const;
  const problem = problemOf(body);
  const fault = status === 200 ? "badOutput" : faultOf(status, problem.code, problem.about);
  const error = () =>
    new ChatError(fault, `${host} answered with status ${status}${problem.code && ` (${problem.code})`}`, {
      retryAfterMs: retryAfterMs(headers.get("retry-after")),
    });
  return { ok: false, status, problem, fault, error } as const;
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
