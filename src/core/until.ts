/** What comes before `halt` is aborted: what hangs is not waited for. */
export async function* until<Item>(halt: AbortSignal, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  const { promise: halted, resolve } = Promise.withResolvers<undefined>();
  const stop = () => resolve(undefined);
  halt.addEventListener("abort", stop, { once: true });
  try {
    while (!halt.aborted) {
      const next = await Promise.race([iterator.next(), halted]);
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    halt.removeEventListener("abort", stop);
    // Not waited for: a generator that hangs ends only when what it waits for does.
    void iterator.return?.();
  }
}
