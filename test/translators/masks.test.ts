import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Masked } from "../../src/core/translation.ts";
import { bracketMasks, htmlMasks, type MaskCodec, xmlMasks } from "../../src/translators/masks.ts";

const codecs: readonly [string, MaskCodec, mask: string][] = [
  ["brackets", bracketMasks, "[[1]]"],
  ["xml", xmlMasks, "<x>1</x>"],
  ["html", htmlMasks, '<span translate="no" class="notranslate">1</span>'],
];

/** Neighbouring texts as one, and without what cannot be sent. */
function plain(sentence: Masked): Masked {
  const parts: (string | number)[] = [];
  for (const part of sentence) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  }
  return parts;
}

function allowedInXml(part: string | number): string | number {
  if (typeof part === "number") return part;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids.
  return part.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, "");
}

describe.each(codecs)("masks as %s", (_, codec, mask) => {
  test("any sentence comes back as it was, whatever it holds", () => {
    const text = fc
      .array(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.constantFrom(
            "[[1]]",
            "[[ 2 ]]",
            "【【1】】",
            "<x>1</x>",
            "</span>",
            "&amp;",
            "&#60;",
            "<",
            "&",
            mask,
          ),
        ),
      )
      .map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, fc.nat(999)), { maxLength: 8 }), (sentence) => {
        const { text, decode } = codec(sentence);
        const kept = codec === bracketMasks ? sentence : sentence.map(allowedInXml);
        expect(decode(text)).toEqual(plain(kept));
      }),
      { numRuns: 300 },
    );
  });

  test("a mask is written in the service's way", () => {
    expect(codec([7]).text).toBe(mask);
  });

  test("one that is lost, repeated, moved or invented is seen", () => {
    const { text, decode } = codec(["a ", 7, " b ", 9]);
    const [first = "", second = ""] = [codec([0]).text, text.slice(text.lastIndexOf(" b ") + 3)];
    expect(decode(second)).toEqual([9]);
    expect(decode(`${first}${first}`)).toEqual([7, 7]);
    expect(decode(`${second} x ${first}`)).toEqual([9, " x ", 7]);
    expect(decode(first.replace("1", "5"))).toEqual([-1]);
  });
});

test("spaces and brackets that services put in place of ours are read", () => {
  const { decode } = bracketMasks(["a ", 7, " b ", 9]);
  expect(decode("甲[[ 1 ]]乙【【2】】")).toEqual(["甲", 7, "乙", 9]);
  expect(htmlMasks([7]).decode('<span class="notranslate" translate="no"> 1 </span>')).toEqual([7]);
});

test("references that services write for signs are read", () => {
  expect(htmlMasks([""]).decode("l&#39;a &quot;b&quot; &lt;c&gt; &amp;amp; &#x41; &nope; &#0;")).toEqual([
    'l\'a "b" <c> &amp; A &nope; &#0;',
  ]);
});
