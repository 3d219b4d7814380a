import type { TexReader } from "./tex-reader.ts";
import { type Call, emptyGroup, RULES, twoArgs, value, write } from "./tex-rules.ts";
import { accented, dingbat, inAlphabet, roman, subscript, superscript } from "./tex-scripts.ts";
import * as table from "./tex-symbols.ts";

const GREEK = /^[\u0370-\u03ff]$/;
const LETTER = /^\p{L}$/u;
const APOSTROPHE = /'(?:s|t|re|ll|ve|d|m)(?![\p{L}])/uy;
const WRAPPERS: ReadonlyMap<string, (content: string) => string> = new Map([
  ["textsuperscript", superscript],
  ["textsubscript", subscript],
  ["enquote", (text: string) => `“${text}”`],
  ["pmod", (text: string) => `(mod ${text})`],
  ["romannumeral", roman],
  ["abs", (text: string) => `|${text}|`],
  ["norm", (text: string) => `‖${text}‖`],
  ["ket", (text: string) => `|${text}⟩`],
  ["bra", (text: string) => `⟨${text}|`],
  ["MakeUppercase", (text: string) => text.toUpperCase()],
  ["ding", (text: string) => dingbat(text) ?? `\\ding{${text}}`],
]);

/** Writes what a macro means and gives the place to read on at. */
export function macro(reader: TexReader, call: Call): number {
  const { name, out, at } = call;
  const after = at + 1 + name.length;
  if (name === "") return reader.isCut(after) ? after : write(out, "\\", after);
  if (!/^[A-Za-z]/.test(name)) return sign(reader, call, after);
  const accent = letterAccent(reader, call, after);
  return (
    accent ??
    RULES.get(name)?.(reader, call, after) ??
    known(reader, call, after) ??
    unknown(reader, call, after)
  );
}

/** A backslash and a sign: an accent, an escaped sign, a space, the border of a formula or the end of a line. */
function sign(reader: TexReader, call: Call, after: number): number {
  const { name, to, out, mode } = call;
  if (name === "(" || name === "[") {
    const end = reader.find(name === "(" ? "\\)" : "\\]", after, to);
    if (end < 0) return write(out, mode === "math" ? name : `\\${name}`, after);
    out.add(reader.formula(after, end, call.depth + 1));
    return end + 2;
  }
  if ("{}$%&#_".includes(name)) return write(out, name, after);
  if (name === "|") return write(out, "‖", after);
  if ("-/!@".includes(name)) return after;
  if (name === "\\") {
    if (mode === "math" && !out.endsWith(/[,;.]\s?$/)) out.add(";");
    out.space();
    return reader.skipSpace(reader.skipOptional(after, to), to);
  }
  if (",;:> \n\t\r".includes(name)) {
    out.space();
    return after;
  }
  const mark = table.SIGN_ACCENTS.get(name);
  if (mark === undefined) return write(out, `\\${name}`, after);
  if (name === "'" && out.endsWith(/\p{L}$/u) && reader.sticky(APOSTROPHE, call.at + 1, to) !== "")
    return write(out, "'", after);
  const empty = reader.group(after, to);
  if (empty && empty.from === empty.to) return write(out, name, empty.next);
  return (
    accentOn(reader, call, after, mark) ??
    write(out, name === '"' || name === "'" ? name : `\\${name}`, after)
  );
}

function accentOn(reader: TexReader, call: Call, after: number, mark: string): number | undefined {
  const arg = reader.arg(after, call.to);
  if (!arg) return undefined;
  const content = value(reader, call, arg, "text").trim();
  if (!/^\p{L}/u.test(content)) return undefined;
  const [first = "", ...rest] = [...content];
  call.out.add(accented(first, mark) + rest.join(""));
  return isDotless(reader.src.slice(arg.from, arg.to))
    ? skipBeforeLetter(reader, arg.next, call.to)
    : arg.next;
}

function isDotless(source: string): boolean {
  return source === "\\i" || source === "\\j";
}

function skipBeforeLetter(reader: TexReader, i: number, to: number): number {
  const next = reader.skipSpace(i, to);
  return next < to && LETTER.test(reader.src.charAt(next)) ? next : i;
}

