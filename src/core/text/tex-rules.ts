import type { Pieces } from "./tex-pieces.ts";
import type { Arg, Mode, TexReader } from "./tex-reader.ts";
import { fraction, roman, root } from "./tex-scripts.ts";
import { plainUrl } from "./tex-source.ts";
import * as table from "./tex-symbols.ts";

/** A macro where it stands: `to` is the end of what may be read for it, `out` takes its meaning. */
export type Call = { name: string; at: number; to: number; out: Pieces; mode: Mode; depth: number };

type Rule = (reader: TexReader, call: Call, after: number) => number | undefined;
function each(names: Iterable<string>, rule: Rule): [string, Rule][] {
  return [...names].map((name) => [name, rule]);
}

/** Macros whose arguments each mean something of their own. undefined: they are not there as they should be. */
export const RULES: ReadonlyMap<string, Rule> = new Map([
  ...each(table.FRACTIONS, frac),
  ...each(table.REFERENCES, reference),
  ...each(table.DROPPED_WITH_ARGUMENT, dropped),
  ...each(table.FIRST_DROPPED, secondOnly),
  ...each(["url", "path", "nolinkurl"], url),
  ...each(["begin", "end"], environment),
  ...each(["num", "SI", "qty", "ang"], quantity),
  ...each(["sc", "scshape"], smallCapitalsOn),
  ...each(["over", "choose", "atop"], infix),
  ...each(["textsc"], smallCapitals),
  ...each(["footnote", "footnotetext", "thanks"], footnote),
  ...each(["sqrt"], sqrt),
  ...each(["href"], href),
  ...each(["not"], not),
  ...each(["ion"], ion),
  ...each(["verb"], verbatim),
  ...each(["unicode", "char"], codePoint),
  ...each(["u"], escaped),
] as const);

export function write(out: Pieces, text: string, next: number): number {
  out.add(text);
  return next;
}

export function value(reader: TexReader, call: Call, arg: Arg, mode = call.mode): string {
  return reader.run(mode, arg.from, arg.to, call.depth + 1);
}

export function emptyGroup(reader: TexReader, i: number, to: number): number {
  const group = reader.group(i, to);
  return group && reader.src.slice(group.from, Math.min(group.to, group.from + 4)).trim() === ""
    ? group.next
    : i;
}

export function twoArgs(reader: TexReader, call: Call, after: number, mode: Mode = "math") {
  const first = reader.arg(reader.skipOptional(after, call.to), call.to);
  const second = first && reader.arg(first.next, call.to);
  if (!first || !second) return undefined;
  return {
    first: value(reader, call, first, mode),
    second: value(reader, call, second, mode),
    next: second.next,
  };
}

function frac(reader: TexReader, call: Call, after: number): number | undefined {
  const two = twoArgs(reader, call, after);
  if (!two) return undefined;
  const whole = fraction(two.first, two.second);
  const glued =
    /[\p{L}\p{N}({\\]/u.test(reader.src.charAt(two.next)) &&
    two.next < call.to &&
    reader.sticky(/\\[,;:)!\]]|\\(?:right|big|le|ge|times|pm|to|in|cdot)/y, two.next, call.to) === "";
  const before = call.out.endsWith(/[\p{L})]$/u);
  if (call.out.endsWith(/\p{N}$/u)) call.out.add(" ");
  return write(call.out, glued || before ? `(${whole})` : whole, two.next);
}

function infix(reader: TexReader, call: Call, after: number): number | undefined {
  if (call.mode === "text") return undefined;
  const above = call.out.toString();
  const below = reader.math(after, call.to, call.depth + 1);
  call.out.clear();
  return write(
    call.out,
    call.name === "over" ? fraction(above, below) : `(${above.trim()} ${call.name} ${below})`,
    call.to,
  );
}

function sqrt(reader: TexReader, call: Call, after: number): number | undefined {
  const start = reader.skipOptional(after, call.to);
  const arg = reader.arg(start, call.to);
  if (!arg) return undefined;
  const degree = start > after ? reader.math(after + 1, start - 1, call.depth + 1) : "";
  return write(call.out, root(value(reader, call, arg, "math"), degree), arg.next);
}

function reference(reader: TexReader, call: Call, after: number): number | undefined {
  let i = reader.src[after] === "*" ? after + 1 : after;
  i = reader.skipOptional(reader.skipOptional(i, call.to), call.to);
  const arg = reader.group(reader.skipSpace(i, call.to), call.to);
  if (!arg) return call.name === "footnotemark" ? i : undefined;
  call.out.trimEnd();
  if (call.out.last === "(" && reader.src[arg.next] === ")") {
    call.out.unwrite();
    call.out.trimEnd();
    return arg.next + 1;
  }
  return arg.next;
}

function dropped(reader: TexReader, call: Call, after: number): number | undefined {
  const i = reader.src[after] === "*" ? after + 1 : after;
  const arg = reader.group(reader.skipOptional(i, call.to), call.to);
  if (call.name.endsWith("space")) call.out.space();
  return arg?.next;
}

function secondOnly(reader: TexReader, call: Call, after: number): number | undefined {
  const how = reader.group(reader.skipOptional(after, call.to), call.to);
  const what = how && reader.arg(how.next, call.to);
  if (!how) return undefined;
  return what
    ? write(call.out, value(reader, call, what), what.next)
    : write(call.out, value(reader, call, how), how.next);
}

