import type { CategoryCount } from "../core/ports.ts";
import type { PaperTable } from "./papers.ts";

/** Categories that begin with what was typed, with how many papers are in each: those with the most papers first. */
export function completeCategories(papers: PaperTable, typed: string, limit: number): CategoryCount[] {
  const prefix = typed.trim().toLowerCase();
  if (prefix === "") return [];
  // Papers share a few thousand sets of categories, so the sets are counted first.
  const bySet = new Uint32Array(papers.categorySets.length);
  for (let row = 0; row < papers.end; row++) {
    const set = papers.isLive(row) ? papers.categorySet(row) : -1;
    if (set >= 0) bySet[set] = (bySet[set] as number) + 1;
  }
  const counts = new Map<string, number>();
  for (const [set, count] of bySet.entries()) {
    if (count === 0) continue;
    for (const category of new Set(papers.categories(set).split(" ")))
      if (category.startsWith(prefix)) counts.set(category, (counts.get(category) ?? 0) + count);
  }
  return [...counts]
    .map(([category, count]) => ({ category: asWritten(category), papers: count }))
    .sort((a, b) => b.papers - a.papers || (a.category < b.category ? -1 : 1))
    .slice(0, Math.max(0, limit));
}

/** As arXiv writes them: subject classes of two letters are capitals (`cs.LG`), longer ones are words (`physics.ao-ph`). */
function asWritten(category: string): string {
  return category.replace(/\.[a-z]{2}$/, (subject) => subject.toUpperCase());
}
