import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** One request, with its body read as what its content type says. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** JSON, or a form's fields. */
  readonly body: unknown;
  readonly bytes: number;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeService {
  readonly url: string;
  /** Oldest first, those included that were answered from `next`. */
  readonly requests: Exchange[];
  /** What happens to the next POST requests in place of the documented answer. */
  readonly next: (Reply | "hang" | "cut")[];
  close(): Promise<void>;
}

/** A loopback HTTP service that answers as `respond` says. */
export async function serve(respond: (exchange: Exchange) => Reply): Promise<FakeService> {
  const requests: Exchange[] = [];
  const next: FakeService["next"] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
    const exchange: Exchange = {
      method: request.method ?? "",
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      body: read(raw.toString("utf8"), request.headers["content-type"] ?? ""),
      bytes: raw.length,
    };
    requests.push(exchange);
    const planned = exchange.method === "POST" ? next.shift() : undefined;
    if (planned === "hang") return;
    if (planned === "cut") {
      response.writeHead(200, { "content-length": "1000" }).write("{");
      response.destroy();
      return;
    }
    const { status, body, headers } = planned ?? respond(exchange);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function read(text: string, type: string): unknown {
  if (type.startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(text));
  if (!type.startsWith("application/json")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fakes' translation: small letters become capitals, which shows what was translated and what was not. */
export const translated = (text: string) => text.toUpperCase();

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Translates markup as services do: text is unescaped, translated and escaped again, elements that are to be left alone
 * are copied. Undefined where it is not well-formed, which is told apart strictly.
 */
export function translateMarkup(
  markup: string,
  untouched: RegExp,
  escaped: (text: string) => string,
): string | undefined {
  let result = "";
  let rest = markup;
  while (rest !== "") {
    const element = new RegExp(`^(?:${untouched.source})`).exec(rest)?.[0];
    if (element) {
      result += element;
      rest = rest.slice(element.length);
      continue;
    }
    const text = /^[^<]+/.exec(rest)?.[0];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them.
    if (!text || /[>\0-\x08\x0B\x0C\x0E-\x1F]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text))
      return undefined;
    const plain = text.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) =>
      code ? String.fromCodePoint(Number(code)) : (entities[name] ?? ""),
    );
    result += escaped(translated(plain));
    rest = rest.slice(text.length);
  }
  return result;
}
