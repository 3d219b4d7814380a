import fc from "fast-check";
import { expect, test } from "vitest";
import {
  actionCodes,
  type ControlState,
  controlIdLimit,
  decodeControl,
  encodeControl,
  inlineQueryLimit,
  utf8Length,
} from "../../src/core/control.ts";
import { languages } from "../../src/core/language.ts";

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const state = fc
  .record({
    action: fc.constantFrom(...(Object.keys(actionCodes) as (keyof typeof actionCodes)[])),
    paper: optional(
      fc.constantFrom("2212.12206", "hep-th/9901001", "cond-mat/0309136", `doi:10.1234/${"x".repeat(42)}`),
    ),
    language: optional(fc.constantFrom(...languages)),
    original: optional(fc.constant(true as const)),
    page: optional(fc.integer({ min: 2, max: 99_999 })),
    query: optional(fc.string({ unit: "grapheme", maxLength: 40 })),
  })
  .filter(({ query = "", paper }) => utf8Length(query) <= inlineQueryLimit(paper))
  .map(
    (fields) =>
      Object.fromEntries(
        Object.entries(fields).filter(([, value]) => value !== undefined),
      ) as unknown as ControlState,
  );

test("a control's id gives back what it was made of", () => {
  fc.assert(
    fc.property(state, (given) => {
      expect(decodeControl(encodeControl(given))).toEqual(given);
    }),
  );
});

test("a control's id fits into Discord's limit, whatever the longest fields are", () => {
  fc.assert(
    fc.property(state, (given) => {
      expect(utf8Length(encodeControl(given))).toBeLessThanOrEqual(controlIdLimit);
    }),
  );
});

test("a stored query stands in the id instead of its text", () => {
  const id = encodeControl({ action: "view", page: 2, query: "x".repeat(200) }, "Ab3_-xyz01234567");
  expect(decodeControl(id)).toEqual({ action: "view", page: 2, storedQuery: "Ab3_-xyz01234567" });
});

test.each([
  "",
  "x",
  "v|zfoo",
  "vote",
  "v|p12x",
  "z|i1",
  "v|i1|i2|qa|b\n",
])("%j is no id of ours or is read whole", (id) => {
  const decoded = decodeControl(id);
  if (decoded) expect(decoded.action).toBe("view");
  else expect(decoded).toBeUndefined();
});
