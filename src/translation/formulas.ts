import { formulasIn, type Stretch } from "../core/text/tex.ts";

/** Characters that prose does not use: operators, relations, arrows, scripts and the alphabets of mathematics. */
const sign =
  "=<>^_\\\\±×÷·√∛∜∞∂∇∫∮∑∏∈∉∋⊂⊃⊆⊇∪∩∧∨∀∃≤≥≪≫≲≳≈≃≅≡≠∼∝∥⟨⟩⟶→←↔⇒⇔↦↑↓⊕⊗⊥⊙∘∗−‖′″" +
  "²³¹⁰-⁹⁺⁻⁼⁽⁾ⁱⁿ₀-₉₊₋₌₍₎ₐ-ₜᵢ-ᵪᴬ-ᵡⱼⱽ\\u2100-\\u214f\\u2190-\\u22ff\\u2a00-\\u2aff\\u{1d400}-\\u{1d7ff}";
const hasSign = new RegExp(`[${sign}]`, "u");
const onlySigns = new RegExp(`^[${sign}~+/*|,-]+$`, "u");
/** One or two Greek letters, perhaps within Latin ones; a longer run is a word. */
const greek = /(?<!\p{sc=Greek})\p{sc=Greek}{1,2}(?!\p{sc=Greek})/u;
/** A letter of its own, a number, or letters that only a formula puts so: `x`, `0.5`, `90%`, `2n`, `F1`. */
const operand = /^[([|{]*(?:\p{L}|[+-]?\d[\d.,]*[%°]?\p{L}?|\p{L}{1,2}\d+)[)\]|}]*$/u;
const functionOf = /^[|([]*[\p{L}\p{M}\u{1d400}-\u{1d7ff}]{1,2}[₀-ₜ²³⁰-ⁿ′*]*\(/u;
const anyFunction = /(?<!\p{L})\p{L}{1,2}\(/u;
const named = /^(?:log|ln|exp|sin|cos|tan|min|max|sup|inf|lim|poly|polylog|arg|det|tr|mod|Pr)$/;
/** Letters that stand as words in the languages of papers. */
const word = /^[aAIyoOeuàéEY]$/;
/** A word with a sign in it that is no formula: a link of two names, an option, markup. */
const notFormula = /^(?:<\/?[a-z]+>|[\p{L}\d]+(?:→[\p{L}\d]+)+|-+>|<-+|=>|->)$/u;
const farthest = 12;

type Token = Stretch & { readonly text: string };

/**
 * Where mathematics stands in a text as it is shown. Where the source's TeX is known it tells; besides, and for texts
 * without TeX, characters and their neighbours do. In order, never overlapping.
 */
export function formulas(text: string, raw: string | undefined): readonly Stretch[] {
  const told = raw === undefined ? [] : (formulasIn(text, raw) ?? []);
  return unite([...told.map((stretch) => wholeWord(text, stretch)), ...byCharacters(text)]);
}

/** Stretches that touch or overlap become one. */
export function unite(stretches: readonly Stretch[]): readonly Stretch[] {
  const united: { from: number; to: number }[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = united.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united;
}

/** `M` and `⊙` in `10¹³M⊙` are one: a mask inside a word would tear it apart. CJK is written without spaces. */
function wholeWord(text: string, { from, to }: Stretch): Stretch {
  const before = /(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])[\p{L}\p{N}\p{M}])*$/u.exec(
    text.slice(Math.max(0, from - 40), from),
  );
  const after = /^(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])[\p{L}\p{N}\p{M}])*/u.exec(
    text.slice(to, to + 40),
  );
  return { from: from - (before?.[0].length ?? 0), to: to + (after?.[0].length ?? 0) };
}

function byCharacters(text: string): readonly Stretch[] {
  if (!hasSign.test(text) && !greek.test(text) && !anyFunction.test(text)) return [];
  const tokens = tokensOf(text);
  const found: Stretch[] = [];
  for (let at = 0; at < tokens.length; ) {
    const end = formulaAt(tokens, at);
    const [first, last] = [tokens[at], tokens[end - 1]];
    if (end > at && first && last) {
      const trimmed = trim(text, first.from, last.to);
      if (trimmed.to > trimmed.from) found.push(trimmed);
    }
    at = Math.max(end, at + 1);
  }
  return found;
}

/** The number of the token after the formula that begins with token `at`; `at` itself where none begins. */
function formulaAt(tokens: readonly Token[], at: number): number {
  let end = at;
  let strong = false;
  let open = 0;
  for (let next = at; next < tokens.length && next < at + farthest; next++) {
    const token = tokens[next]?.text ?? "";
    const bare = token.replace(/[.,;:!?]+$/, "");
    const within = open > 0;
    const isStrong = isFormula(bare) || (next === at && functionOf.test(bare) && closes(tokens, at));
    const afterSign = next > at && endsInSign(tokens[next - 1]?.text ?? "");
    const beforeSign = onlySigns.test(tokens[next + 1]?.text ?? "");
    const isPart =
      isStrong ||
      (within &&
        (operand.test(bare) || named.test(bare.replace(/[()]/g, "")) || /^[\p{L}\d)]+[)\]]+/u.test(bare))) ||
      ((afterSign || beforeSign) && isOperand(bare));
    if (!isPart) break;
    strong ||= isStrong;
    open = Math.max(0, open + balance(token));
    end = next + 1;
    if (bare !== token && open === 0) break;
  }
  return strong ? end : at;
}

