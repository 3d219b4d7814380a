/** A paper as the stand-in for arXiv knows it. */
export interface ArxivPaper {
  readonly id: string;
  readonly categories: readonly string[];
  readonly title?: string;
  readonly comment?: string;
  /** 1 where it is not given. */
  readonly version?: number;
  /** The day of the last change, by which OAI-PMH goes. */
  readonly changed?: string;
  readonly deleted?: true;
}

export interface Item {
  readonly paper: ArxivPaper;
  readonly type: "new" | "cross" | "replace" | "replace-cross";
}

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const titleOf = ({ id, title }: ArxivPaper) => escaped(title ?? `The paper ${id}`);

/** An RSS feed as https://info.arxiv.org/help/rss_specifications.html has it. */
export function rss(category: string, date: string, items: readonly Item[]): string {
  const day = new Date(`${date}T00:00:00Z`);
  const [weekday, number, month, year] = day.toUTCString().replace(",", "").split(" ");
  const pubDate = `${weekday}, ${number} ${month} ${year} 00:00:00 -0500`;
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>
<title>${category} updates on arXiv.org</title><link>http://rss.arxiv.org/rss/${category}</link><pubDate>${pubDate}</pubDate>
${items
  .map(
    ({ paper, type }) => `<item><title>${titleOf(paper)}</title><link>https://arxiv.org/abs/${paper.id}</link>
<description>arXiv:${paper.id}v${paper.version ?? 1} Announce Type: ${type} \nAbstract: About $x_1$.</description>
<guid isPermaLink="false">oai:arXiv.org:${paper.id}v${paper.version ?? 1}</guid>
${paper.categories.map((one) => `<category>${one}</category>`).join("")}
<pubDate>${pubDate}</pubDate><arxiv:announce_type>${type}</arxiv:announce_type><dc:creator>Ada Lovelace, Alan Turing</dc:creator></item>`,
  )
  .join("\n")}
</channel></rss>`;
}

/** A feed of the query API. */
export function atom(papers: readonly ArxivPaper[]): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>
${papers
  .map(
    (
      paper,
    ) => `<entry><id>http://arxiv.org/abs/${paper.id}v${paper.version ?? 1}</id><title>${titleOf(paper)}</title>
<updated>2026-11-10T00:00:00Z</updated><summary>About $x_1$.</summary><published>2026-11-10T00:00:00Z</published>
${paper.categories.map((one) => `<category term="${one}"/>`).join("")}<arxiv:primary_category term="${paper.categories[0]}"/>
<author><name>Ada Lovelace</name></author></entry>`,
  )
  .join("\n")}
</feed>`;
}

export const apiError = (says: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Search Results</title><entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>${says}</summary></entry></feed>`;

/** An answer of OAI-PMH in the format arXivRaw. */
export function oai(date: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>${date}T22:50:00Z</responseDate><request verb="ListRecords">https://oaipmh.arxiv.org/oai</request>${inner}</OAI-PMH>`;
}

export function record(paper: ArxivPaper): string {
  const header = `<identifier>oai:arXiv.org:${paper.id}</identifier><datestamp>${paper.changed ?? "2026-11-10"}</datestamp>`;
  if (paper.deleted) return `<record><header status="deleted">${header}</header></record>`;
  const versions = Array.from({ length: paper.version ?? 1 }, (_, at) => {
    const time = new Date(`${paper.changed ?? "2026-11-10"}T10:00:00Z`);
    return `<version version="v${at + 1}"><date>${time.toUTCString()}</date></version>`;
  });
  return `<record><header>${header}</header><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>${paper.id}</id>${versions.join("")}
<title>${titleOf(paper)}</title><authors>Ada Lovelace, Alan Turing</authors><categories>${paper.categories.join(" ")}</categories>
${paper.comment === undefined ? "" : `<comments>${escaped(paper.comment)}</comments>`}<abstract>About $x_1$.</abstract></arXivRaw></metadata></record>`;
}
