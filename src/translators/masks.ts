import type { Masked } from "../core/translation.ts";

/** A sentence as a service takes it, and the way back from its answer. */
export interface Encoded {
  readonly text: string;
  /**
   * What the service made of it. A mask that it dropped is missing, one that it repeated or invented stands there
   * again: the caller compares.
   */
  decode(answer: string): Masked;
}

export type MaskCodec = (sentence: Masked) => Encoded;

interface Notation {
  write(number: number): string;
  /** Finds masks in answers; its first group is the number. */
  readonly mask: RegExp;
  /** Text as the format of the request wants it, and back. */
  encode(text: string): string;
  decode(text: string): string;
}

/**
 * Masks are numbered anew from 1 within each sentence, in the order they stand. Text that a reader of answers would take
 * for a mask is a mask itself on the way.
 */
function codec({ write, mask, encode, decode }: Notation): MaskCodec {
  return (sentence) => {
    const slots: (string | number)[] = [];
    const slot = (value: string | number) => write(slots.push(value));
    const text = sentence
      .map((part) => {
        if (typeof part === "number") return slot(part);
        let wire = "";
        let end = 0;
        const escaped = encode(part.toWellFormed());
        for (const found of escaped.matchAll(mask)) {
          wire += escaped.slice(end, found.index) + slot(decode(found[0]));
          end = found.index + found[0].length;
        }
        return wire + escaped.slice(end);
      })
      .join("");
    return {
      text,
      decode(answer) {
        const parts: (string | number)[] = [];
        const push = (part: string | number) => {
          const last = parts.at(-1);
          if (part === "") return;
          if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
          else parts.push(part);
        };
        let end = 0;
        for (const found of answer.matchAll(mask)) {
          push(decode(answer.slice(end, found.index)));
          const number = Number(found[1]);
          // No mask has a negative number: one that was never sent cannot pass for one that was.
          push(slots[number - 1] ?? -1);
          end = found.index + found[0].length;
        }
        push(decode(answer.slice(end)));
        return parts;
      },
    };
  };
}

const asIs = (text: string) => text;

/** `[[1]]`, for services that take plain text. Language models write the brackets of their language, or spaces. */
export const bracketMasks = codec({
  write: (number) => `[[${number}]]`,
  mask: /(?:\[\s?\[|［\s?［|【\s?【)\s?(\d{1,6})\s?(?:\]\s?\]|］\s?］|】\s?】)/g,
  encode: asIs,
  decode: asIs,
});

const escapes: readonly (readonly [string, string])[] = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
];

/** Also without what no XML document may hold. */
function escapeMarkup(text: string): string {
  return escapes.reduce(
    (escaped, [plain, reference]) => escaped.replaceAll(plain, reference),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids.
    text.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, ""),
  );
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
};

function unescapeMarkup(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (all, name, dec, hex) => {
      if (name) return named[name.toLowerCase()] ?? all;
      const code = dec ? Number(dec) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}

/** `<x>1</x>`, for DeepL with `ignore_tags`. */
export const xmlMasks = codec({
  write: (number) => `<x>${number}</x>`,
  mask: /<x>\s?(\d{1,6})\s?<\/x>/g,
  encode: escapeMarkup,
  decode: unescapeMarkup,
});

/** `<span translate="no" class="notranslate">1</span>`: the attribute is Google's way, the class Azure's. */
export const htmlMasks = codec({
  write: (number) => `<span translate="no" class="notranslate">${number}</span>`,
  mask: /<span\b[^<>]*>\s?(\d{1,6})\s?<\/span>/gi,
  encode: escapeMarkup,
  decode: unescapeMarkup,
});

/** `<var>1</var>`, for Bergamot: its engine copies what stands in it, aborts at markup that is not escaped, and takes a line for a sentence. */
export const varMasks = codec({
  write: (number) => `<var>${number}</var>`,
  mask: /<var>(\d{1,6})<\/var>/g,
  encode: (text) => escapeMarkup(text).replace(/\s+/g, " "),
  decode: unescapeMarkup,
});
