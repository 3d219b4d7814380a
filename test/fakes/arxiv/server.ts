import type { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { oaiSetOf } from "../../../src/sources/arxiv-taxonomy.ts";
import { type ArxivPaper, apiError, atom, type Item, oai, record, rss } from "./answers.ts";

/** What the stand-in does once in place of an answer. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  | { readonly kind: "cut" | "hang" | "page" | "bomb" | "large" };

export interface ArxivServer {
  readonly addresses: { readonly api: string; readonly rss: string; readonly oai: string };
  /** Paths with queries, in order. */
  readonly asked: string[];
  /** What was done against arXiv's rules. */
  readonly violations: string[];
  /** All that it knows; feeds have what was announced. */
  readonly papers: ArxivPaper[];
  announce(category: string, date: string, items: readonly Item[]): void;
  expireTokens(): void;
  /** The next request gets this. */
  fail(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

const pageSize = 2;

/**
 * A stand-in for arXiv's three interfaces that holds whoever asks to its rules: one connection at a time, one request in
 * three seconds by `now`, and a User-Agent that says how to reach whoever runs the program.
 */
export async function startArxiv(now: () => number): Promise<ArxivServer> {
  const asked: string[] = [];
  const violations: string[] = [];
  const papers: ArxivPaper[] = [];
  const feeds = new Map<string, string>();
  const tokens = new Map<string, () => string>();
  const faults: Fault[] = [];
  let last = Number.NEGATIVE_INFINITY;
  const open = new Set<object>();
  const sockets = new Set<object>();

  /** What its other end has just given up takes a moment to be seen as closed here. */
  const alone = (all: Set<object>, one: EventEmitter, violation: string) => {
    const before = [...all];
    all.add(one);
    one.on("close", () => all.delete(one));
    setTimeout(() => {
      if (before.some((other) => all.has(other))) violations.push(violation);
    }, 100).unref();
  };

  const answer = (url: URL, request: IncomingMessage, response: ServerResponse) => {
    const send = (status: number, body: string) =>
      response.writeHead(status, { "content-type": "text/xml; charset=utf-8" }).end(body);
    const get = (name: string) => url.searchParams.get(name) ?? "";
    if (url.pathname === "/api/query") {
      const ids = get("id_list");
      if (ids !== "" && !/^(\d{4}\.\d{4,5}|[a-z-]+\/\d{7})(v\d+)?$/.test(ids))
        return send(400, apiError(`incorrect id format for ${ids}`));
      const category = get("search_query").replace(/^cat:|\*$/g, "");
      const found = papers.filter(({ id, categories, deleted }) =>
        !deleted && ids === ""
          ? categories.some((one) => one.startsWith(category))
          : id === ids.replace(/v\d+$/, ""),
      );
      return send(200, atom(found.slice(0, Number(get("max_results") || 10))));
    }
    if (url.pathname === "/oai") return send(200, listRecords(url));
    const feed = feeds.get(decodeURIComponent(url.pathname.replace("/rss/", "")));
    if (feed === undefined) return send(400, "no such category");
    const etag = `"${feed.length}-${feed.split("<guid").length}"`;
    if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
    return response.writeHead(200, { etag, "content-type": "application/rss+xml" }).end(feed);
  };

  const listRecords = (url: URL): string => {
    const get = (name: string) => url.searchParams.get(name);
    const date = new Date(now()).toISOString().slice(0, 10);
    const token = get("resumptionToken");
    if (token !== null)
      return tokens.get(token)?.() ?? oai(date, `<error code="badResumptionToken">it has expired</error>`);
    if (get("metadataPrefix") !== "arXivRaw") return oai(date, `<error code="cannotDisseminateFormat"/>`);
    const found = papers.filter(
      ({ categories, changed = "2026-11-10" }) =>
        categories.some((one) => oaiSetOf(one).startsWith(get("set") ?? "")) &&
        changed >= (get("from") ?? ""),
    );
    if (found.length === 0) return oai(date, `<error code="noRecordsMatch"/>`);
    const page = (from: number): string => {
      const rest = from + pageSize < found.length;
      const name = `${get("set")}|${from + pageSize}|${tokens.size}`;
      if (rest) tokens.set(name, () => page(from + pageSize));
      const records = found
        .slice(from, from + pageSize)
        .map(record)
        .join("");
      return oai(
        date,
        `<ListRecords>${records}<resumptionToken>${rest ? name : ""}</resumptionToken></ListRecords>`,
      );
    };
    return page(0);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://arxiv.invalid");
    asked.push(`${url.pathname}${url.search}`);
    const agent = request.headers["user-agent"] ?? "";
    if (!/^Paperboy\/\S+ \(\+(mailto:\S+@\S+|https?:\/\/\S+)\)$/.test(agent))
      violations.push(`User-Agent ${agent}`);
    if (now() >= last && now() - last < 3_000) violations.push(`asked again after ${now() - last} ms`);
    last = now();
    alone(open, response, "two requests at once");
    const fault = faults.shift();
    if (!fault) return void answer(url, request, response);
    if (fault.kind === "status")
      response
        .writeHead(fault.status, fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter })
        .end(fault.body ?? "Rate exceeded.");
    else if (fault.kind === "page")
      response.end("<!doctype html><html><body>arXiv is down for maintenance</body></html>");
    else if (fault.kind === "bomb")
      response.end(
        `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><item>&b;</item></channel></rss>`,
      );
    else if (fault.kind === "large") {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write("<rss>".repeat(20_000))) {}
      };
      response.on("drain", more);
      more();
    } else if (fault.kind === "cut") {
      response.writeHead(200, { "content-length": "100000" });
      response.write("<rss><channel><item><title>Cut");
      setTimeout(() => response.destroy(), 20);
    }
  });
  server.on("connection", (socket) => {
    alone(sockets, socket, "two connections at once");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    addresses: { api: `${base}/api/query`, rss: `${base}/rss`, oai: `${base}/oai` },
    ...{ asked, violations, papers },
    announce: (category, date, items) => {
      for (const { paper } of items) if (!papers.some(({ id }) => id === paper.id)) papers.push(paper);
      feeds.set(category, rss(category, date, items));
    },
    expireTokens: () => tokens.clear(),
    fail: (...coming) => void faults.push(...coming),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
