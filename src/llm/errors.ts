/** What can go wrong with a request, as far as it matters to what is done next. */
export type ChatFault = "auth" | "quota" | "rate" | "tooLarge" | "badRequest" | "unavailable" | "badOutput";

/** `message` is for the log and, for `badOutput`, for the model's second try: it holds no key and no text. */
export class ChatError extends Error {
  readonly fault: ChatFault;
  readonly retryAfterMs: number | undefined;

  constructor(
    fault: ChatFault,
    message: string,
    options: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "ChatError";
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Codes are OpenAI's; 402 is DeepSeek's word for an empty account. */
export function faultOf(status: number, code: string, about: string): ChatFault {
  if (status === 402 || code === "insufficient_quota") return "quota";
  if (status === 401 || status === 403) return "auth";
  if (status === 429) return "rate";
  if (status === 413 || code === "context_length_exceeded" || /context (?:length|window)/i.test(about))
    return "tooLarge";
  return status === 408 || status >= 500 ? "unavailable" : "badRequest";
}

/** The header's seconds or date (RFC 9110) as milliseconds from now. */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
