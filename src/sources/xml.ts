import { setImmediate } from "node:timers/promises";
import { Parser } from "htmlparser2";

/** A document that is no whole XML. The message says what is wrong and where. */
export class XmlError extends Error {
  override name = "XmlError";
}

/**
 * An element with its children. Names are without prefix in the namespace of the document's root and where none is
 * written, `prefix:name` elsewhere, with the usual prefix of the namespaces below.
 */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** All text in it, that of its children too. */
  readonly text: string;
}

const usualPrefixes: ReadonlyMap<string, string> = new Map([
  ["http://purl.org/dc/elements/1.1/", "dc"],
  ["http://arxiv.org/schemas/atom", "arxiv"],
  ["http://www.w3.org/2005/Atom", "atom"],
  ["http://purl.org/rss/1.0/modules/content/", "content"],
  ["http://prismstandard.org/namespaces/basic/2.0/", "prism"],
  ["http://prismstandard.org/namespaces/1.2/basic/", "prism"],
  ["http://a9.com/-/spec/opensearch/1.1/", "opensearch"],
]);

/** More is no document of papers. Deep nesting and long lists of attributes cost time out of proportion. */
const deepest = 60;
const mostAttributes = 100;
const mostPrefixes = 200;
/** Elements that are given out, and in one of them. arXiv has pages of some thousand records, and papers of some thousand authors. */
const mostFound = 20_000;
const mostInside = 100_000;
/** Characters that are parsed before others get their turn: a few milliseconds. */
const piece = 16_384;

/**
 * The elements of these names, each as soon as it is read; `onRoot` is told the name of the document's root first. What
 * came before a place that cannot be read has been given out when the `XmlError` is thrown. Entities that a document
 * defines are never read, and nothing is fetched.
 */
export async function* readElements(
  text: string,
  names: ReadonlySet<string>,
  onRoot: (name: string) => void = () => {},
): AsyncGenerator<Element> {
  const reader = new Reader(names, onRoot);
  const parser = new Parser(reader, { xmlMode: true });
  let failure: unknown;
  for (let at = 0; at < text.length && !failure; at += piece) {
    try {
      parser.write(text.slice(at, at + piece));
    } catch (error) {
      failure = located(error, text, parser.startIndex);
    }
    yield* reader.found.splice(0);
    await setImmediate();
  }
  if (failure) throw failure;
  if (!reader.done)
    throw new XmlError(reader.begun ? "the document ends early: it was cut off" : "this is no XML document");
}

interface Open {
  readonly name: string;
  readonly written: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  readonly kept: boolean;
  text: string;
}

class Reader {
  readonly found: Element[] = [];
  begun = false;
  done = false;
  readonly #names: ReadonlySet<string>;
  readonly #onRoot: (name: string) => void;
  readonly #stack: Open[] = [];
  readonly #prefixes = new Map<string, string>();
  #rootNamespace: string | undefined;
  #attributes = new Map<string, string>();
  #count = 0;
  #inside = 0;

  constructor(names: ReadonlySet<string>, onRoot: (name: string) => void) {
    this.#names = names;
    this.#onRoot = onRoot;
  }

  onprocessinginstruction(_: string, data: string): void {
    if (/^!(?:ENTITY|ELEMENT|ATTLIST)|^!DOCTYPE[^>]*\[/i.test(data))
      throw new XmlError("the document defines entities of its own, which are not read");
  }

  onopentagname(): void {
    if (this.done) throw new XmlError("something follows the end of the document");
    if (this.#stack.length >= deepest)
      throw new XmlError(`elements are nested more than ${deepest} levels deep`);
    this.#attributes = new Map();
  }

  onattribute(name: string, value: string): void {
    if (this.#attributes.size >= mostAttributes)
      throw new XmlError(`an element has more than ${mostAttributes} attributes`);
    this.#attributes.set(name, value);
    const [, prefix = ""] = /^xmlns(?::(.+))?$/.exec(name) ?? [];
    if (name.startsWith("xmlns") && this.#prefixes.size < mostPrefixes) this.#prefixes.set(prefix, value);
  }

  onopentag(written: string): void {
    const [, prefix = ""] = /^([^:]+):/.exec(written) ?? [];
    if (!this.begun) {
      this.begun = true;
      this.#rootNamespace = this.#prefixes.get(prefix);
    }
    const name = this.#nameOf(written, prefix);
    if (this.#stack.length === 0) this.#onRoot(name);
    const kept = this.#stack.at(-1)?.kept === true || this.#names.has(name);
    this.#stack.push({ name, written, attributes: this.#attributes, children: [], kept, text: "" });
  }

  ontext(text: string): void {
    const open = this.#stack.at(-1);
    if (open?.kept) open.text += text;
  }

  onclosetag(written: string, isImplied: boolean): void {
    const closed = this.#stack.pop();
    if (!closed || closed.written !== written)
      throw new XmlError(`</${written.slice(0, 50)}> closes nothing`);
    // A self-closing element is implied, too, and has nothing in it.
    if (isImplied && (closed.text !== "" || closed.children.length > 0))
      throw new XmlError(`<${written.slice(0, 50)}> is not closed`);
    const parent = this.#stack.at(-1);
    if (!parent) this.done = true;
    if (!closed.kept) return;
    const { name, attributes, children, text } = closed;
    const element: Element = { name, attributes, children, text };
    if (parent?.kept) {
      if (++this.#inside > mostInside)
        throw new XmlError(`an element has more than ${mostInside.toLocaleString("en")} others in it`);
      parent.children.push(element);
      parent.text += text;
      return;
    }
    this.#inside = 0;
    if (++this.#count > mostFound)
      throw new XmlError(`there are more than ${mostFound.toLocaleString("en")} of <${name}>`);
    this.found.push(element);
  }

  #nameOf(written: string, prefix: string): string {
    const local = prefix === "" ? written : written.slice(prefix.length + 1);
    const namespace = this.#prefixes.get(prefix);
    if (prefix === "" || (namespace !== undefined && namespace === this.#rootNamespace)) return local;
    return `${usualPrefixes.get(namespace ?? "") ?? prefix}:${local}`;
  }
}

/** With the line on which it came up. */
function located(error: unknown, text: string, index: number): unknown {
  if (!(error instanceof XmlError)) return error;
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) line++;
  return new XmlError(`line ${line}: ${error.message}`, { cause: error });
}

/** The first child of one of these names. */
export function child(element: Element, ...names: readonly string[]): Element | undefined {
  for (const name of names) {
    const found = element.children.find((each) => each.name === name);
    if (found) return found;
  }
  return undefined;
}

/** The trimmed text of the first child of one of these names; undefined where that is empty. */
export function textOf(element: Element, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = element.children.find((each) => each.name === name && each.text.trim() !== "")?.text;
    if (text !== undefined) return text.trim();
  }
  return undefined;
}

export function textsOf(element: Element, name: string): string[] {
  return element.children.filter((each) => each.name === name).map(({ text }) => text.trim());
}
