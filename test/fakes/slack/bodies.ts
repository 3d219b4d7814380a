/** Small builders for the bodies of the limit cases. */
import type { Json } from "./rules.ts";

export interface LimitCase {
  rule: string;
  spec?: string;
  good: Json;
  bad: Json;
  view?: boolean;
}

export const x = (n: number) => "x".repeat(n);
export const plain = (text: string): Json => ({ type: "plain_text", text });
export const mrkdwn = (text: string): Json => ({ type: "mrkdwn", text });
export const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));
export const message = (...blocks: unknown[]): Json => ({ text: "words", blocks });
export const section = (rest: Json): Json => message({ type: "section", ...rest });
export const actions = (...elements: unknown[]): Json => message({ type: "actions", elements });
export const input = (element: Json, rest: Json = {}): Json =>
  message({ type: "input", label: plain("l"), element, ...rest });
export const option = (i: number | string, rest: Json = {}): Json => ({
  text: plain(`o${i}`),
  value: `v${i}`,
  ...rest,
});

export const https = (n: number) => `https://e.org/${x(n - 14)}`;
export const button = (rest: Json): Json => actions({ type: "button", text: plain("b"), ...rest });
export const select = (rest: Json): Json => actions({ type: "static_select", ...rest });
export const overflow = (n: number): Json => actions({ type: "overflow", options: times(n, option) });
export const image = (rest: Json): Json =>
  message({ type: "image", alt_text: "a", image_url: https(30), ...rest });
export const confirm = (rest: Json): Json => button({ confirm: { text: plain("sure?"), ...rest } });
export const modal = (rest: Json): Json => ({
  type: "modal",
  title: plain("t"),
  blocks: [{ type: "divider" }],
  ...rest,
});

export type Make = (value: never) => Json;

/** Good and bad values of the same place. */
export function pair(rule: string, make: Make, good: unknown, bad: unknown, spec?: string): LimitCase {
  const build = make as (value: unknown) => Json;
  return { rule, good: build(good), bad: build(bad), ...(spec ? { spec } : {}) };
}

export function view(rule: string, good: Json, bad: Json, spec?: string): LimitCase {
  return { rule, good: modal(good), bad: modal(bad), view: true, ...(spec ? { spec } : {}) };
}
