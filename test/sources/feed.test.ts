import { describe, expect, test } from "vitest";
import type { AnswerEntry } from "../../src/sources/answer.ts";
import { readBibtex } from "../../src/sources/bibtex.ts";
import { readFeed } from "../../src/sources/feed.ts";
import { readDailyPapers } from "../../src/sources/hf-daily.ts";
import { readOai } from "../../src/sources/oai.ts";
import { readRis } from "../../src/sources/ris.ts";

async function entriesOf(text: string): Promise<AnswerEntry[]> {
  const entries: AnswerEntry[] = [];
  for await (const entry of readFeed(text)) entries.push(entry);
  return entries;
}

async function papersOf(text: string) {
  return (await entriesOf(text)).map(({ record }) => (record.ok ? record.paper : record.problems));
}

const rss = (items: string, head = "") =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel><title>Journal of Tests</title>${head}${items}</channel></rss>`;

describe("any feed", () => {
  test("an RSS item is a paper with its markup taken off", async () => {
    const [entry] = await entriesOf(
      rss(
        `<item><title>On &lt;i&gt;Things&lt;/i&gt; &amp;amp; More</title><link>https://example.org/papers/1?utm_source=rss</link>
        <description><![CDATA[<p>First.</p><p>Second <b>bold</b>.<script>alert(1)</script></p>]]></description>
        <dc:creator>Ada Lovelace, Alan Turing</dc:creator><category>Machine Learning</category>
        <pubDate>Sat, 21 Nov 2026 23:30:00 -0500</pubDate></item>`,
        "<language>de-DE</language>",
      ),
    );
    expect(entry?.announced).toEqual({ date: "2026-11-21", type: "new" });
    expect(entry?.record).toMatchObject({
      ok: true,
      paper: {
        title: "On Things & More",
        abstract: "First. Second bold.",
        authors: ["Ada Lovelace", "Alan Turing"],
        categories: ["machine-learning"],
        language: "de",
        submitted: "2026-11-21",
        source: "Journal of Tests",
        licence: "NOASSERTION",
      },
    });
  });

  test("an entry of Atom is one, whatever prefix its elements have", async () => {
    const atom = `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Blog</a:title><a:entry><a:id>tag:example.org,2026:1</a:id>
      <a:title>A Paper</a:title><a:link rel="self" href="https://example.org/self"/><a:link href="https://doi.org/10.1145/3292500.3330701"/>
      <a:author><a:name>Ada Lovelace</a:name></a:author><a:published>2026-11-20T00:00:00Z</a:published></a:entry></a:feed>`;
    expect(await papersOf(atom)).toMatchObject([
      { id: "doi:10.1145/3292500.3330701", title: "A Paper", abstract: null, authors: ["Ada Lovelace"] },
    ]);
  });

  test("RSS 1.0 keeps its items beside the channel", async () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel><title>Old Journal</title></channel><item rdf:about="https://example.org/1"><title>T</title><dc:date>2026-11-20</dc:date></item></rdf:RDF>`;
    expect(await papersOf(rdf)).toMatchObject([
      { title: "T", source: "Old Journal", links: { abstract: "https://example.org/1" } },
    ]);
  });

  test("an item that leads to arXiv is the paper there", async () => {
    const items = `<item><title>T</title><link>https://arxiv.org/abs/2212.12206v3</link><prism:doi>10.1/x</prism:doi></item>
      <item><title>U</title><link>https://example.org</link><prism:doi>10.48550/arXiv.2301.00001</prism:doi></item>`;
    expect(await papersOf(rss(items))).toMatchObject([{ id: "2212.12206" }, { id: "2301.00001" }]);
  });

  test("more authors than are held are refused, and not all read", async () => {
    const items = `<item><title>T</title><link>https://example.org/1</link><dc:creator>${"Ada, ".repeat(30_000)}</dc:creator></item>`;
    expect(await papersOf(rss(items))).toEqual([
      [{ field: "authors", reason: "has 20,001 entries, at most 20,000 are held" }],
    ]);
  });

  test("what is no paper is named, and the others are read", async () => {
    const items = `<item><title>No link</title></item><item><link>https://example.org/2</link></item><item><title>Good</title><link>https://example.org/3</link></item>`;
    expect(await papersOf(rss(items))).toMatchObject([
      [{ field: "id" }],
      [{ field: "title", reason: "is missing" }],
      { title: "Good" },
    ]);
  });
});

