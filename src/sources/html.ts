import { Parser } from "htmlparser2";

const unseen = new Set(["script", "style", "template", "iframe", "object", "noscript"]);
const inline = new Set(
  "a abbr b bdi bdo cite code em font i mark q s small span strong sub sup tt u var".split(" "),
);
/** Longer than any text that is held, with its markup. */
const longest = 200_000;
/** Elements that are open at once: no text for people has more, and many would cost time out of proportion. */
const deepest = 200;

/** The words of a piece of HTML, as feeds put into their descriptions. Text without markup stays as it is. */
export function textOfHtml(html: string): string {
  if (!/[<&]/.test(html)) return html;
  let text = "";
  let hidden = 0;
  let depth = 0;
  const parser = new Parser({
    onopentag(name) {
      if (++depth > deepest) throw new TooDeep();
      if (unseen.has(name)) hidden++;
      if (!inline.has(name)) text += " ";
    },
    ontext(piece) {
      if (hidden === 0) text += piece;
    },
    onclosetag(name) {
      depth--;
      if (unseen.has(name)) hidden--;
      if (!inline.has(name)) text += " ";
    },
  });
  try {
    parser.end(html.slice(0, longest));
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
  }
  return text;
}

class TooDeep extends Error {}
