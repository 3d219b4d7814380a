import { Parser } from "htmlparser2";

const unseen = new Set(["script", "style", "template", "iframe", "object", "noscript"]);
const inline = new Set(
  "a abbr b bdi bdo cite code em font i mark q s small span strong sub sup tt u var".split(" "),
);
/** Longer than any text that is held, with its markup. */
const longest = 200_000;

/** The words of a piece of HTML, as feeds put into their descriptions. Text without markup stays as it is. */
export function textOfHtml(html: string): string {
  if (!/[<&]/.test(html)) return html;
  let text = "";
  let hidden = 0;
  const parser = new Parser({
    onopentag(name) {
      if (unseen.has(name)) hidden++;
      if (!inline.has(name)) text += " ";
    },
    ontext(piece) {
      if (hidden === 0) text += piece;
    },
    onclosetag(name) {
      if (unseen.has(name)) hidden--;
      if (!inline.has(name)) text += " ";
    },
  });
  parser.end(html.slice(0, longest));
  return text;
}
