/** The best `count` of many, best first, by a heap: `better(a, b)` is negative where `a` goes before `b`. */
export function best(
  items: Iterable<number>,
  count: number,
  better: (a: number, b: number) => number,
): number[] {
  const heap: number[] = [];
  if (count <= 0) return heap;
  for (const item of items) {
    if (heap.length < count) {
      heap.push(item);
      rise(heap, heap.length - 1, better);
    } else if (better(item, heap[0] as number) < 0) {
      heap[0] = item;
      sink(heap, better);
    }
  }
  return heap.sort(better);
}

/** The worst of the heap stands at its root, to be replaced first. */
function rise(heap: number[], from: number, better: (a: number, b: number) => number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (better(heap[at] as number, heap[parent] as number) <= 0) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function sink(heap: number[], better: (a: number, b: number) => number): void {
  let at = 0;
  for (;;) {
    let worst = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && better(heap[child] as number, heap[worst] as number) > 0) worst = child;
    }
    if (worst === at) return;
    swap(heap, at, worst);
    at = worst;
  }
}

function swap(heap: number[], a: number, b: number): void {
  const kept = heap[a] as number;
  heap[a] = heap[b] as number;
  heap[b] = kept;
}
