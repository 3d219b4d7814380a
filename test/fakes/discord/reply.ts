/** What a person sees of one interaction, and how a test waits for it: on events, with a bound, never asleep. */
import { type Choice, FLAG, type Interaction, type Json, type Message } from "./types.ts";
import type { World } from "./world.ts";

export interface Reply {
  readonly id: string;
  readonly token: string;
  /** From the dispatch to the first callback; null when none came in time. */
  readonly ackMs: number | null;
  /** 4 message, 5 deferred message, 6 deferred update, 7 update, 8 choices, 9 modal */
  readonly ackType: number | null;
  /** "The application did not respond". */
  readonly failed: boolean;
  /** The answer as it stands now; after an update, the message whose component was used. */
  readonly original: Message | undefined;
  readonly followUps: Message[];
  readonly ephemeral: boolean;
  readonly choices: Choice[];
  readonly modal: Json | undefined;
  readonly sourceId: string | undefined;
  /** Waits until the answer is no longer "thinking" and nothing has changed for a moment. */
  settled(bounds?: { timeoutMs?: number; quietMs?: number }): Promise<Reply>;
  /** Waits until the condition holds, looked at after every change; for answers that are edited step by step. */
  until(condition: (reply: Reply) => boolean, timeoutMs?: number): Promise<Reply>;
}

export function createReply(world: World, interaction: Interaction): Reply {
  const find = (id: string | undefined): Message | undefined => world.messages.get(id ?? "");

  function answered(): boolean {
    const { ackedAt, ackType, originalId, followUpIds, changes } = interaction;
    if (ackedAt === undefined) return false;
    // The callback itself is the first change; a deferred update is over with the first edit after it.
    if (ackType === 6) return changes > 1 || followUpIds.length > 0;
    if (ackType !== 5) return true;
    const original = find(originalId);
    return original === undefined || (original.flags & FLAG.loading) === 0;
  }

  function state(): string {
    const { ackType, changes } = interaction;
    return `ack ${ackType ?? "none"}, ${changes} changes, answer ${JSON.stringify(find(interaction.originalId))}`;
  }

  const reply: Reply = {
    id: interaction.id,
    token: interaction.token,
    get ackMs() {
      return interaction.ackedAt === undefined ? null : interaction.ackedAt - interaction.startedAt;
    },
    get ackType() {
      return interaction.ackType ?? null;
    },
    get failed() {
      return interaction.ackedAt === undefined;
    },
    get original() {
      return find(interaction.originalId);
    },
    get followUps() {
      return interaction.followUpIds.map(find).filter((message) => message !== undefined);
    },
    get ephemeral() {
      return ((find(interaction.originalId)?.flags ?? 0) & FLAG.ephemeral) !== 0;
    },
    get choices() {
      return interaction.choices ?? [];
    },
    get modal() {
      return interaction.modal;
    },
    sourceId: interaction.sourceId,
    async settled({ timeoutMs = 10_000, quietMs = 40 } = {}) {
      if (interaction.ackedAt === undefined) throw new Error("The application did not respond");
      const end = performance.now() + timeoutMs;
      while (performance.now() < end) {
        if (!(await world.until(answered, end - performance.now()))) break;
        const seen = interaction.changes;
        if (!(await world.until(() => interaction.changes !== seen, quietMs)) && answered()) return reply;
      }
      throw new Error(`the answer did not settle within ${timeoutMs} ms: ${state()}`);
    },
    async until(condition, timeoutMs = 10_000) {
      if (await world.until(() => condition(reply), timeoutMs)) return reply;
      throw new Error(`still false after ${timeoutMs} ms: ${condition.toString()}; ${state()}`);
    },
  };
  return reply;
}
