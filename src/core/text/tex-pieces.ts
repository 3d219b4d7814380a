/** Where a formula begins and ends in marked output: of private use, and nothing to the rules that look at the end. */
export const formulaOpens = "\u{f8f0}";
export const formulaCloses = "\u{f8f1}";
const MARKS = /[\u{f8f0}\u{f8f1}]/gu;

/** Output of the TeX reader: pieces of text, of which the end can be looked at. */
export class Pieces {
  private readonly parts: string[] = [];
  private tail = "";

  add(text: string): void {
    if (text === "") return;
    this.parts.push(text);
    this.tail = (this.tail + text.slice(-3).replace(MARKS, "")).slice(-2);
  }

  /** One space, unless there is one. */
  space(): void {
    if (!/\s$/.test(this.tail)) this.add(" ");
  }

  /** The last character, "" at the beginning. */
  get last(): string {
    return this.tail.slice(-1);
  }

  endsWith(pattern: RegExp): boolean {
    return pattern.test(this.tail);
  }

  trimEnd(): void {
    for (let last = this.parts.pop(); last !== undefined; last = this.parts.pop()) {
      const text = last.trimEnd();
      if (text === "") continue;
      this.parts.push(text);
      this.tail = text.slice(-3).replace(MARKS, "").slice(-2);
      return;
    }
    this.tail = "";
  }

  /** Takes the last character back. */
  unwrite(): void {
    const last = this.parts.pop() ?? "";
    if (last.length > 1) this.parts.push(last.slice(0, -1));
    this.tail = this.parts.at(-1)?.slice(-2) ?? "";
  }

  clear(): void {
    this.parts.length = 0;
    this.tail = "";
  }

  toString(): string {
    return this.parts.join("");
  }
}
