import { expect, test } from "vitest";
import { ConfigError, readConfig } from "../src/config.ts";

function problems(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test("arXiv is not asked and no feed is read unless it is said so", () => {
  expect(readConfig({}).sources).toEqual({ feeds: [], allowPrivate: false });
});

test("arXiv, with a way to reach the operator, and feeds", () => {
  const environment = {
    ARXIV_CONTACT: "ops@example.org",
    ARXIV_CATEGORIES: "cs.lg, STAT.ml hep-th",
    ARXIV_SINCE: "2026-01-31",
    ARXIV_RSS_URL: "http://127.0.0.1:1/rss/",
    FEEDS: "https://example.org/a.rss,https://example.org/a.rss https://huggingface.co/api/daily_papers",
    FEEDS_ALLOW_PRIVATE: "yes",
  };
  expect(readConfig(environment).sources).toEqual({
    arxiv: {
      contact: "ops@example.org",
      categories: ["cs.LG", "stat.ML", "hep-th"],
      since: "2026-01-31",
      addresses: { rss: "http://127.0.0.1:1/rss" },
    },
    feeds: ["https://example.org/a.rss", "https://huggingface.co/api/daily_papers"],
    allowPrivate: true,
  });
});

test("categories without a contact", () => {
  expect(problems({ ARXIV_CATEGORIES: "cs.LG" })).toEqual([
    "ARXIV_CONTACT is missing: add a mail or web address by which arXiv can reach you, or remove ARXIV_CATEGORIES.",
  ]);
});

test.each([
  [
    { ARXIV_CONTACT: "nobody" },
    "ARXIV_CONTACT must be a mail address or a web address by which arXiv can reach you.",
  ],
  [
    { ARXIV_CONTACT: "a@b\r\nX: y" },
    "ARXIV_CONTACT must be a mail address or a web address by which arXiv can reach you.",
  ],
  [
    { ARXIV_CONTACT: "a@b.org", ARXIV_CATEGORIES: "cs.LG,biology" },
    "ARXIV_CATEGORIES must be categories or archives of arXiv with commas between them, such as cs.LG,stat.ML.",
  ],
  [{ ARXIV_CONTACT: "a@b.org", ARXIV_SINCE: "January" }, "ARXIV_SINCE must be a day such as 2026-01-31."],
  [
    { FEEDS: "example.org/rss" },
    "FEEDS must be addresses that begin with https:// or http://, with commas between them.",
  ],
])("%j", (environment, problem) => {
  expect(problems(environment as Record<string, string>)).toEqual([problem]);
});
