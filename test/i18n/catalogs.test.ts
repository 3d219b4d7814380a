import { describe, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { languages } from "../../src/core/language.ts";
import { optionSpecs } from "../../src/core/options.ts";
import { catalogs } from "../../src/i18n/index.ts";

/** Every text of a catalog, functions called with plausible parameters, under its path. */
function rendered(node: unknown, path = ""): [path: string, text: string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") {
    const say = node as (...parameters: unknown[]) => string;
    const words = ["anglais", "Name", "third", "fourth"];
    const isCount =
      /\.(moreAuthors|hitCount|page|stale|without|papers|pending|queryTooLong|pageOutOfRange|tooFast|stillIndexing|kept|catchingUp|most|held)$/.test(
        path,
      );
    return [[path, isCount ? say(...(path.endsWith("without") ? ["word", 3] : [3, 7, 7])) : say(...words)]];
  }
  return Object.entries(node as object).flatMap(([key, value]) =>
    rendered(value, path === "" ? key : `${path}.${key}`),
  );
}

const english = new Map(rendered(catalogs.en));

describe.each(languages)("the catalog %s", (language) => {
  const texts = new Map(rendered(catalogs[language]));

  test("says everything that English says, and nothing empty", () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    expect(
      [...texts].filter(([, text]) => text.trim() === "" || /undefined|NaN|\[object/.test(text)),
    ).toEqual([]);
  });

  test("names the same commands and filters in backticks as English", () => {
    const keys = (text: string) =>
      [...text.matchAll(/`(?:\/paperboy \w+|\w+:)/g)].map((found) => found[0]).sort();
    const wrong = [...texts].filter(
      ([path, text]) => keys(text).join() !== keys(english.get(path) ?? "").join(),
    );
    expect(wrong).toEqual([]);
  });

  test("closes every backtick", () => {
    expect([...texts].filter(([, text]) => (text.match(/`/g)?.length ?? 0) % 2 !== 0)).toEqual([]);
  });

  test("keeps to the platforms' lengths for buttons and descriptions", () => {
    const long = [...texts].filter(
      ([path, text]) =>
        (path.startsWith("controls.") && text.length > 75) ||
        (path.endsWith(".description") && text.length > 100),
    );
    expect(long).toEqual([]);
  });

  test("has texts for every command, option and choice", () => {
    for (const command of commands) {
      const owner = command.name.at(-1) as keyof (typeof catalogs)["en"]["commands"];
      const words = catalogs[language].commands[owner];
      expect(words.name).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u);
      for (const spec of optionSpecs(command.input))
        expect((words as { options: object }).options).toHaveProperty(spec.name);
    }
  });
});