/** `\c{c}`, `\v s`; and `\b{eta}`, which is what arXiv's listings make of `\beta`. */
function letterAccent(reader: TexReader, call: Call, after: number): number | undefined {
  const mark = table.LETTER_ACCENTS.get(call.name);
  if (mark === undefined) return undefined;
  const group = reader.group(after, call.to);
  if (group) {
    const whole = table.SYMBOLS.get(
      call.name + reader.src.slice(group.from, Math.min(group.to, group.from + 12)),
    );
    if (whole !== undefined && GREEK.test(whole)) return write(call.out, whole, group.next);
    return accentOn(reader, call, after, mark);
  }
  const spaced = reader.sticky(/[ \n]+\p{L}/uy, after, call.to) !== "" || reader.src[after] === "\\";
  return spaced && call.mode === "text" ? accentOn(reader, call, after, mark) : undefined;
}

/** A macro of the tables. */
function known(reader: TexReader, call: Call, after: number): number | undefined {
  const { name, to, out, mode } = call;
  const alphabet = table.ALPHABETS.get(name);
  if (alphabet !== undefined) return letters(reader, call, after, alphabet);
  if (table.DROPPED.has(name)) return switched(reader, call, after);
  if (table.SPACES.has(name)) {
    out.space();
    return emptyGroup(reader, after, to);
  }
  if (name === "item") return write(out, "• ", reader.skipSpace(after, to));
  const wrapper = WRAPPERS.get(name);
  const mark = table.MATH_ACCENTS.get(name);
  if (wrapper || mark !== undefined) {
    const arg = reader.arg(after, to);
    if (!arg) return undefined;
    const content = value(reader, call, arg, mark === undefined ? mode : "math");
    return write(
      out,
      mark === undefined ? (wrapper?.(content) ?? content) : accented(content, mark),
      arg.next,
    );
  }
  if (name === "binom" || name === "tbinom" || name === "dbinom") {
    const two = twoArgs(reader, call, after);
    return two && write(out, `(${two.first} choose ${two.second})`, two.next);
  }
  const board = mode === "math" ? table.BLACKBOARD.get(name) : undefined;
  if (board !== undefined) return write(out, board, emptyGroup(reader, after, to));
  if (name === "deg" && (mode === "text" || out.endsWith(/[\d\s]$/)))
    return write(out, "°", emptyGroup(reader, after, to));
  if (table.FUNCTIONS.has(name) || name === "deg") return func(reader, call, after);
  const operator = table.OPERATORS.get(name);
  if (operator !== undefined) return operate(reader, call, after, operator);
  const symbol = table.SYMBOLS.get(name);
  return symbol === undefined ? undefined : put(reader, call, after, symbol);
}

function put(reader: TexReader, call: Call, after: number, symbol: string): number {
  const { out, to, mode } = call;
  if (mode === "math" && /[⟩⌋⌉]/.test(symbol)) out.trimEnd();
  out.add(symbol);
  if (mode === "math" && /[⟨⌊⌈]/.test(symbol)) return reader.skipSpace(after, to);
  const next = emptyGroup(reader, after, to);
  if (next !== after) return next;
  if (symbol.endsWith(".") && reader.src[after] === "." && symbol !== "…") return after + 1;
  const joins =
    mode === "text" && (/^(?:[øØłŁæÆœŒßẞıȷðÐþÞđĐŋŊå])$/.test(symbol) || ngstrom(reader, call, after));
  return joins ? skipBeforeLetter(reader, after, to) : after;
}

function ngstrom(reader: TexReader, call: Call, after: number): boolean {
  return call.name === "AA" && reader.sticky(/\s+[a-z]/y, after, call.to) === " n";
}

function operate(reader: TexReader, call: Call, after: number, operator: string): number {
  const { out, to, mode } = call;
  const spaced = out.last === " ";
  const next = emptyGroup(reader, after, to);
  out.add(operator);
  if (mode === "text") return next;
  const rest = reader.skipSpace(next, to);
  if (!spaced) return rest;
  if (rest < to && !table.UNARY.has(operator) && !/[_^}]/.test(reader.src.charAt(rest))) out.space();
  return rest === next ? next : rest > next && table.UNARY.has(operator) ? next : rest;
}

