import type { CategoryCount } from "../core/ports.ts";
import type { PaperTable } from "./papers.ts";

/** Categories that begin with what was typed, with how many papers are in each: those with the most papers first. */
export function completeCategories(papers: PaperTable, typed: string, limit: number): CategoryCount[] {
  const prefix = typed.trim().toLowerCase();
  if (prefix === "") return [];
  return [...papers.categoryCounts]
    .filter(([category]) => category.startsWith(prefix))
    .map(([category, count]) => ({ category: asWritten(category), papers: count }))
    .sort((a, b) => b.papers - a.papers || (a.category < b.category ? -1 : 1))
    .slice(0, Math.max(0, limit));
}

/** As arXiv writes them: subject classes of two letters are capitals (`cs.LG`), longer ones are words (`physics.ao-ph`). */
function asWritten(category: string): string {
  return category.replace(/\.[a-z]{2}$/, (subject) => subject.toUpperCase());
}
