import type { ExpressionBuilder, Kysely } from "kysely";
import type { Claim, DigestStore, Part, Settlement } from "../core/digest.ts";
import { cleanText } from "../core/text/clean.ts";
import type { Connections, Tables } from "./schema.ts";

/** Of what is kept of why something failed, in characters. */
const longestWhy = 500;

/** What is still to be sent, in each channel in the order planned. */
export function outbox({
  read,
  write,
  clock,
  shared,
}: Connections): Pick<DigestStore, "claim" | "settle" | "nextWork"> {
  return {
    async claim(leaseMs, platforms) {
      if (platforms.length === 0) return undefined;
      const claimed = () =>
        write.transaction().execute(async (transaction) => {
          const now = (await clock(transaction)).getTime();
          const row = await heads(transaction)
            .selectAll("part")
            .where("lease_until", "<=", now)
            .where("not_before", "<=", now)
            .where(onPlatforms(platforms))
            .orderBy("seq")
            .limit(1)
            .$if(shared, (query) => query.forUpdate().skipLocked())
            .executeTakeFirst();
          if (!row) return undefined;
          const part = partOf(row.payload);
          if (!part) return drop(transaction, row.seq);
          const attempt = row.attempts + 1;
          const epoch = Number(row.epoch) + 1;
          const firstAttempt = Number(row.first_attempt ?? now);
          const leaseUntil = now + leaseMs;
          await transaction
            .updateTable("outbox")
            .set({ attempts: attempt, epoch, lease_until: leaseUntil, first_attempt: firstAttempt })
            .where("seq", "=", row.seq)
            .execute();
          const beneath = part.thread === undefined ? undefined : await firstMessage(transaction, row.digest);
          return {
            id: String(row.seq),
            epoch,
            channel: row.channel,
            subscription: row.subscription,
            key: row.key,
            part,
            ...(beneath !== undefined && { beneath }),
            attempt,
            firstAttempt: new Date(firstAttempt),
            leaseUntil: new Date(leaseUntil),
          };
        });
      for (;;) {
        const claim = await claimed();
        if (claim !== "dropped") return claim;
      }
    },

    async settle(claim, given) {
      const outcome = tidy(given);
      return write.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable("outbox")
          .set(afterwards(claim, outcome))
          .where("seq", "=", Number(claim.id))
          .where("epoch", "=", claim.epoch)
          .where("state", "=", "open")
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) return false;
        const now = await clock(transaction);
        if (outcome.kind === "suspended") await suspend(transaction, claim.channel, outcome, now);
        else await noteFailing(transaction, claim, outcome, now);
        return true;
      });
    },

    async nextWork(platforms) {
      const due = await read
        .selectFrom("subscriptions")
        .select(({ fn, eb }) =>
          fn
            .min(
              eb
                .case()
                .when("due_at", ">", eb.ref("lent_until"))
                .then(eb.ref("due_at"))
                .else(eb.ref("lent_until"))
                .end(),
            )
            .as("at"),
        )
        .where("active", "=", 1)
        .executeTakeFirstOrThrow();
      const open = await heads(read)
        .select(({ fn, eb }) =>
          fn
            .min(
              eb
                .case()
                .when("not_before", ">", eb.ref("lease_until"))
                .then(eb.ref("not_before"))
                .else(eb.ref("lease_until"))
                .end(),
            )
            .as("at"),
        )
        .where(onPlatforms(platforms))
        .executeTakeFirstOrThrow();
      const times = [due.at, open.at].flatMap((at) => (at === null ? [] : [Number(at)]));
      const now = (await clock(read)).getTime();
      return times.length > 0 ? Math.max(0, Math.min(...times) - now) : undefined;
    },
  };
}

/** The earliest open part of each channel: the one that may be sent. */
function heads(db: Kysely<Tables>) {
  return db
    .selectFrom("outbox as part")
    .where("state", "=", "open")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("outbox as earlier")
            .select("earlier.seq")
            .where("earlier.state", "=", "open")
            .whereRef("earlier.channel", "=", "part.channel")
            .whereRef("earlier.seq", "<", "part.seq"),
        ),
      ),
    );
}