/** `\log n`: a word of its own, with its scripts close to it. */
function func(reader: TexReader, call: Call, after: number): number {
  const { name, out, to, mode } = call;
  if (mode === "math" && out.endsWith(/[\p{L}\p{N}\p{M})\]}⁰-₎]$/u)) out.add(" ");
  out.add(name === "argmin" || name === "argmax" ? `arg ${name.slice(3)}` : name);
  if (mode === "text") return emptyGroup(reader, after, to);
  let i = after;
  for (
    let script = reader.skipSpace(i, to);
    /[_^]/.test(reader.src.charAt(script)) && script < to;
    script = reader.skipSpace(i, to)
  ) {
    const arg = reader.arg(script + 1, to);
    if (!arg) break;
    const content = value(reader, call, arg, "math");
    out.add(reader.src[script] === "^" ? superscript(content) : subscript(content));
    i = arg.next;
  }
  const next = reader.skipSpace(i, to);
  if (
    next < to &&
    /[\p{L}\p{N}\\{|]/u.test(reader.src.charAt(next)) &&
    reader.sticky(/\\left(?![a-z])|\\[,!)]/y, next, to) === ""
  )
    out.space();
  return next;
}

/** `\mathbb{R}`, or `{\cal O}` with all that follows in the group. */
function letters(reader: TexReader, call: Call, after: number, alphabet: string): number {
  const isSwitch =
    call.name.length <= 4 && call.name !== "pmb" && call.name !== "bold" && call.name !== "Bbb";
  const arg = isSwitch ? undefined : reader.arg(after, call.to);
  if (arg) return write(call.out, inAlphabet(value(reader, call, arg, "math"), alphabet), arg.next);
  if (!isSwitch || call.name === "bm") return switched(reader, call, after);
  if (call.mode === "text") return switched(reader, call, after);
  call.out.add(inAlphabet(reader.math(reader.skipSpace(after, call.to), call.to, call.depth + 1), alphabet));
  return call.to;
}

/** Leaves nothing, nor the space after it. */
function switched(reader: TexReader, call: Call, after: number): number {
  const { name, to } = call;
  const next = emptyGroup(reader, after, to);
  if (next !== after) return next;
  const rest = reader.skipSpace(after, to);
  if (/^(?:left|right|middle)$/.test(name) && reader.src[rest] === ".") return rest + 1;
  return name === "right" || name === "xspace" ? after : rest;
}

/** A macro that no table has: its argument, or the macro as it is written. */
function unknown(reader: TexReader, call: Call, after: number): number {
  const { name, to, out, mode } = call;
  const start = reader.src[after] === "*" ? after + 1 : after;
  const open = table.TEXT_ARGUMENT.has(name) || table.MATH_ARGUMENT.has(name) || table.STYLES.has(name);
  const arg = open ? reader.arg(start, to) : reader.group(reader.skipOptional(start, to), to);
  if (arg && arg.from < arg.to) {
    const inner = table.TEXT_ARGUMENT.has(name) ? "text" : table.MATH_ARGUMENT.has(name) ? "math" : mode;
    if (name.startsWith("operatorname") && out.endsWith(/[\p{L}\p{N}]$/u)) out.add(" ");
    return write(out, value(reader, call, arg, inner), arg.next);
  }
  if (open && arg) return arg.next;
  if (open && reader.src[after] === "{") return after + 1;
  const next = emptyGroup(reader, after, to);
  if (next === reader.src.length && (RULES.has(name) || open)) return next;
  if (reader.isCut(next) && table.isCutName(name)) return next;
  const meant = table.convention(name, mode);
  if (meant !== undefined)
    return write(out, meant.alphabet ? inAlphabet(meant.text, meant.alphabet) : meant.text, next);
  // A macro of the authors' own: its letters read better than TeX, and the raw text is kept beside.
  if (/^\p{L}+$/u.test(name)) return write(out, name, next);
  return write(out, reader.src.slice(call.at, next), next);
}
