import { Cron } from "croner";
import { announces, type Batch, type Subscriber, type World } from "./world.ts";

/** A message that should be, or was, posted: of a digest's papers, its late line or its quiet line, or a card of it. */
export interface Message {
  readonly channel: string;
  readonly topic: string;
  readonly date: string;
  readonly kind: "papers" | "late" | "quiet" | "card" | "near";
  /** Of `papers`: how many match and how many are shown; of a card that is sure: which paper. */
  readonly about: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A time of the schedule. */
interface Occasion {
  readonly at: number;
  readonly date: string;
}

interface State {
  readonly subscriber: Subscriber;
  readonly order: number;
  readonly occasions: readonly Occasion[];
  /** Occasions that are over. */
  done: number;
  /** When it is looked at next. */
  next: number;
  considered: Set<Batch>;
  quiet: number;
  wasLate: boolean;
}

/**
 * The messages of a month, worked out the plain way: with the papers' topics as they were made instead of an index, with
 * another library's cron for the times, and without a store.
 */
export function expectedMessages(world: World): Message[] {
  const messages: Message[] = [];
  const given = new Map<string, Set<string>>();
  const states = world.subscribers.map((subscriber, order): State => {
    const occasions = occasionsOf(subscriber, world);
    return {
      subscriber,
      order,
      occasions,
      done: 0,
      next: occasions[0]?.at ?? Number.POSITIVE_INFINITY,
      considered: new Set(),
      quiet: 0,
      wasLate: false,
    };
  });
  for (;;) {
    for (const state of states) state.next = whenUp(state.next, world);
    const state = states.reduce((first, one) =>
      one.next < first.next || (one.next === first.next && due(one) < due(first)) ? one : first,
    );
    if (state.next >= world.to.getTime()) return messages;
    messages.push(...run(state, world, given));
  }
}

/** Of those that are due at once the longest due is first. */
function due(state: State): number {
  return (state.occasions[state.done]?.at ?? Number.POSITIVE_INFINITY) + state.order / 1_000;
}

function run(state: State, world: World, given: Map<string, Set<string>>): Message[] {
  const { subscriber, occasions } = state;
  const now = state.next;
  const first = occasions[state.done] as Occasion;
  const pending = occasions.slice(state.done).filter(({ at }) => at <= now);
  const { date } = pending.at(-1) as Occasion;
  const today = civil(now, "America/New_York");
  const there = world.batches.filter((batch) => whenUp(batch.available.getTime(), world) <= now);
  const isLate = announces(today) && today > world.known && !there.some((batch) => batch.date >= today);
  const limit = first.at + 3 * hour;
  if (isLate && now < limit) {
    state.next = Math.min(now + 20 * minute, limit);
    return [];
  }
  state.done += pending.length;
  state.next = occasions[state.done]?.at ?? Number.POSITIVE_INFINITY;
  const oldest = new Date(Date.parse(date) - 7 * day).toISOString().slice(0, 10);
  const fresh = there
    .filter((batch) => !state.considered.has(batch) && batch.date >= oldest)
    .flatMap((batch) => batch.papers)
    .filter(({ type }) => type !== "replace");
  for (const batch of there) state.considered.add(batch);
  const seen = given.get(subscriber.channel) ?? new Set();
  given.set(subscriber.channel, seen);
  const ofTopic = fresh.filter(({ topics }) => topics.includes(subscriber.topic)).map(({ id }) => id);
  const matched = ofTopic.filter((id) => !seen.has(id));
  const { channel, topic, max } = subscriber;
  const say = (kind: Message["kind"], about = ""): Message => ({ channel, topic, date, kind, about });
  const wasLate = state.wasLate;
  state.wasLate = false;
  if (matched.length > 0) {
    state.quiet = 0;
    const shown = Math.min(matched.length, max);
    const isCapped = matched.length > max;
    const others = world.subscribers.filter((other) => other.channel === channel && other.topic !== topic);
    const isShared = fresh.some(
      (paper) => matched.includes(paper.id) && others.some((other) => paper.topics.includes(other.topic)),
    );
    if (isCapped && isShared)
      throw new RangeError("A cap decides what another topic of the channel shows: choose another world.");
    if (!isCapped) for (const id of matched) seen.add(id);
    return [
      say("papers", `${matched.length}→${shown}`),
      ...Array.from({ length: shown }, (_, index) =>
        say("card", isCapped ? `${index + 1} of` : (matched[index] as string)),
      ),
      ...(isCapped ? [say("near")] : []),
    ];
  }
  if (ofTopic.length > 0) {
    state.quiet = 0;
    return [];
  }
  if (isLate) {
    state.wasLate = true;
    if (wasLate) {
      state.quiet += 1;
      return [];
    }
    state.quiet = 0;
    return [say("late")];
  }
  if (fresh.length === 0 && !announces(today)) return [];
  state.quiet += 1;
  return state.quiet === 3 ? [say("quiet")] : [];
}

function occasionsOf({ at, zone, days }: Subscriber, { from, to }: World): Occasion[] {
  const [hourOf, minuteOf] = at.split(":").map(Number);
  const cron = new Cron(`${minuteOf} ${hourOf} * * ${days.join(",")}`, { timezone: zone });
  const found: Occasion[] = [];
  for (let next = cron.nextRun(from); next && next < to; next = cron.nextRun(next))
    found.push({ at: next.getTime(), date: civil(next.getTime(), zone) });
  return found;
}

/** The first instant from `at` on at which the process runs. */
function whenUp(at: number, { outage }: World): number {
  return at >= outage.from.getTime() && at < outage.to.getTime() ? outage.to.getTime() : at;
}

function civil(at: number, zone: string): string {
  return new Date(at).toLocaleDateString("en-CA", { timeZone: zone });
}