/** Parts for channels of these platforms. */
function onPlatforms(platforms: readonly string[]) {
  return ({ or, eb }: ExpressionBuilder<Tables & { part: Tables["outbox"] }, "part">) =>
    or(platforms.map((platform) => eb("channel", "like", `${platform}:%`)));
}

/** undefined where it cannot be read: such a part must not keep the others from being sent. */
function partOf(payload: string): Part | undefined {
  try {
    return JSON.parse(payload) as Part;
  } catch {
    return undefined;
  }
}

async function drop(transaction: Kysely<Tables>, seq: number): Promise<"dropped"> {
  await transaction
    .updateTable("outbox")
    .set({ state: "dropped", why: "it cannot be read" })
    .where("seq", "=", seq)
    .execute();
  return "dropped";
}

/** The message of the digest's first part, once it was sent. */
async function firstMessage(transaction: Kysely<Tables>, digest: string): Promise<string | undefined> {
  const first = await transaction
    .selectFrom("outbox")
    .select("remote")
    .where("digest", "=", digest)
    .where("part", "=", 0)
    .executeTakeFirst();
  // Nothing, too, where somebody has deleted it.
  return first?.remote || undefined;
}

/** Platforms and proxies may say anything, also what PostgreSQL does not take as text. */
function tidy(outcome: Settlement): Settlement {
  return outcome.kind === "sent" ? outcome : { ...outcome, why: cleanText(outcome.why.slice(0, longestWhy)) };
}

/** Columns of a part after an attempt. */
function afterwards(claim: Claim, outcome: Settlement) {
  switch (outcome.kind) {
    case "sent":
      return { state: "sent", remote: outcome.remote, lease_until: 0, uncertain: outcome.uncertain ? 1 : 0 };
    case "later":
      return {
        lease_until: 0,
        not_before: outcome.at.getTime(),
        attempts: outcome.charged ? claim.attempt : claim.attempt - 1,
        why: outcome.why,
      };
    case "dropped":
      return { state: "dropped", lease_until: 0, why: outcome.why };
    case "suspended":
      return { state: "held", lease_until: 0, why: outcome.why };
  }
}

/** A channel that cannot be written to suspends all of its subscriptions. */
async function suspend(
  transaction: Kysely<Tables>,
  channel: string,
  { reason }: Extract<Settlement, { kind: "suspended" }>,
  since: Date,
): Promise<void> {
  await transaction
    .updateTable("subscriptions")
    .set((row) => ({
      suspended: JSON.stringify({ reason, since }),
      failing: null,
      active: 0,
      revision: row("revision", "+", 1),
    }))
    .where("channel", "=", channel)
    .where("suspended", "is", null)
    .execute();
  await transaction
    .updateTable("outbox")
    .set({ state: "held" })
    .where("channel", "=", channel)
    .where("state", "=", "open")
    .execute();
}

/** Failing begins with the first attempt that failed and ends with one that did not. */
async function noteFailing(
  transaction: Kysely<Tables>,
  { subscription }: Claim,
  outcome: Exclude<Settlement, { kind: "suspended" }>,
  now: Date,
): Promise<void> {
  const held = await transaction
    .selectFrom("subscriptions")
    .select("failing")
    .where("id", "=", subscription)
    .executeTakeFirst();
  if (!held) return;
  const failing = outcome.kind === "later" && outcome.charged ? outcome : undefined;
  if (!failing && held.failing === null) return;
  const since = held.failing === null ? now : (JSON.parse(held.failing) as { since: string }).since;
  await transaction
    .updateTable("subscriptions")
    .set({ failing: failing ? JSON.stringify({ why: failing.why, since, next: failing.at }) : null })
    .where("id", "=", subscription)
    .execute();
}
