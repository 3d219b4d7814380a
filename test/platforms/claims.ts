import type { Claim } from "../../src/core/digest.ts";

/** A claim on a part of a digest, for the tests of messengers. */
export function sampleClaim(channel: string, changes: Partial<Claim> = {}): Claim {
  return {
    id: "1",
    epoch: 1,
    channel,
    subscription: "s",
    key: "Zk3_key-of-22-characte",
    part: {
      card: {
        title: "412 new in cs.LG",
        blocks: [
          { kind: "text", text: [{ kind: "link", text: "A paper", url: "https://arxiv.org/abs/2609.1" }] },
        ],
      },
    },
    attempt: 1,
    firstAttempt: new Date(),
    leaseUntil: new Date(Date.now() + 60_000),
    ...changes,
  };
}

/** A claim on a later part, which belongs beneath the first message. */
export function sampleAnswer(channel: string, beneath: string, changes: Partial<Claim> = {}): Claim {
  const part = { thread: "22 September", card: { title: "The first card", blocks: [] } };
  return sampleClaim(channel, { key: "another-key-of-22-char", part, beneath, ...changes });
}
