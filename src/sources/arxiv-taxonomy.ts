/** arXiv's archives (https://arxiv.org/category_taxonomy) by the group under which OAI-PMH lists them. */
const groups: Readonly<Record<string, readonly string[]>> = {
  cs: ["cs"],
  econ: ["econ"],
  eess: ["eess"],
  math: ["math"],
  physics: [
    "astro-ph",
    "cond-mat",
    "gr-qc",
    "hep-ex",
    "hep-lat",
    "hep-ph",
    "hep-th",
    "math-ph",
    "nlin",
    "nucl-ex",
    "nucl-th",
    "physics",
    "quant-ph",
  ],
  "q-bio": ["q-bio"],
  "q-fin": ["q-fin"],
  stat: ["stat"],
};

const groupOf = new Map(
  Object.entries(groups).flatMap(([group, archives]) => archives.map((archive) => [archive, group] as const)),
);

/** Archives whose subjects are words (`physics.optics`); those of the others are capitals (`cs.LG`). */
const wordy = new Set(["physics", "cond-mat"]);

/** A category or archive as arXiv writes it, of what people write (`cs.lg`, `CS.*`); undefined where arXiv has no such archive. */
export function arxivCategoryOf(text: string): string | undefined {
  const [, archive = "", subject] =
    /^([a-z-]+)(?:\.([a-z-]+))?$/.exec(
      text
        .trim()
        .toLowerCase()
        .replace(/\.\*?$/, ""),
    ) ?? [];
  if (!groupOf.has(archive)) return undefined;
  if (subject === undefined) return archive;
  return `${archive}.${wordy.has(archive) ? subject : subject.toUpperCase()}`;
}

/** The set of OAI-PMH with a category's papers: `cs:cs:LG`, `physics:hep-th`. */
export function oaiSetOf(category: string): string {
  const [archive = "", subject] = category.split(".");
  const group = groupOf.get(archive) ?? archive;
  const isAlone = subject === undefined && group === archive;
  return isAlone ? group : [group, archive, ...(subject === undefined ? [] : [subject])].join(":");
}