function url(reader: TexReader, call: Call, after: number): number | undefined {
  const arg = reader.group(reader.skipSpace(after, call.to), call.to);
  if (!arg) return undefined;
  const address = reader.src.slice(arg.from, arg.to).trim();
  const end = /\s/.test(address) ? arg.from + reader.sticky(/\s*\S+/y, arg.from, arg.to).length : arg.to;
  return write(call.out, plainUrl(reader.src.slice(arg.from, end)), end === arg.to ? arg.next : end);
}

function href(reader: TexReader, call: Call, after: number): number | undefined {
  const target = reader.group(reader.skipSpace(after, call.to), call.to);
  if (!target) return undefined;
  const address = plainUrl(reader.src.slice(target.from, target.to));
  const shown = reader.group(reader.skipSpace(target.next, call.to), call.to);
  if (!shown) return write(call.out, address, target.next);
  const text = value(reader, call, shown, "text").trim();
  const same = text === "" || bare(text) === bare(address);
  return write(call.out, same ? address : `${text} (${address})`, shown.next);
}

function bare(address: string): string {
  return address.replace(/^https?:\/\/(?:www\.)?|\/$/g, "").toLowerCase();
}

function footnote(reader: TexReader, call: Call, after: number): number | undefined {
  const arg = reader.group(after, call.to);
  return arg && write(call.out, ` (${value(reader, call, arg, "text").trim()})`, arg.next);
}

function environment(reader: TexReader, call: Call, after: number): number | undefined {
  const arg = reader.group(after, call.to);
  if (!arg) return undefined;
  const name = reader.src.slice(arg.from, arg.to);
  call.out.space();
  if (call.name === "begin" && call.mode === "text" && table.MATH_ENVIRONMENTS.test(name)) {
    const end = reader.find(`\\end{${name}}`, arg.next, call.to);
    if (end < 0) return arg.next;
    call.out.add(`${reader.formula(arg.next, end, call.depth + 1)} `);
    return end + name.length + 6;
  }
  return reader.skipOptional(arg.next, call.to);
}

function quantity(reader: TexReader, call: Call, after: number): number | undefined {
  const number = reader.group(reader.skipOptional(after, call.to), call.to);
  if (!number) return undefined;
  call.out.add(value(reader, call, number, "math") + (call.name === "ang" ? "°" : ""));
  const unit = /^(?:SI|qty)$/.test(call.name) ? reader.group(number.next, call.to) : undefined;
  return unit ? write(call.out, ` ${value(reader, call, unit, "math")}`, unit.next) : number.next;
}

/** Small capitals: of `{\sc ii}` the numeral of an ion, otherwise just the text. */
function smallCapitalsOn(reader: TexReader, call: Call, after: number): number {
  const text = reader.run(call.mode, reader.skipSpace(after, call.to), call.to, call.depth + 1);
  const before = reader.src[call.at - 1] === "{" ? reader.src.charAt(call.at - 2) : "";
  capitals(call.out, text, before);
  return call.to;
}

function smallCapitals(reader: TexReader, call: Call, after: number): number | undefined {
  const arg = reader.arg(after, call.to);
  if (!arg) return undefined;
  capitals(call.out, value(reader, call, arg, "text"));
  return arg.next;
}

function capitals(out: Pieces, text: string, before = out.last): void {
  const numeral = /^[ivx]{1,5}$/.test(text.trim());
  if (numeral && /[A-Za-z]/.test(before)) out.add(" ");
  out.add(numeral ? text.toUpperCase() : text);
}

function ion(reader: TexReader, call: Call, after: number): number | undefined {
  const two = twoArgs(reader, call, after, "text");
  return two && write(call.out, `${two.first} ${roman(two.second.trim()).toUpperCase()}`, two.next);
}

/** `\not\in`: the relation with a stroke through it. */
function not(reader: TexReader, call: Call, after: number): number | undefined {
  const arg = reader.arg(after, call.to);
  if (!arg) return undefined;
  const relation = value(reader, call, arg, "math").trim();
  return [...relation].length === 1
    ? write(call.out, `${relation}\u0338`.normalize("NFC"), arg.next)
    : undefined;
}

function verbatim(reader: TexReader, call: Call, after: number): number | undefined {
  const border = reader.src.charAt(after);
  const end = reader.src.slice(after + 1, Math.min(call.to, after + 1 + 300)).indexOf(border);
  if (end < 0 || /[\p{L}\s{]/u.test(border)) return undefined;
  return write(call.out, reader.src.slice(after + 1, after + 1 + end), after + end + 2);
}

function codePoint(reader: TexReader, call: Call, after: number): number | undefined {
  const plain = /^"([0-9A-F]{2,5})$/.exec(reader.sticky(/"[0-9A-F]{2,5}/y, after, call.to));
  if (plain?.[1]) {
    const text = String.fromCodePoint(Number.parseInt(plain[1], 16)).toWellFormed();
    return write(call.out, text, after + plain[0].length);
  }
  const arg = reader.group(after, call.to);
  const code = arg && /^(?:[x"]([0-9a-f]{2,6})|(\d{2,7}))$/i.exec(reader.src.slice(arg.from, arg.to));
  const number = code?.[1] ? Number.parseInt(code[1], 16) : Number(code?.[2]);
  return arg && number <= 0x10ffff
    ? write(call.out, String.fromCodePoint(number).toWellFormed(), arg.next)
    : undefined;
}

/** An escape of JSON that reached the text. */
function escaped(reader: TexReader, call: Call, after: number): number | undefined {
  const digits = reader.sticky(/[0-9a-f]{4}/iy, after, call.to);
  return digits.length === 4
    ? write(call.out, String.fromCharCode(Number.parseInt(digits, 16)).toWellFormed(), after + 4)
    : undefined;
}
