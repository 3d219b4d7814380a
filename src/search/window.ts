/** Less than any score, and lost in what is added to it. */
export const anyScore = Number.MIN_VALUE;

/** Whether a part's document is wanted. */
export type Passes = (document: number) => boolean;

/** Scores of neighbouring documents of a part that are worked out together, as few as stay in the processor's cache. */
export class Window {
  static readonly size = 1 << 12;
  /** By the document's place in the window; 0 for one that is not touched. */
  readonly scores = new Float64Array(Window.size);
  /** Places of the documents that are looked at. */
  readonly touched = new Uint32Array(Window.size);
  count = 0;
  /** The first document, and one more than the last. */
  start = 0;
  end = 0;

  begin(start: number, end: number): void {
    this.scores.fill(0);
    this.goTo(start, end);
  }

  /** Begins with scores that are 0 already. */
  goTo(start: number, end: number): void {
    this.count = 0;
    this.start = start;
    this.end = Math.min(end, start + Window.size);
  }

  /** Goes on with the documents only that have reached so much and pass. */
  keep(least: number, passes?: Passes): void {
    if (least <= 0 && !passes) return;
    let count = 0;
    for (let at = 0; at < this.count; at++) {
      const place = this.touched[at] as number;
      if ((this.scores[place] as number) >= least && passes?.(this.start + place) !== false)
        this.touched[count++] = place;
      else this.scores[place] = 0;
    }
    this.count = count;
  }

  /** Puts what is touched in order. */
  sort(): void {
    this.touched.subarray(0, this.count).sort();
  }

  /** Quicker than to begin, where little was touched. */
  clear(): void {
    for (let at = 0; at < this.count; at++) this.scores[this.touched[at] as number] = 0;
    this.count = 0;
  }
}

export type WindowPair = readonly [Window, Window];
