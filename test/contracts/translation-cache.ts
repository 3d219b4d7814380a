import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { Store } from "../../src/core/ports.ts";

/** What every cache of translated sentences must do. `open` gives a store that is empty and goes by the clock given. */
export function translationCacheContract(open: (now: () => Date) => Promise<Store>): void {
  const stores: Store[] = [];
  let day = 1;
  const later = () => day++;
  const fresh = async () => {
    day = 1;
    const store = await open(() => new Date(Date.UTC(2026, 0, day, 12)));
    stores.push(store);
    return store.translations;
  };
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });
  const sentence = (key: string, value = `value of ${key}`) => ({ key, value });

  test("an empty one holds nothing", async () => {
    const cache = await fresh();
    expect(await cache.get(["a"])).toEqual(new Map());
    expect(await cache.get([])).toEqual(new Map());
    await cache.put([]);
    await cache.prune(0);
  });

  test("gives what was put, without what is not held", async () => {
    const cache = await fresh();
    await cache.put([sentence("a", "α ≤ 𝔽"), sentence("b", "")]);
    expect(await cache.get(["b", "c", "a", "a"])).toEqual(
      new Map([
        ["a", "α ≤ 𝔽"],
        ["b", ""],
      ]),
    );
  });

  test("of two values for one key the later stays, in one batch and in two", async () => {
    const cache = await fresh();
    await cache.put([sentence("a", "first"), sentence("a", "second")]);
    expect((await cache.get(["a"])).get("a")).toBe("second");
    await cache.put([sentence("a", "third")]);
    expect((await cache.get(["a"])).get("a")).toBe("third");
  });

  test("takes many at once", async () => {
    const cache = await fresh();
    const many = Array.from({ length: 1_234 }, (_, at) => sentence(`key ${at}`));
    await cache.put(many);
    expect(await cache.get(many.map(({ key }) => key))).toEqual(
      new Map(many.map(({ key, value }) => [key, value])),
    );
  });

  test("lets the longest unused go, and counts what is asked for as used", async () => {
    const cache = await fresh();
    for (const key of ["a", "b", "c"]) {
      await cache.put([sentence(key, "1234")]);
      later();
    }
    await cache.get(["a"]);
    await cache.prune(10);
    expect([...(await cache.get(["a", "b", "c"])).keys()].sort()).toEqual(["a", "c"]);
    await cache.prune(5);
    expect([...(await cache.get(["a", "b", "c"])).keys()]).toHaveLength(1);
    await cache.prune(0);
    expect(await cache.get(["a", "b", "c"])).toEqual(new Map());
  });

  test("counts bytes, not characters", async () => {
    const cache = await fresh();
    await cache.put([sentence("k", "漢字")]);
    await cache.prune(7);
    expect((await cache.get(["k"])).size).toBe(1);
    await cache.prune(6);
    expect((await cache.get(["k"])).size).toBe(0);
  });

  test("any text comes back as it was", async () => {
    const cache = await fresh();
    const text = fc.string({ unit: "binary" }).filter((value) => !value.includes("\0"));
    await fc.assert(
      fc.asyncProperty(text, text, async (key, value) => {
        await cache.put([{ key, value }]);
        expect((await cache.get([key])).get(key)).toBe(value);
      }),
      { numRuns: 50 },
    );
  });
}