function isFormula(bare: string): boolean {
  if (notFormula.test(bare) || /^[_^]+$/.test(bare)) return false;
  if (/^[+*|,/~-]+$/.test(bare)) return false;
  return hasSign.test(bare.replace(/<\/?[a-z]+>/g, "")) || greek.test(bare);
}

function isOperand(bare: string): boolean {
  return operand.test(bare) && !word.test(bare);
}

function endsInSign(token: string): boolean {
  return onlySigns.test(token);
}

/** Whether the bracket of `O(n log n)` is closed within a few words of mathematics. */
function closes(tokens: readonly Token[], at: number): boolean {
  let open = 0;
  for (const { text } of tokens.slice(at, at + farthest)) {
    const inside = open === 0 ? text.slice(text.indexOf("(") + 1) : text;
    const words = inside.match(/\p{L}{3,}/gu) ?? [];
    if (words.some((each) => !named.test(each))) return false;
    open += balance(text);
    if (open <= 0) return true;
  }
  return false;
}

function balance(text: string): number {
  return (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
}

/** Words by white space, CJK and its punctuation, which are written without spaces, being borders too. */
function tokensOf(text: string): readonly Token[] {
  const token =
    /(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff00-\uffef])[^\s“”‘’«»—–"])+/gu;
  return [...text.matchAll(token)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    text: match[0],
  }));
}

/** Without the punctuation of the sentence, and without brackets whose other half is not in it. */
function trim(text: string, from: number, to: number): Stretch {
  let [start, end] = [from, to];
  for (let before = -1; before !== end - start; ) {
    before = end - start;
    while (end > start && /[.,;:!?~/-]/.test(text.charAt(end - 1))) end--;
    while (start < end && /[.,;:!?/]/.test(text.charAt(start))) start++;
    const surplus = balance(text.slice(start, end));
    if (surplus > 0 && /[([{]/.test(text.charAt(start))) start++;
    else if (surplus < 0 && /[)\]}]/.test(text.charAt(end - 1))) end--;
    else if (
      surplus === 0 &&
      text.charAt(start) === "(" &&
      text.charAt(end - 1) === ")" &&
      text.slice(start, end).indexOf(")") === end - start - 1
    ) {
      start++;
      end--;
    }
  }
  return { from: start, to: end };
}
