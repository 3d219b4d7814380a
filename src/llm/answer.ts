/**
 * The JSON value in what a model wrote: without its thoughts (`<think>`), the fences of Markdown and the words around
 * it, and with backslashes of TeX mended, which are not JSON's. undefined where there is none.
 */
export function jsonOf(written: string): unknown {
  const answer = withoutThoughts(written);
  const from = answer.indexOf("{");
  const to = answer.lastIndexOf("}");
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(mendBackslashes(answer.slice(from, to + 1)));
  } catch {
    return undefined;
  }
}

/** A template that opens the thoughts itself leaves only their end in the answer; one that was cut off never ends them. */
function withoutThoughts(written: string): string {
  const end = written.lastIndexOf("</think>");
  return end >= 0 ? written.slice(end + "</think>".length) : written.replace(/<think>[\s\S]*$/, "");
}

/** Macros that begin as an escape of JSON does: `\nu` is no line feed and `\times` no tabulator. */
const macro =
  /^(?:n(?:u|abla|eq?|ot(?:in)?|eg|i|mid|leq|geq)|r(?:ho|ight(?:arrow)?|angle|m|ceil|floor|e)|t(?:imes|au|heta|ilde|o|op|ext\w*|riangle\w*|frac|o))(?![A-Za-z])/;

function mendBackslashes(json: string): string {
  return json.replace(/\\([\s\S])/g, (pair, sign: string, at: number) => {
    const rest = json.slice(at + 1, at + 24);
    if (/["\\/]/.test(sign)) return pair;
    if (sign === "u") return /^u[\da-f]{4}/i.test(rest) ? pair : `\\${pair}`;
    // Nobody writes a backspace or a form feed into prose.
    if (/[nrt]/.test(sign) && !macro.test(rest)) return pair;
    return `\\${pair}`;
  });
}
