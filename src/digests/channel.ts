import { createHash } from "node:crypto";
import type { Card } from "../core/card.ts";
import type { Context, Post, Reply } from "../core/command.ts";
import type { Subscription } from "../core/digest.ts";
import { UserError } from "../core/errors.ts";

/** Tries to change a subscription that others change at the same time. */
const tries = 5;

/** The key of the channel, for somebody who only looks. */
export function channelOf({ place }: Context): string {
  if (!place.channel) throw new UserError("noChannel");
  return place.channel.key;
}

/** The key of the channel, for somebody who may change its subscriptions. */
export async function managedChannel(context: Context): Promise<string> {
  const key = channelOf(context);
  const { channel } = context.place;
  if (!(await (channel?.maySubscribe?.() ?? channel?.mayManage))) throw new UserError("mayNotSubscribe");
  return key;
}

/** The subscriptions that somebody names by numbers (`2`, `1,3`) or `all`. One number that is wrong spoils all. */
export function pick(
  all: readonly Subscription[],
  typed: string,
  { texts }: Pick<Context, "texts">,
  command: string,
): readonly Subscription[] {
  const said = typed.normalize("NFKC").trim().toLowerCase();
  if (all.length === 0) throw new UserError("noSubscriptions");
  const numbers = all.length === 1 ? "1" : `1–${all.length}`;
  if (said === "") throw new UserError("whichSubscription", numbers, command);
  if (texts.digest.all.split(",").includes(said) || said === "all") return all;
  return said.split(/[\s,;、，]+/u).map((one) => {
    const found = /^#?\d{1,4}\.?$/.test(one) ? all[Number(one.replace(/\D/g, "")) - 1] : undefined;
    if (!found) throw new UserError("noSuchSubscription", typed, numbers);
    return found;
  });
}

/** Changes a subscription, again where somebody else did meanwhile. undefined leaves it as it is. */
export async function change(
  { digests }: Pick<Context, "digests">,
  { id, channel }: Subscription,
  how: (subscription: Subscription) => Promise<Subscription | undefined>,
): Promise<boolean> {
  for (let tried = 0; tried < tries; tried++) {
    const held = (await digests.subscriptions(channel)).find((one) => one.id === id);
    const changed = held && (await how(held));
    if (!changed) return false;
    if (await digests.keep(changed)) return true;
  }
  throw new UserError("changedMeanwhile");
}

/** An answer about a change that the whole channel is told of. */
export function toldToChannel(context: Context, told: Card, own: Card): Reply {
  const say = context.texts.digest.subscription;
  const failed = (said: string): Card => ({
    ...own,
    blocks: [...own.blocks, { kind: "note", text: [said] }],
  });
  const post: Post = {
    card: told,
    key: createHash("sha256")
      .update(`${context.place.person.key}\n${context.occasion}`)
      .digest("base64url")
      .slice(0, 22),
    failed: {
      forbidden: failed(say.mayNotPost),
      refused: failed(say.notConfirmed),
      unconfirmed: failed(say.notConfirmed),
    },
  };
  return { kind: "answer", card: own, post };
}
