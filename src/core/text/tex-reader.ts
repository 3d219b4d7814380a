import { dollarSpan } from "./tex-dollars.ts";
import { macro } from "./tex-macros.ts";
import { formulaCloses, formulaOpens, Pieces } from "./tex-pieces.ts";
import { subscript, superscript } from "./tex-scripts.ts";
import { argumentCount, matchBraces, plainUrl } from "./tex-source.ts";

/** A stretch of the source, and where to read on after it. */
export type Arg = { from: number; to: number; next: number };
export type Mode = "text" | "math";

const MAX_DEPTH = 24;
const CUT_WITHIN = 250;
const PLAIN = /[^\\$`'"{}~^_\-hw]+/y;
const MATH_PLAIN = /[^\\{}^_'~\s$*-]+/y;
const SPACE = /\s*/y;
const MACRO_NAME = /[A-Za-z]+/y;
const URL_IN_TEXT = /(?:https?:\/\/|www\.)(?:\\[_%#&~$-](?:\{\})?|[^\s\\{}$"'`<>])+/y;
const LETTER = /[\p{L}]$/u;
const QUOTED = /`(?=[\p{L}\p{N}\\$])[^`\n]{1,200}?[^\s`]'(?![\p{L}\p{N}'])/uy;
const OPENING = /[\s([{"'“‘/—–-]$/u;
/** Braces that protect the capitals of a title, as against those of a set, of JSON or of a template. */
const PROTECTIVE = /^(?=.*(?:\p{Lu}|[^ -~\n]))[\p{L}\p{M}\p{N}\s.'’&+/-]*$/su;

export class TexReader {
  readonly src: string;
  /** For each opening brace, where it is closed. */
  private readonly match: Int32Array;
  private readonly unclosed: boolean;
  private looseDollar = false;
  /** The last answers of `find`, so that looking for what is not there costs little. */
  private readonly found = new Map<string, { from: number; at: number }>();
  private readonly hasMacros: boolean;
  private readonly marking: boolean;
  private inFormula = false;

  /** `marking`: each formula is put between `formulaOpens` and `formulaCloses`. */
  constructor(src: string, marking = false) {
    this.src = src;
    this.marking = marking;
    const { match, unclosed } = matchBraces(src);
    this.match = match;
    this.unclosed = unclosed;
    this.hasMacros = src.includes("\\");
  }

  read(): string {
    return this.text(0, this.src.length, 0);
  }

  run(mode: Mode, from: number, to: number, depth: number): string {
    return mode === "math" ? this.math(from, to, depth) : this.text(from, to, depth);
  }

  text(from: number, to: number, depth: number): string {
    if (depth > MAX_DEPTH) return this.src.slice(from, to);
    const out = new Pieces();
    const quotes = { open: 0 };
    let i = from;
    while (i < to) {
      const plain = this.sticky(PLAIN, i, to);
      out.add(plain);
      i += plain.length;
      if (i < to) i = this.textSign(i, from, to, out, quotes, depth);
    }
    return out.toString();
  }

  private textSign(
    i: number,
    from: number,
    to: number,
    out: Pieces,
    quotes: { open: number },
    depth: number,
  ): number {
    const char = this.src.charAt(i);
    switch (char) {
      case "\\":
        return this.control(i, to, out, "text", depth);
      case "$": {
        const span = dollarSpan(this.src, this.match, i, to);
        this.looseDollar ||= !span;
        if (!span) return this.copy(i, this.src[i + 1] === "$" ? 2 : 1, to, out);
        out.add(this.formula(span.from, span.to, depth + 1));
        return span.next;
      }
      case "h":
      case "w": {
        const url = out.endsWith(LETTER) ? "" : this.sticky(URL_IN_TEXT, i, to);
        out.add(url === "" ? char : plainUrl(url));
        return i + (url.length || 1);
      }
      case "`":
      case "'":
      case '"':
        return this.quote(i, to, out, quotes, depth);
      case "-":
        return this.dash(i, from, to, out);
      case "~":
        return this.tilde(i, to, out);
      case "{":
        return this.braces(i, to, out, depth);
      case "^":
      case "_": {
        const arg = /^(?:\{|\\[A-Za-z])/.test(this.src.slice(i + 1, i + 3)) && this.arg(i + 1, to);
        if (!arg || out.last === "" || /\s/.test(out.last)) {
          const first = i === from && this.src[from - 1] === "{" && this.arg(i + 1, to);
          if (!arg && !first) return this.copy(i, 1, to, out);
        }
        return this.script(i, to, out, depth);
      }
      default:
        return this.copy(i, 1, to, out);
    }
  }

  /** Mathematics that stands in text, where `math` is also what stands within mathematics. */
  formula(from: number, to: number, depth: number): string {
    if (!this.marking || this.inFormula) return this.math(from, to, depth);
    this.inFormula = true;
    const content = this.math(from, to, depth);
    this.inFormula = false;
    return content === "" ? "" : formulaOpens + content + formulaCloses;
  }

  math(from: number, to: number, depth: number): string {
    if (depth > MAX_DEPTH) return this.src.slice(from, to);
    const out = new Pieces();
    let i = from;
    while (i < to) {
      const plain = this.sticky(MATH_PLAIN, i, to);
      out.add(plain);
      i += plain.length;
      if (i < to) i = this.mathSign(i, to, out, depth);
    }
    return out.toString().trim();
  }

  private mathSign(i: number, to: number, out: Pieces, depth: number): number {
    const char = this.src.charAt(i);
    switch (char) {
      case "\\":
        return this.control(i, to, out, "math", depth);
      case "{": {
        const arg = this.group(i, to);
        if (!arg) return this.copy(i, 1, to, out);
        out.add(this.math(arg.from, arg.to, depth + 1));
        return arg.next;
      }
      case "^":
      case "_":
        return this.script(i, to, out, depth);
      case "'": {
        const primes = this.sticky(/'+/y, i, to).length;
        out.add(primes < 4 ? "′″‴".charAt(primes - 1) : "′".repeat(primes));
        return i + primes;
      }
      case "$":
        return i + 1;
      case "~":
        out.space();
        return i + 1;
      case "*":
      case "-":
      case "}":
        return this.copy(i, 1, to, out);
      default:
        out.space();
        return this.skipSpace(i + 1, to);
    }
  }

  /** `^x` or `_x`, in mathematics or after a word. */
  private script(i: number, to: number, out: Pieces, depth: number): number {
    const arg = this.arg(i + 1, to);
    if (!arg) return this.copy(i, 1, to, out);
    const content = this.math(arg.from, arg.to, depth + 1);
    out.add(this.src[i] === "^" ? superscript(content) : subscript(content));
    return arg.next;
  }

  /** A backslash and what it commands. */
  private control(i: number, to: number, out: Pieces, mode: Mode, depth: number): number {
    const name = this.sticky(MACRO_NAME, i + 1, to);
    return macro(this, {
      name: name || this.src.slice(i + 1, Math.min(to, i + 2)),
      at: i,
      to,
      out,
      mode,
      depth,
    });
  }

  /** The next argument: a group, a macro with its own argument, or one character. */
  arg(i: number, to: number): Arg | undefined {
    const at = this.skipSpace(i, to);
    const char = this.src.charAt(at);
    if (at >= to || char === "}" || char === "$") return undefined;
    if (char === "{") return this.group(at, to);
    if (char !== "\\") {
      const next = at + ((this.src.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
      return next <= to ? { from: at, to: next, next } : undefined;
    }
    const name = this.sticky(MACRO_NAME, at + 1, to);
    let next = Math.min(to, at + 1 + (name.length || 1));
    for (let wanted = argumentCount(name); wanted > 0; wanted--) {
      const start = this.skipSpace(next, to);
      next = (this.group(start, to) ?? this.character(start, to))?.next ?? next;
    }
    return { from: at, to: next, next };
  }

  private character(i: number, to: number): Arg | undefined {
    return i < to && /[\p{L}\p{N}]/u.test(this.src.charAt(i))
      ? { from: i, to: i + 1, next: i + 1 }
      : undefined;
  }

  /** `{…}`. What a macro or a script opens near the end of a text and nothing closes, was cut: it ends there. */
  group(i: number, to: number): Arg | undefined {
    if (this.src[i] !== "{" || i >= to) return undefined;
    const close = this.match[i] ?? -1;
    if (close > i && close < to) return { from: i + 1, to: close, next: close + 1 };
    const cut =
      close < 0 && to === this.src.length && to - i < CUT_WITHIN && /[A-Za-z}^_]/.test(this.src[i - 1] ?? "");
    return cut ? { from: i + 1, to, next: to } : undefined;
  }

  /** True where the text stops in the middle of a formula or of a group. */
  isCut(i: number): boolean {
    return i === this.src.length && (this.src.endsWith("\\") || this.unclosed || this.looseDollar);
  }

  /** The next place of `needle`, -1 where there is none before `to`. */
  find(needle: string, from: number, to: number): number {
    let last = this.found.get(needle);
    if (!last || from < last.from || from > last.at) {
      const at = this.src.indexOf(needle, from);
      last = { from, at: at < 0 ? Number.POSITIVE_INFINITY : at };
      this.found.set(needle, last);
    }
    return last.at + needle.length <= to ? last.at : -1;
  }

  /** Past `[…]`, where there is one. */
  skipOptional(i: number, to: number): number {
    if (this.src[i] !== "[") return i;
    const close = this.src.slice(i, Math.min(to, i + 200)).indexOf("]");
    return close < 0 ? i : i + close + 1;
  }

  skipSpace(i: number, to: number): number {
    return i + this.sticky(SPACE, i, to).length;
  }

  /** What a sticky expression finds at `i`, not beyond `to`. */
  sticky(pattern: RegExp, i: number, to: number): string {
    pattern.lastIndex = i;
    const found = pattern.exec(this.src)?.[0] ?? "";
    return i + found.length > to ? found.slice(0, Math.max(0, to - i)) : found;
  }

  private copy(i: number, length: number, to: number, out: Pieces): number {
    const end = Math.min(to, i + length);
    out.add(this.src.slice(i, end));
    return end;
  }

  private quote(i: number, to: number, out: Pieces, quotes: { open: number }, depth: number): number {
    const run = this.sticky(/`+|'+|"/y, i, to);
    if (run === "``") {
      quotes.open++;
      out.add("“");
    } else if (run === "`" && (out.last === "" || out.endsWith(OPENING))) {
      const quoted = this.sticky(QUOTED, i, to);
      if (quoted === "") return this.copy(i, 1, to, out);
      const end = i + quoted.length;
      out.add("‘");
      out.add(this.text(i + 1, end - 1, depth + 1));
      out.add("’");
      return end;
    } else if (run === "''" && quotes.open === 0 && (out.last === "" || out.endsWith(/[\s(]$/))) {
      quotes.open++;
      out.add("“");
    } else if ((run === "''" || run === '"') && quotes.open > 0) {
      quotes.open--;
      out.add("”");
    } else if (run === "''" && !out.endsWith(/\d$/)) out.add("”");
    else out.add(run);
    return i + run.length;
  }

  /** Hyphens: two are a dash in prose, but not before an option of a command, in an arrow or in an assignment. */
  private dash(i: number, from: number, to: number, out: Pieces): number {
    const run = this.sticky(/-+/y, i, to);
    const next = i + run.length < to ? this.src.charAt(i + run.length) : "";
    const option = /\p{L}/u.test(next) && out.endsWith(/[\s([{"'“‘`]$/u);
    const start = i === from && from === 0 && next !== " ";
    const code = next === ">" || /[<!=|+]$/.test(out.last) || /[=|;]/.test(next);
    if (run.length === 3 && !code) out.add("—");
    else if (run.length === 2 && !code && !option && !start) out.add("–");
    else out.add(run);
    return i + run.length;
  }

  /** A tie becomes a space; `~` before a number as a sign for "about" stays. */
  private tilde(i: number, to: number, out: Pieces): number {
    const next = i + 1 < to ? this.src.charAt(i + 1) : "";
    const about = out.last === "" || out.endsWith(/[\s([{/=<>@]$/) || next === "" || /\s/.test(next);
    const range = /\d/.test(next) && out.endsWith(/(?:\d|^[b-z]|[^\p{L}][b-z])$/u);
    const value = this.sticky(/~(?:\(?[<>]?\d[\d.]*[-–\d]|0\.\d)/y, i, to) !== "";
    const quantity = value && (/^[(0]/.test(next) || /_[\w,]+$/.test(this.src.slice(Math.max(0, i - 12), i)));
    out.add(about || range || quantity ? "~" : " ");
    return i + 1;
  }

  private braces(i: number, to: number, out: Pieces, depth: number): number {
    const arg = this.group(i, to);
    if (!arg) return this.copy(i, 1, to, out);
    const inside = this.src.slice(arg.from, Math.min(arg.to, arg.from + 2_000));
    const tex = /[\\$`]|^[\^_{]/.test(inside) || (inside === "" && this.hasMacros);
    const content = this.text(arg.from, arg.to, depth + 1);
    const protective = PROTECTIVE.test(inside) && (this.hasMacros || !/\s/.test(inside));
    out.add(tex || protective ? content : `{${content}}`);
    return arg.next;
  }
}
