import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { SourceError } from "../core/source.ts";
import { DamagedGzip, gunzip } from "./gunzip.ts";
import { ForbiddenAddress, publicLookup, requirePublic } from "./public-address.ts";
import { decodeText } from "./text-encoding.ts";

export interface HttpOptions {
  /** Sent with every request: the program and how to reach who runs it. */
  readonly userAgent: string;
  /** Whether addresses of the own machine and network may be asked. */
  readonly allowPrivate: boolean;
  /** Of one answer, redirects included, in ms. */
  readonly timeoutMs?: number;
  /** Of one answer, unpacked. */
  readonly mostBytes?: number;
  readonly mostRedirects?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/**
 * Asks for an address over a connection of its own. Answers of any status are given back; throws a `SourceError` where
 * there is none, it is cut off, too slow or too large, or leads to where it may not.
 */
export async function get(
  address: string,
  {
    userAgent,
    allowPrivate,
    timeoutMs = 60_000,
    mostBytes = 5 * 1024 * 1024,
    mostRedirects = 5,
  }: HttpOptions,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  let url = new URL(address);
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      if (!/^https?:$/.test(url.protocol)) throw new ForbiddenAddress("it is neither http nor https");
      if (!allowPrivate) requirePublic(url);
      const response = await send(url, { "user-agent": userAgent, ...headers }, allowPrivate, either);
      const { statusCode: status = 0, headers: answered } = response;
      const location = [301, 302, 303, 307, 308].includes(status) ? answered.location : undefined;
      if (location === undefined) return { status, headers: answered, text: await read(response, mostBytes) };
      response.destroy();
      if (!URL.canParse(location, url.href)) throw new ForbiddenAddress("it leads to what is no address");
      url = new URL(location, url.href);
    }
    throw new ForbiddenAddress(`it leads on to other addresses`);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof SourceError) throw cause;
    const { host } = url;
    if (timeout.aborted)
      throw new SourceError(`${host} did not answer within ${timeoutMs / 1_000} s`, { cause });
    if (cause instanceof ForbiddenAddress)
      throw new SourceError(`${host} may not be asked: ${cause.message}`, { cause, lasting: true });
    throw new SourceError(`${host} ${explain(cause)}`, { cause });
  }
}

function send(
  url: URL,
  headers: Readonly<Record<string, string>>,
  allowPrivate: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        headers: { "accept-encoding": "gzip", connection: "close", ...headers },
        // Nothing stays open between two requests.
        agent: false,
        signal,
        ...(!allowPrivate && { lookup: publicLookup }),
      },
      resolve,
    );
    sent.on("error", reject).end();
  });
}

async function read(response: IncomingMessage, mostBytes: number): Promise<string> {
  const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (!["identity", "gzip", "x-gzip"].includes(encoding))
    throw new SourceError(`the answer is packed as ${encoding}`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of encoding === "identity"
    ? (response as AsyncIterable<Buffer>)
    : gunzip(response)) {
    size += chunk.length;
    if (size > mostBytes) {
      response.destroy();
      throw new SourceError(`the answer is larger than ${mostBytes / 1024 / 1024} MB`);
    }
    chunks.push(chunk);
  }
  const [, charset] = /charset\s*=\s*"?([\w.:-]+)/i.exec(response.headers["content-type"] ?? "") ?? [];
  return decodeText(Buffer.concat(chunks), charset);
}

/** Messages of network errors hold addresses; codes do not. */
function explain(error: unknown): string {
  if (error instanceof DamagedGzip) return `answered with what cannot be unpacked: ${error.message}`;
  const { code } = Object(error) as { code?: unknown };
  if (code === "ECONNRESET") return "cut the answer off";
  if (code === "ENOTFOUND") return "is not known (ENOTFOUND)";
  return `cannot be reached (${typeof code === "string" ? code : "network error"})`;
}

/** What a status other than 200 says about asking again. */
export function statusError(host: string, { status, headers }: Answer, now: number): SourceError {
  const after = headers["retry-after"];
  const seconds = Number(after);
  const waitMs =
    after === undefined ? undefined : Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(after) - now;
  const lasting = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  return new SourceError(`${host} answered with status ${status}`, {
    lasting,
    ...(waitMs !== undefined && waitMs > 0 && { retryAfterMs: waitMs }),
  });
}
