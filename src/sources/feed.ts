import { mostAuthors } from "../core/paper.ts";
import { SourceError } from "../core/source.ts";
import type { AnswerEntry } from "./answer.ts";
import { apiErrorOf, readApiEntry, readArxivItem } from "./arxiv-feed.ts";
import { readReference } from "./bibliography.ts";
import { civilDateOf } from "./dates.ts";
import { textOfHtml } from "./html.ts";
import { singleSpaced } from "./texts.ts";
import { type Element, readElements, textOf, textsOf } from "./xml.ts";

/** How RSS 0.9x and 2.0, RSS 1.0 and Atom begin. */
const roots = new Set(["rss", "RDF", "rdf:RDF", "feed"]);

/**
 * The papers of an RSS or Atom feed: of arXiv's announcements, of its query API, or of any other feed whose items are
 * papers. Throws a `SourceError` for what is no feed and for the API's own errors, an `XmlError` for what is no whole
 * XML; what came before has been given out.
 */
export async function* readFeed(text: string): AsyncGenerator<AnswerEntry> {
  let root = "";
  const about = { source: "", language: undefined as string | undefined };
  const wanted = new Set(["item", "entry", "title", "language"]);
  for await (const element of readElements(text, wanted, (name) => {
    root = name;
  })) {
    if (!roots.has(root)) break;
    if (element.name === "title") about.source ||= element.text.trim();
    else if (element.name === "language") about.language ??= element.text.trim();
    else {
      const problem = apiErrorOf(element);
      if (problem !== undefined) throw new SourceError(`arXiv's API says: ${problem}`, { lasting: true });
      yield readArxivItem(element) ?? readApiEntry(element) ?? readItem(element, about);
    }
  }
  if (!roots.has(root)) throw new SourceError(`the answer is no feed: it begins with <${root.slice(0, 40)}>`);
}

function readItem(
  item: Element,
  about: { readonly source: string; readonly language: string | undefined },
): AnswerEntry {
  const names = [
    textOf(item, "prism:doi", "dc:identifier", "arxiv:doi", "arxiv:DOI"),
    ...textsOf(item, "link"),
    linkOf(item),
    textOf(item, "guid", "id"),
    item.attributes.get("rdf:about"),
  ];
  const date = civilDateOf(
    textOf(item, "pubDate", "published", "dc:date", "updated", "prism:publicationDate"),
  );
  const record = readReference({
    title: html(textOf(item, "title", "dc:title")),
    abstract: html(textOf(item, "content:encoded", "summary", "description", "content", "dc:description")),
    authors: authorsOf(item),
    categories: [
      ...item.children
        .filter(({ name }) => name === "category" || name === "dc:subject")
        .map((each) => each.attributes.get("term") ?? each.text),
    ],
    language: textOf(item, "dc:language") ?? about.language,
    published: date,
    names,
    source: about.source || "feed",
    licence: "NOASSERTION",
  });
  return {
    name: (textOf(item, "title") ?? names.find((name) => name !== undefined) ?? "an item").slice(0, 100),
    record,
    ...(date !== undefined && { announced: { date, type: "new" } }),
  };
}

function html(text: string | undefined): string | undefined {
  return text === undefined ? undefined : textOfHtml(text);
}

/** Atom's links are attributes; the one without a relation is the page itself. */
function linkOf(item: Element): string | undefined {
  const links = item.children.filter(({ name }) => name === "link" || name === "atom:link");
  const page = links.find(({ attributes }) => (attributes.get("rel") ?? "alternate") === "alternate");
  return page?.attributes.get("href");
}

function authorsOf(item: Element): string[] {
  const atom = item.children
    .filter(({ name }) => name === "author")
    .map((author) => textOf(author, "name") ?? author.text);
  const creators = textsOf(item, "dc:creator").flatMap((names) =>
    // One more than is held, so that it is said.
    singleSpaced(names).split(/ ?[;,] ?(?:and )?| and /, mostAuthors + 1),
  );
  return (
    (creators.length > 0 ? creators : atom)
      // RSS gives an address with the name in brackets: `ada@example.org (Ada Lovelace)`.
      .map((name) =>
        textOfHtml(/^[^\s@]+@[^\s@]+ \((.+)\)$/.exec(singleSpaced(name.trim()))?.[1] ?? name).trim(),
      )
      .filter((name) => name !== "")
  );
}
