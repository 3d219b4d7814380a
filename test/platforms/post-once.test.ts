import { expect, test, vi } from "vitest";
import { PostOnce } from "../../src/platforms/post-once.ts";

test("a key that is under way or done is not posted again and shares its outcome", async () => {
  const posts = new PostOnce();
  const post = vi.fn(async () => undefined);
  const both = [posts.run("a", post), posts.run("a", post)];
  expect(await Promise.all(both)).toEqual([undefined, undefined]);
  expect(await posts.run("a", post)).toBeUndefined();
  expect(post).toHaveBeenCalledTimes(1);
  await posts.run("b", post);
  expect(post).toHaveBeenCalledTimes(2);
});

test("a post that failed frees its key", async () => {
  const posts = new PostOnce();
  expect(await posts.run("a", async () => "unconfirmed")).toBe("unconfirmed");
  await expect(posts.run("a", () => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
  expect(await posts.run("a", async () => undefined)).toBeUndefined();
});

test("what was posted is forgotten after five minutes, and the oldest of very many sooner", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const posts = new PostOnce();
    const post = vi.fn(async () => undefined);
    await posts.run("a", post);
    vi.setSystemTime(Date.now() + 5 * 60 * 1_000);
    await posts.run("a", post);
    expect(post).toHaveBeenCalledTimes(2);
    for (let n = 0; n < 1_000; n += 1) await posts.run(String(n), post);
    await posts.run("a", post);
    expect(post).toHaveBeenCalledTimes(1_003);
  } finally {
    vi.useRealTimers();
  }
});
