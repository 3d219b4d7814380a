import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeUrl, splitUrls } from "../../../src/core/text/urls.ts";

const urlsOf = (text: string) => splitUrls(text).flatMap((part) => ("url" in part ? [part.url] : []));
const joined = (text: string) =>
  splitUrls(text)
    .map((part) => ("url" in part ? part.url : part.text))
    .join("");

describe("splitUrls", () => {
  it("leaves the punctuation of the sentence out", () => {
    expect(splitUrls("See https://a.org/b. Then")).toEqual([
      { text: "See " },
      { url: "https://a.org/b" },
      { text: ". Then" },
    ]);
    expect(urlsOf("(at http://a.org/b), **https://c.org/d**!")).toEqual([
      "http://a.org/b",
      "https://c.org/d",
    ]);
  });
  it("keeps brackets that the URL opens itself", () => {
    expect(urlsOf("(https://en.wikipedia.org/wiki/A_(b))")).toEqual(["https://en.wikipedia.org/wiki/A_(b)"]);
  });
  it("ends a URL at CJK letters and punctuation", () => {
    expect(urlsOf("代码见https://a.org/b。谢谢 https://c.org/d中文 https://e.org，")).toEqual([
      "https://a.org/b",
      "https://c.org/d",
      "https://e.org",
    ]);
  });
  it("wants a scheme, a dotted host and no credentials", () => {
    expect(
      urlsOf("www.a.org http://localhost/x https:// ftp://a.org https://u:p@a.org/ javascript:alert(1)"),
    ).toEqual([]);
  });
  it("gives the whole text back in its parts", () => {
    const bit = fc.constantFrom(
      "https://",
      "http://",
      "a.org",
      "/x",
      "(",
      ")",
      ".",
      " ",
      "。",
      "*",
      "?q=1",
      "文",
      "[",
      "]",
    );
    fc.assert(
      fc.property(fc.array(bit), (bits) => {
        expect(joined(bits.join(""))).toBe(bits.join(""));
      }),
    );
  });
  it("ends on a URL of closing brackets", () => {
    expect(joined(`https://a.org/${")".repeat(100_000)}`)).toHaveLength(100_014);
  });
});

describe("safeUrl", () => {
  it("gives an ordinary URL back", () => {
    expect(safeUrl("https://arxiv.org/abs/2401.00001v2?x=1#y")).toBe(
      "https://arxiv.org/abs/2401.00001v2?x=1#y",
    );
  });
  it("encodes every character that markup could use", () => {
    expect(safeUrl("https://a.org/a b\"c'd\\e<f>(g)|h`i*j[k]")).toBe(
      "https://a.org/a%20b%22c%27d/e%3Cf%3E%28g%29%7Ch%60i%2Aj%5Bk%5D",
    );
    expect(safeUrl("https://a.org/文?q=(文)")).toBe("https://a.org/%E6%96%87?q=%28%E6%96%87%29");
  });
  it("leaves no percent sign by itself and no second fragment", () => {
    expect(safeUrl("https://a.org/100%/b#c#d")).toBe("https://a.org/100%25/b#c%23d");
  });
  it("refuses other schemes, credentials, odd hosts and what is no URL", () => {
    for (const bad of [
      "javascript:alert(1)",
      "data:text/html,x",
      "ftp://a.org",
      "https://u:p@a.org",
      "https://u@a.org",
      "https://a(b).org",
      "//a.org",
      "no url",
      "",
    ])
      expect(safeUrl(bad)).toBeUndefined();
  });
  it("never gives a character that could break out of markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (path) => {
        const url = safeUrl(`https://a.org/${path}`);
        if (url !== undefined) expect(url).toMatch(/^[^\s"'\\<>()[\]|`*]+$/);
      }),
    );
  });
  it("gives the same when it is applied again", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (raw) => {
        const once = safeUrl(raw);
        if (once !== undefined) expect(safeUrl(once)).toBe(once);
      }),
    );
  });
});
