import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../src/config.ts";

const summaries = (environment: Record<string, string>) => readConfig(environment).summaries;
function problems(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("SUMMARIZER", () => {
  test("takes sentences of the abstract unless it says otherwise, whatever translates", () => {
    expect(summaries({})).toEqual({ kind: "extract" });
    expect(summaries({ OPENAI_BASE_URL: "http://localhost:11434/v1" })).toEqual({ kind: "extract" });
    expect(summaries({ SUMMARIZER: "None" })).toEqual({ kind: "none" });
  });

  test("openai takes the server of the OPENAI_ variables", () => {
    const ollama = { SUMMARIZER: "openai", OPENAI_BASE_URL: "http://localhost:11434/v1/" };
    expect(summaries(ollama)).toEqual({
      kind: "openai",
      server: { baseUrl: "http://localhost:11434/v1" },
      local: true,
    });
    const own = { SUMMARIZER: "openai", OPENAI_API_KEY: "k", OPENAI_MODEL: "m", TRANSLATOR: "none" };
    expect(summaries(own)).toEqual({
      kind: "openai",
      server: { baseUrl: "https://api.openai.com/v1", key: "k", model: "m" },
      local: false,
    });
  });

  test.each<[Record<string, string>, RegExp]>([
    [{ SUMMARIZER: "gpt" }, /^SUMMARIZER must be extract, openai or none\.$/],
    [{ SUMMARIZER: "openai" }, /^OPENAI_BASE_URL is missing: .*SUMMARIZER\.$/],
    [{ SUMMARIZER: "openai", OPENAI_API_KEY: "k" }, /^OPENAI_MODEL is missing: .*summarise\.$/],
    [{ SUMMARIZER: "openai", OPENAI_BASE_URL: "https://llm.example.com/v1" }, /^OPENAI_MODEL is missing/],
    [{ SUMMARIZER: "openai", TRANSLATOR: "openai" }, /^OPENAI_BASE_URL is missing/],
  ])("%j is refused in one sentence", (environment, problem) => {
    expect(problems(environment)).toEqual([expect.stringMatching(problem)]);
  });
});
