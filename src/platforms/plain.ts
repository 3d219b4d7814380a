import { type Block, plain } from "../core/card.ts";

/** What blocks say, without formatting: for screen readers, and for when a platform refuses the card itself. */
export function plainBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(plainBlock)
    .filter((said) => said !== "")
    .join("\n");
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "text":
    case "body":
    case "note":
      return plain(block.text).trim();
    case "list":
      return [block.heading?.trim() ?? "", ...block.items.map((item) => plain(item).trim())]
        .filter((line) => line !== "")
        .join("\n");
    case "code":
      return block.text.trim();
  }
}
