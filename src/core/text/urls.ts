export type TextPart = { text: string } | { url: string };

/** CJK letters and punctuation, full-width forms and Hangul: prose that follows a URL without a space. */
const CJK = "\\u1100-\\u11ff\\u2e80-\\ud7af\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uffef";
const CANDIDATE = new RegExp(`(?<![A-Za-z0-9])https?://[^\\s<>"'\`{}|\\\\^‘’“”«»…${CJK}]+`, "giu");
const DOTTED_HOST = /^https?:\/\/[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?=[/?#:]|$)/iu;
const TRAILING = /[.,;:!?*_~·]/;
const MAX_URL = 2_048;

/** Cuts prose into its URLs and the text between them; together the parts are the whole text again. */
export function splitUrls(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const url = trimUrl(match[0]);
    if (url.length > MAX_URL || !DOTTED_HOST.test(url) || safeUrl(url) === undefined) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ url });
    from = match.index + url.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** Without the punctuation of the sentence and without brackets that nothing in the URL opens. */
function trimUrl(candidate: string): string {
  let end = candidate.length;
  let round = count(candidate, ")") - count(candidate, "(");
  let square = count(candidate, "]") - count(candidate, "[");
  for (; end > 0; end--) {
    const char = candidate.charAt(end - 1);
    if (char === ")" && round > 0) round--;
    else if (char === "]" && square > 0) square--;
    else if (char === "(") round++;
    else if (char === "[") square++;
    else if (!TRAILING.test(char)) break;
  }
  return candidate.slice(0, end);
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/**
 * The URL as it may be put into any platform's markup: http or https, no credentials, and every character that
 * could end or begin something there percent-encoded. undefined for anything else.
 */
export function safeUrl(s: string): string | undefined {
  if (!URL.canParse(s)) return undefined;
  const url = new URL(s);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  if (url.username !== "" || url.password !== "") return undefined;
  if (!/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(url.hostname)) return undefined;
  const rest = url.href.slice(url.origin.length);
  return (
    url.origin +
    rest
      .replace(/[^\x21-\x7e]|["'\\<>()[\]{}|`*^]/g, encode)
      // A URI has one fragment, and a percent sign only before two hexadecimal digits.
      .replace(/%(?![\da-f]{2})/gi, "%25")
      .replace(/(?<=#.*)#/g, "%23")
  );
}

function encode(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
