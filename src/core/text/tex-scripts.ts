/** What stands above, below or on top of a base, and letters of other alphabets, in Unicode. */

const SUPERSCRIPT = table(
  "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφϕχ",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵠᵡ",
);
const SUBSCRIPT = table("0123456789+-−=()aehijklmnoprstuvxβγρφϕχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ");
/** Signs that read the same on the line. */
const RAISED_AS_IS = /^[*∗⋆★†‡′″‴°⊤]+$/u;
const LOWERED_AS_IS = /^[⊙∗⋆★⊕]$/u;
const WORD = /^[\p{L}\p{N}\p{M}]+$/u;
const SINGLE = /^(?:[\p{L}\p{M}⁰-₎]*\([^()]*\)|[\p{L}\p{N}\p{M}.⁰-₎ᵢ-ᵪ]+|√[\p{L}\p{N}]|[|‖][^|‖\s]+[|‖])$/u;

function table(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  return new Map([...from].map((char, at) => [char, targets[at] ?? char]));
}

function mapAll(text: string, map: ReadonlyMap<string, string>): string | undefined {
  let out = "";
  for (const char of text) {
    const mapped = map.get(char);
    if (mapped === undefined) return undefined;
    out += mapped;
  }
  return out;
}

export function superscript(content: string): string {
  const text = content.trim().replaceAll("∘", "°");
  if (text === "" || RAISED_AS_IS.test(text)) return text === "⊤" ? "ᵀ" : text;
  return mapAll(text, SUPERSCRIPT) ?? `^${wrap(text)}`;
}

export function subscript(content: string): string {
  const text = content.trim();
  if (text === "" || LOWERED_AS_IS.test(text)) return text;
  return mapAll(text, SUBSCRIPT) ?? `_${wrap(text)}`;
}

function wrap(text: string): string {
  return WORD.test(text) || /^\(.*\)$/.test(text) || [...text].length === 1 ? text : `(${text})`;
}

/** Puts round brackets around anything that is more than one number or word. */
export function bracketed(content: string): string {
  const text = content.trim();
  return SINGLE.test(text) || [...text].length === 1 ? text : `(${text})`;
}

export function fraction(above: string, below: string): string {
  return `${bracketed(above)}/${bracketed(below)}`;
}

const ROOTS: ReadonlyMap<string, string> = new Map([
  ["", "√"],
  ["2", "√"],
  ["3", "∛"],
  ["4", "∜"],
]);

export function root(content: string, degree: string): string {
  return (ROOTS.get(degree) ?? `${superscript(degree)}√`) + bracketed(content);
}

/** A combining mark on a single letter, with or without scripts after it; a bar also over a few letters. */
export function accented(content: string, mark: string): string {
  const text = content.trim();
  const [first = "", ...rest] = [...text];
  if (first === "") return "";
  const bare = first === "ı" ? "i" : first === "ȷ" ? "j" : first;
  const tail = rest.join("");
  if (/^[\p{M}\p{Lm}\p{No}₀-₎⁰-⁾′*ᵢ-ᵪⱼ]*(?:[_^](?:\w+|\(.*\)))?$/u.test(tail))
    return (bare + mark).normalize("NFC") + tail;
  if (mark === "\u0304" && rest.length < 3)
    return [...text].map((char) => (char + mark).normalize("NFC")).join("");
  return text;
}

type Alphabet = { upper: number; lower: number; digit: number; irregular: string };
const ALPHABET: Readonly<Record<string, Alphabet>> = {
  bb: { upper: 0x1d538, lower: 0x1d552, digit: 0x1d7d8, irregular: "CℂHℍNℕPℙQℚRℝZℤ" },
  cal: { upper: 0x1d49c, lower: 0x1d4b6, digit: 0x30, irregular: "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ" },
  frak: { upper: 0x1d504, lower: 0x1d51e, digit: 0x30, irregular: "CℭHℌIℑRℜZℨ" },
  bf: { upper: 0x1d400, lower: 0x1d41a, digit: 0x30, irregular: "" },
};
const MOST_LETTERS = 3;

/** Letters in a mathematical alphabet. A whole word stays plain: it is a name, and must be read and found. */
export function inAlphabet(text: string, name: string): string {
  const alphabet = ALPHABET[name];
  if (!alphabet || (text.match(/[A-Za-z]/g)?.length ?? 0) > (name === "bf" ? 1 : MOST_LETTERS)) return text;
  return text.replace(/[A-Za-z0-9]/g, (char) => {
    const at = alphabet.irregular.indexOf(char);
    if (at >= 0) return alphabet.irregular.charAt(at + 1);
    const code = char.charCodeAt(0);
    if (code >= 97) return String.fromCodePoint(alphabet.lower + code - 97);
    return String.fromCodePoint(code >= 65 ? alphabet.upper + code - 65 : alphabet.digit + code - 48);
  });
}

const ROMAN: readonly (readonly [number, string])[] = [
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

/** `2` as `II`; anything but a small number as it is. */
export function roman(text: string): string {
  if (!/^\d{1,2}$/.test(text)) return text;
  let left = Number(text);
  let out = "";
  for (const [value, digits] of ROMAN) for (; left >= value; left -= value) out += digits;
  return out;
}

/** The circled numbers of `\ding{…}`, and the ticks. */
export function dingbat(code: string): string | undefined {
  const n = Number(code);
  if (n >= 172 && n <= 181) return String.fromCodePoint(0x2460 + n - 172);
  if (n >= 182 && n <= 211) return String.fromCodePoint(0x2776 + n - 182);
  return n === 51 || n === 52 ? "✓" : n === 55 || n === 56 ? "✗" : undefined;
}
