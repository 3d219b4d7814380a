import type { Announcement } from "../../src/core/digest.ts";
import type { Paper } from "../../src/core/paper.ts";
import { readFeed } from "../../src/sources/feed.ts";
import type { Batch } from "./world.ts";

/** A batch as arXiv's RSS has it, read by the product's own reader. */
export async function readBatch({ date, papers }: Batch) {
  const items = papers.map(
    ({ id, topics, type }) => `<item>
<title>A note on ${topics.join(" and ")}</title>
<link>https://arxiv.org/abs/${id}</link>
<description>arXiv:${id}v1 Announce Type: ${type}
Abstract: We look at ${topics.join(" and ")} once more.</description>
<guid isPermaLink="false">oai:arXiv.org:${id}v1</guid>
<category>cs.LG</category>
<pubDate>${new Date(`${date}T04:00:00Z`).toUTCString().replace("GMT", "-0000")}</pubDate>
<arxiv:announce_type>${type}</arxiv:announce_type>
<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
<dc:creator>Ada Lovelace, Charles Babbage</dc:creator>
</item>`,
  );
  const xml = `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
<channel><title>cs.LG updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.LG</link>
${items.join("\n")}
</channel></rss>`;
  const found: Paper[] = [];
  const announcements: Omit<Announcement, "position">[] = [];
  for await (const { record, announced } of readFeed(xml)) {
    if (!record.ok || !announced) throw new RangeError("The generated feed cannot be read.");
    found.push(record.paper);
    const { id, categories } = record.paper;
    announcements.push({ ...announced, paper: id, source: "arxiv", categories });
  }
  return { papers: found, announcements };
}