const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>`;
const external = `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>`;

describe("what is no feed", () => {
  test.each([
    ["nothing", "", "this is no XML document"],
    [
      "a page",
      "<!doctype html><html><body>Rate exceeded.</body></html>",
      "the answer is no feed: it begins with <html>",
    ],
    ["an entity bomb", bomb, "entities of its own"],
    ["an external entity", external, "entities of its own"],
    ["deep nesting", "<rss>".repeat(100_000), "nested more than 60 levels"],
    [
      "too many attributes",
      `<rss ${Array.from({ length: 200_000 }, (_, at) => `a${at}="1"`).join(" ")}/>`,
      "more than 100 attributes",
    ],
    ["tags that do not match", rss("<item><title>T</item>"), "<title> is not closed"],
  ])("%s is refused in words", async (_, text, says) => {
    await expect(entriesOf(text)).rejects.toThrow(says);
  });

  test("where a feed is cut off, what came before is given out and the cut is said, with its line", async () => {
    const whole = rss(
      `<item><title>A</title><link>https://example.org/a</link></item>\n<item><title>B</title>`,
    );
    const seen: AnswerEntry[] = [];
    const reading = (async () => {
      for await (const entry of readFeed(whole.slice(0, whole.indexOf("</channel>")))) seen.push(entry);
    })();
    await expect(reading).rejects.toThrow("it was cut off");
    expect(seen.map(({ name }) => name)).toEqual(["A"]);
  });

  test("names that mean something to JavaScript are names like others", async () => {
    const items = `<item><__proto__>x</__proto__><constructor>y</constructor><title>T</title><link>https://example.org/1</link></item>`;
    expect(await papersOf(rss(items))).toMatchObject([{ title: "T" }]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test("others get their turn while a large feed is read", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await entriesOf(rss(`<item><title>T</title><link>https://example.org/1</link></item>`.repeat(15_000)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  test.each([
    ["items", "<item/>".repeat(25_000), "more than 20,000 of <item>"],
    ["elements in an item", `<item>${"<x>1</x>".repeat(150_000)}</item>`, "more than 100,000 others in it"],
  ])("too many %s are refused", async (_, items, says) => {
    await expect(entriesOf(rss(items))).rejects.toThrow(says);
  });

  test("markup that is nested without end ends the text and nothing else", async () => {
    const item = `<item><title>T</title><link>https://example.org/1</link><description>Words ${"&lt;b&gt;".repeat(50_000)}</description></item>`;
    expect(await papersOf(rss(item))).toMatchObject([{ title: "T", abstract: "Words" }]);
  });

  // With the square of their length these would take hours; the time that a test may take ends such a one.
  const long = 2_000_000;
  test.each([
    ["spaces", `Ada${" ".repeat(long)}Bob`],
    ["lines", `Ada${"\n".repeat(long)}Bob`],
    ["no-break spaces", `Ada${"\u00a0".repeat(long)}Bob`],
    ["at signs", "@".repeat(long)],
  ])("names with a long run of %s hold nothing up", async (_, name) => {
    const any = `<item><title>T</title><link>https://example.org/1</link><dc:creator>${name}</dc:creator></item>`;
    const arxiv = `<item><title>T</title><guid>oai:arXiv.org:2401.00001v1</guid><arxiv:announce_type xmlns:arxiv="http://arxiv.org/schemas/atom">new</arxiv:announce_type><dc:creator>${name}</dc:creator></item>`;
    const bib = `@article{k, title={T}, url={https://example.org/1}, author={${name}}}`;
    const ris = `TY  - JOUR\nTI  - T\nUR  - https://example.org/1\nAU  - ${name.replaceAll("\n", " ")}\nER  - \n`;
    expect(await papersOf(rss(any + arxiv))).toHaveLength(2);
    expect([...readBibtex(bib), ...readRis(ris)]).toHaveLength(2);
  });

  test("an error of arXiv's API is its words", async () => {
    const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Search Results</title><entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title><summary>incorrect id format for abc</summary></entry></feed>`;
    await expect(entriesOf(text)).rejects.toThrow("arXiv's API says: incorrect id format for abc");
  });
});

describe("OAI-PMH", () => {
  const oai = (inner: string) =>
    `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-20T22:31:27Z</responseDate>${inner}</OAI-PMH>`;

  test("a day without records is an empty answer", async () => {
    expect(await readOai(oai(`<error code="noRecordsMatch"/>`))).toEqual({
      entries: [],
      deleted: [],
      date: "2026-11-20",
    });
  });

  test.each(["badResumptionToken", "badArgument", "idDoesNotExist"])("%s is said", async (code) => {
    await expect(readOai(oai(`<error code="${code}">no such thing</error>`))).rejects.toMatchObject({
      code,
      message: `arXiv's OAI-PMH says ${code} (no such thing)`,
    });
  });

  test("deleted records, versions and the token", async () => {
    const record = `<record><header><identifier>oai:arXiv.org:2501.00001</identifier></header><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2501.00001</id>
      <version version="v1"><date>Mon, 07 Oct 2024 10:45:05 GMT</date></version><version version="v2"><date>Tue, 08 Oct 2024 10:45:05 GMT</date></version>
      <title>T</title><authors>A. Uno, B. Dos</authors><categories>cs.CE cs.LG</categories><comments>This paper has been withdrawn.</comments><abstract>A.</abstract></arXivRaw></metadata></record>`;
    const gone = `<record><header status="deleted"><identifier>oai:arXiv.org:2501.99999</identifier></header></record>`;
    const answer = await readOai(
      oai(`<ListRecords>${record}${gone}<resumptionToken>t|1</resumptionToken></ListRecords>`),
    );
    expect(answer).toMatchObject({ deleted: ["2501.99999"], token: "t|1" });
    expect(answer.entries[0]?.record).toMatchObject({
      paper: {
        version: 2,
        submitted: "2024-10-07T10:45:05Z",
        updated: "2024-10-08T10:45:05Z",
        comment: "This paper has been withdrawn.",
        categories: ["cs.CE", "cs.LG"],
      },
    });
  });
});

test("daily papers that are none are refused, entry by entry", () => {
  expect(() => [...readDailyPapers({ error: "no" })]).toThrow("no list of daily papers");
  const good = {
    paper: {
      id: "2606.00467",
      title: "T",
      summary: "S",
      authors: [{ name: "A" }, {}],
      submittedOnDailyAt: "2026-06-12T00:00:00.000Z",
    },
  };
  const [bad, ok] = [...readDailyPapers([null, good])];
  expect(bad?.record.ok).toBe(false);
  expect(ok).toMatchObject({
    announced: { date: "2026-06-12" },
    record: { paper: { id: "2606.00467", abstract: "S" } },
  });
});
