import { createServer, type ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { arxivCategory } from "../../src/sources/arxiv-category.ts";
import { ArxivClient } from "../../src/sources/arxiv-client.ts";
import { arxivCopy } from "../../src/sources/arxiv-copy.ts";
import { feedSource } from "../../src/sources/feed-source.ts";
import { type SourceUnderTest, sourceContract } from "../contracts/source.ts";
import { startArxiv } from "../fakes/arxiv/server.ts";
import { testClock } from "../support/clock.ts";
import { testGate } from "../support/gate.ts";

async function openArxiv(kind: "category" | "copy"): Promise<SourceUnderTest> {
  const clock = testClock();
  const arxiv = await startArxiv(clock.now);
  const gate = testGate(clock);
  const userAgent = "Paperboy/0.1.0 (+mailto:ops@example.org)";
  const client = new ArxivClient({ gate, userAgent, addresses: arxiv.addresses, now: clock.now });
  const at = (number: number) => ({
    id: `2611.0000${number}`,
    categories: ["cs.LG", "stat.ML"],
    changed: "2026-01-10",
  });
  arxiv.announce("cs.LG", "2026-01-15", [
    { paper: at(1), type: "new" },
    { paper: at(2), type: "cross" },
    { paper: { ...at(3), version: 3 }, type: "replace" },
  ]);
  arxiv.papers.push(at(4), at(5), { ...at(6), deleted: true });
  const ids = [1, 2, 3, 4, 5].map((number) => at(number).id);
  return {
    source:
      kind === "category"
        ? arxivCategory(client, "cs.LG")
        : arxivCopy(client, ["cs.LG", "stat.ML"], "2026-01-01"),
    brings: ids,
    announces: kind === "category" ? ids.slice(0, 3) : [],
    fail: (what) => arxiv.fail(what === "down" ? { kind: "status", status: 503 } : { kind: what }),
    async close() {
      expect(arxiv.violations).toEqual([]);
      await arxiv.close();
    },
  };
}

async function serve(type: string, body: string) {
  const faults: string[] = [];
  const server = createServer((_, response: ServerResponse) => {
    const fault = faults.shift();
    if (fault === "down") response.writeHead(503).end();
    else if (fault === "page") response.end("<html><body>Please log in</body></html>");
    else if (fault === "bomb") response.end(`<!DOCTYPE x [<!ENTITY a "ha">]><rss>&a;</rss>`);
    else if (fault === "large") response.end("<rss>".repeat(2_000_000));
    else if (fault === "cut") {
      response.writeHead(200, { "content-length": "100000" });
      response.write(body.slice(0, 300));
      setTimeout(() => response.destroy(), 20);
    } else response.writeHead(200, { "content-type": type, etag: '"1"' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/feed?key=secret`,
    fail: (kind: string) => void faults.push(kind),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function openFeed(type: string, body: string): Promise<SourceUnderTest> {
  const { url, fail, close } = await serve(type, body);
  const http = { userAgent: "Paperboy/0.1.0", allowPrivate: true };
  return {
    source: feedSource(url, http, () => new Date("2026-11-22T12:00:00Z")),
    brings: ["2611.00001", "doi:10.1234/a"],
    announces: ["2611.00001"],
    fail,
    close,
  };
}

const rss = `<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>J</title>
<item><title>Old</title><link>https://doi.org/10.1234/a</link><pubDate>Sun, 1 Nov 2026 00:00:00 GMT</pubDate></item>
<item><title>Undated</title><link>https://arxiv.org/abs/2611.00001</link></item></channel></rss>`;

const daily = JSON.stringify([
  {
    paper: {
      id: "2611.00001",
      title: "T",
      summary: "S",
      authors: [],
      submittedOnDailyAt: "2026-11-21T00:00:00.000Z",
    },
  },
]);

describe("arXiv's announcements", () => sourceContract(() => openArxiv("category")));
describe("arXiv's copy", () => sourceContract(() => openArxiv("copy")));
describe("a feed", () => sourceContract(() => openFeed("application/rss+xml", rss)));
describe("daily papers", () =>
  sourceContract(async () => ({ ...(await openFeed("application/json", daily)), brings: ["2611.00001"] })));

test("a feed's name tells apart what a query tells apart, and keeps the query to itself", () => {
  const names = [
    "https://example.org/rss?key=1",
    "https://example.org/rss?key=2",
    "https://example.org/rss/",
  ].map((url) => feedSource(url, { userAgent: "x", allowPrivate: false }).name);
  expect(new Set(names).size).toBe(3);
  expect(names[2]).toBe("example.org/rss");
  expect(names.join()).not.toContain("key");
});
