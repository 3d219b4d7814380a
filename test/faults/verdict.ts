import type { Post } from "./chat.ts";
import { channelOf, titleOf } from "./task.ts";

export interface Verdict {
  readonly due: number;
  readonly posted: number;
  readonly lost: number;
  readonly doubled: number;
  /** Messages that came before one that should have been before them in their channel. */
  readonly out_of_order: number;
}

export interface Due {
  /** Of each channel, the first of its rounds. */
  readonly firstRounds: readonly number[];
  readonly rounds: number;
  readonly parts: number;
}

/** Compares what stands in the channels with what was due: each message once, in its channel's order. */
export function judge(posts: readonly Post[], { firstRounds, rounds, parts }: Due): Verdict {
  const times = new Map<string, number>();
  const firsts = new Map<string, string[]>();
  for (const { channel, title } of posts) {
    const seen = times.get(title) ?? 0;
    times.set(title, seen + 1);
    if (seen === 0) firsts.set(channel, [...(firsts.get(channel) ?? []), title]);
  }
  const expected = new Set<string>();
  let outOfOrder = 0;
  for (const [number, first] of firstRounds.entries()) {
    const titles: string[] = [];
    for (let round = first; round < rounds; round++)
      for (let part = 0; part < parts; part++) titles.push(titleOf(`s${number}`, round, part));
    for (const title of titles) expected.add(title);
    const place = new Map(titles.map((title, index) => [title, index]));
    const came = (firsts.get(channelOf(number)) ?? []).map((title) => place.get(title) ?? -1);
    outOfOrder += came.filter((index, at) => at > 0 && index < (came[at - 1] ?? 0)).length;
  }
  const unexpected = [...times.keys()].filter((title) => !expected.has(title));
  if (unexpected.length > 0) throw new Error(`nobody planned ${unexpected[0]}`);
  return {
    due: expected.size,
    posted: posts.length,
    lost: [...expected].filter((title) => !times.has(title)).length,
    doubled: posts.length - times.size,
    out_of_order: outOfOrder,
  };
}
