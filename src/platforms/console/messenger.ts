import type { Card } from "../../core/card.ts";
import type { Claim, Messenger, PostResult, Whereabouts } from "../../core/digest.ts";

/** Digests of the console's own channel: printed between the answers. */
export class ConsoleMessenger implements Messenger {
  readonly #print: (card: Card) => void;

  constructor(print: (card: Card) => void) {
    this.#print = print;
  }

  async post({ part, key }: Claim): Promise<PostResult> {
    this.#print(part.card);
    return { kind: "sent", remote: key };
  }

  /** What scrolled by cannot be asked about. */
  async find(): Promise<Whereabouts> {
    return { kind: "unknown" };
  }

  async tell(_person: string, card: Card): Promise<"told"> {
    this.#print(card);
    return "told";
  }
}
