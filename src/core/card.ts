/**
 * A piece of text. A plain string is literal: whatever it holds is shown as written on every platform. Only the other
 * nodes carry formatting. Link urls are http or https and already percent-encoded.
 */
export type Span =
  | string
  | { readonly kind: "bold" | "italic" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

export type Text = readonly Span[];

/** `body` is the long text of a card (an abstract): where a card is too long for a platform it is shortened first. */
export type Block =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "body"; readonly text: Text }
  | { readonly kind: "note"; readonly text: Text }
  | { readonly kind: "list"; readonly heading?: string; readonly items: readonly Text[] }
  | { readonly kind: "code"; readonly text: string };

export interface Choice {
  readonly label: string;
  readonly description?: string;
  /** At most 75 characters (Slack's option value). */
  readonly value: string;
  readonly selected?: boolean;
}

/** Something a person can press. Its whole state rides in `id` (`core/control.ts`), so it works after a restart. */
export type Control =
  | { readonly kind: "button"; readonly label: string; readonly id: string; readonly primary?: boolean }
  | {
      readonly kind: "select";
      readonly placeholder: string;
      readonly id: string;
      readonly choices: readonly Choice[];
    };

/** What is said, free of any platform. */
export interface Card {
  readonly title?: string;
  /** Where the title leads. */
  readonly url?: string;
  readonly blocks: readonly Block[];
  /** Rows of controls, top to bottom; at most five rows of five. */
  readonly controls?: readonly (readonly Control[])[];
}

export const bold = (text: string): Span => ({ kind: "bold", text });
export const italic = (text: string): Span => ({ kind: "italic", text });
export const code = (text: string): Span => ({ kind: "code", text });
export const link = (text: string, url: string): Span => ({ kind: "link", text, url });
export const text = (...spans: Span[]): Block => ({ kind: "text", text: spans });
export const note = (...spans: Span[]): Block => ({ kind: "note", text: spans });

/** A text without its formatting, for places that hold none (accessibility labels, logs, counting). */
export function plain(spans: Text): string {
  return spans.map((span) => (typeof span === "string" ? span : span.text)).join("");
}
