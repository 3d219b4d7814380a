import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { actions, commands } from "../commands/index.ts";

const root = join(import.meta.dirname, "..");
const sources = [...globSync("src/**/*.ts", { cwd: root }), ...globSync("commands/**/*.ts", { cwd: root })];

/** What each layer may import from: itself and what stands in its list. `src/main.ts` and its two helpers know everything. */
const layers: Readonly<Record<string, readonly string[]>> = {
  "src/core": ["src/i18n"],
  "src/i18n": ["src/core"],
  "src/views": ["src/core", "src/i18n"],
  "src/app": ["src/core", "src/i18n", "src/views"],
  commands: ["src/core", "src/i18n", "src/views", "src/app", "src/digests"],
  "src/translation": ["src/core"],
  "src/store": ["src/core"],
  "src/search": ["src/core"],
  "src/sources": ["src/core"],
  "src/digests": ["src/core", "src/i18n", "src/views", "src/app"],
  "src/jobs": ["src/core", "src/sources", "src/translators", "src/args.ts"],
  "src/llm": [],
  "src/translators": ["src/core", "src/llm"],
  "src/summaries": ["src/core", "src/llm"],
  "src/eval": [
    "src/core",
    "src/search",
    "src/sources",
    "src/summaries",
    "src/translation",
    "src/translators",
    "src/args.ts",
  ],
  "src/platforms": ["src/core", "src/i18n", "src/views", "src/app", "src/log.ts"],
};

/** The one folder (or file) that may touch each SDK or global. `src/eval` measures some of them as what they are. */
const owners: readonly (readonly [pattern: RegExp, owner: RegExp])[] = [
  [/(from|import\() ?"discord\.js"/, /^src\/platforms\/discord\//],
  [/(from|import\() ?"@slack\//, /^src\/platforms\/slack\//],
  [/(from|import\() ?"minisearch"/, /^src\/(search|eval)\//],
  [/(from|import\() ?"kysely"/, /^src\/store\//],
  [/(from|import\() ?"node:sqlite"/, /^src\/(store|eval)\//],
  [/\bprocess\.env\b/, /^src\/config\.ts$/],
  [/\bprocess\.exit(Code)?\b/, /^src\/main\.ts$/],
];

function imports(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((found) =>
    relative(root, join(root, dirname(file), found[1] ?? "")),
  );
}

const layerOf = (file: string) =>
  Object.keys(layers).find((layer) => file === layer || file.startsWith(`${layer}/`));

describe("layers", () => {
  test.each(Object.keys(layers))("%s imports only from the layers below it", (layer) => {
    const wrong = sources
      .filter((file) => layerOf(file) === layer)
      .flatMap((file) => imports(file).map((to) => [file, to] as const))
      .filter(([, to]) => to.startsWith("src/") || to.startsWith("commands/"))
      .filter(
        ([, to]) =>
          ![layer, ...(layers[layer] ?? [])].some(
            (allowed) => to === allowed || to.startsWith(`${allowed}/`),
          ),
      );
    expect(wrong).toEqual([]);
  });

  test("core takes nothing of the texts but their type", () => {
    const wrong = sources
      .filter((file) => file.startsWith("src/core/"))
      .filter((file) => /^import (?!type)[^;]*i18n/m.test(readFileSync(join(root, file), "utf8")));
    expect(wrong).toEqual([]);
  });

  test("one platform knows nothing of another", () => {
    const platform = (file: string) => /^src\/platforms\/([^/]+)\//.exec(file)?.[1];
    const wrong = sources.flatMap((file) =>
      imports(file).filter((to) => platform(file) && platform(to) && platform(file) !== platform(to)),
    );
    expect(wrong).toEqual([]);
  });

  test("each SDK and global has one owner", () => {
    const wrong = sources.flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return owners
        .filter(([pattern, owner]) => pattern.test(text) && !owner.test(file))
        .map(([pattern]) => [file, pattern.source]);
    });
    expect(wrong).toEqual([]);
  });
});

describe("the typed list of commands", () => {
  const declared = (folder: string) =>
    globSync("*.ts", { cwd: join(root, folder) })
      .filter((file) =>
        /\bdefineCommand\(|: Action = \{/.test(readFileSync(join(root, folder, file), "utf8")),
      )
      .map((file) => file.replace(/\.ts$/, ""))
      .sort();

  test("names every command file", () => {
    expect(commands.map((command) => command.name.at(-1)).sort()).toEqual(declared("commands"));
  });

  test("names every action", () => {
    const text = globSync("commands/actions/*.ts", { cwd: root }).map((file) =>
      readFileSync(join(root, file), "utf8"),
    );
    const found = text.flatMap((file) =>
      [...file.matchAll(/: Action = \{\s*name: "(\w+)"/g)].map((match) => match[1]),
    );
    expect(actions.map((action) => action.name).sort()).toEqual(found.sort());
  });
});

describe("documents", () => {
  const documents = [
    "README.md",
    "CHANGELOG.md",
    "src/DESIGN.md",
    "corpus/README.md",
    ".github/CONTRIBUTING.md",
  ];
  const tracked =
    /^(src|commands|corpus|test|\.ci|\.github)\/[\w./*-]+$|^(Dockerfile|package\.json|tsconfig\.json|\.env\.example|\.biome\.json)$/;

  test.each(documents)("%s names only files that exist", (document) => {
    const text = readFileSync(join(root, document), "utf8");
    const named = [...text.matchAll(/`([^`\s]+)`/g)]
      .map((match) => match[1] ?? "")
      .filter((path) => tracked.test(path));
    const missing = named.filter((path) => globSync(path, { cwd: root }).length === 0);
    expect(missing).toEqual([]);
  });

  test("README names only scripts that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/npm run ([\w:]+)/g)].map(
      (match) => match[1] ?? "",
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test("only what belongs there stands at the top level", () => {
  const allowed = [
    "src",
    "commands",
    "corpus",
    "test",
    "package.json",
    "tsconfig.json",
    "Dockerfile",
    "README.md",
  ];
  const besides = ["package-lock.json", "LICENSE", "CHANGELOG.md", "node_modules", "data"];
  const found = globSync("*", { cwd: root }).filter((name) => !name.startsWith("."));
  expect(found.filter((name) => ![...allowed, ...besides].includes(name))).toEqual([]);
});
