import { type Card, code, type Text } from "../core/card.ts";

/** A catalog text in which what stands in backticks is code. */
export function withCode(message: string): Text {
  return message
    .split("`")
    .map((part, index) => (index % 2 === 1 ? code(part) : part))
    .filter((span) => span !== "");
}

/** A card that only says something. */
export function messageCard(message: string): Card {
  return { blocks: [{ kind: "text", text: withCode(message) }] };
}
