import type { z } from "zod";
import type { Catalog } from "../i18n/catalog.ts";
import type { Card } from "./card.ts";
import type { ActionName, ControlState } from "./control.ts";
import type { AnnouncementStore, DigestStore } from "./digest.ts";
import type { Language } from "./language.ts";
import type { Paper } from "./paper.ts";
import type { CategoryCount, QueryStore, SearchPage, SearchQuery, SettingsStore } from "./ports.ts";
import type { Followed } from "./source.ts";
import type { Summaries } from "./summary.ts";
import type { PaperTranslations } from "./translation.ts";

/** Where an invocation came from, in words that hold for every platform. */
export interface Place {
  readonly platform: string;
  /** Key of the person's settings and limits, for example `discord:80351110224678912`. */
  readonly person: { readonly key: string; readonly id: string; readonly name: string };
  /** Absent where there is no channel to set up or share to. */
  readonly channel?: {
    readonly key: string;
    readonly mayManage: boolean;
    /** Whether this person may change the channel's subscriptions, where that is not `mayManage`. */
    maySubscribe?(): Promise<boolean>;
  };
  /** The language in which the platform shows this person the names of commands, where it translates them. */
  readonly commandsIn?: Language;
  /** What the platform says the person's language is, asked for only when nothing nearer decides. */
  locale(): Promise<string | undefined>;
  /** The IANA zone of this person, on platforms that know it. */
  timeZone?(): Promise<string | undefined>;
}

/** What someone did: typed a command (`text`), filled in a platform's typed options, or pressed a control. */
export type Input =
  | { readonly kind: "text"; readonly name: string; readonly text: string }
  | {
      readonly kind: "options";
      readonly name: readonly string[];
      readonly options: Readonly<Record<string, unknown>>;
    }
  /** `card` names the message whose control was pressed, where the platform tells. */
  | { readonly kind: "control"; readonly id: string; readonly value?: string; readonly card?: string };

export interface Invocation {
  /** Named in the log and, when something breaks, to the person. */
  readonly id: string;
  readonly input: Input;
  readonly place: Place;
  /** The reply language where it is asked for beside the input (`ask --lang`). */
  readonly asked?: Language;
}

/** A card for everybody in the channel, posted once under `key`, and what to tell the caller when that fails. */
export interface Post {
  readonly card: Card;
  readonly key: string;
  readonly failed: Readonly<Record<PostFailure, Card>>;
}

/**
 * `forbidden`: the bot may not write there. `refused`: the platform did not take this message. `unconfirmed`: it did not
 * say whether the message arrived.
 */
export type PostFailure = "forbidden" | "refused" | "unconfirmed";

/**
 * The answer to an invocation. `kind` decides where it goes: `answer` is new and for the caller only, `update` takes
 * the place of the card whose control was pressed (a new private answer where that card is everybody's), and
 * `problem` says what was wrong with the request and leaves the card alone.
 */
export interface Reply {
  readonly kind: "answer" | "update" | "problem";
  readonly card: Card;
  /** What takes the card's place as it becomes known. Never rejects; whoever stops listening loses nothing for good. */
  readonly later?: AsyncIterable<Later>;
  /** Posted before `card` is shown. */
  readonly post?: Post;
  /** Why a `problem` is one: `usage` is the person's to mend, `failure` is ours. */
  readonly fault?: "usage" | "failure";
}

/**
 * A card of later. One that is not `whole` only says how far the work is, and may be passed over. One that is answers what
 * was asked; another that follows it only adds to it.
 */
export interface Later {
  readonly card: Card;
  readonly whole: boolean;
}

/** What commands and actions can use. */
export interface Context {
  /** What this request is told apart from others by: the card whose control was pressed, else the invocation. */
  readonly occasion: string;
  readonly place: Place;
  /** The reply language, and whether the reader asked for it in this very request. */
  readonly language: Language;
  readonly asked?: Language;
  readonly texts: Catalog;
  catalog(language: Language): Catalog;
  readonly library: Library;
  readonly summaries: Summaries;
  readonly translations: PaperTranslations;
  readonly settings: SettingsStore;
  readonly queries: QueryStore;
  readonly digests: DigestStore;
  readonly announcements: AnnouncementStore;
  followed(): Promise<Followed>;
  now(): Date;
  /** Asks arXiv for a paper that is not held, and keeps it; absent where arXiv may not be asked. Takes seconds, and rejects. */
  readonly findPaper?: ((id: string) => Promise<Paper | undefined>) | undefined;
  status(): Promise<Status>;
}

/** The papers and their index as commands see them. */
export interface Library {
  search(query: SearchQuery, page: { offset: number; limit: number }): Promise<SearchPage>;
  similar(id: string, limit: number): Promise<readonly Paper[]>;
  suggest(typed: string, limit: number): Promise<readonly Paper[]>;
  categories(typed: string, limit: number): Promise<readonly CategoryCount[]>;
  get(ids: readonly string[]): Promise<readonly Paper[]>;
  count(): Promise<number>;
}

export interface Status {
  readonly version: string;
  readonly papers: number;
  /** Papers not yet in the index. */
  readonly pending: number;
  readonly uptimeSeconds: number;
  readonly platforms: readonly {
    readonly name: string;
    readonly state: "starting" | "ready" | "failed" | "stopped";
  }[];
}

/** A completion: what stands for the option (`value`), and the words it is shown by, of which the title gives way. */
export interface Suggestion {
  readonly title: string;
  readonly byline: string;
  readonly value: string;
}

/**
 * A slash command, declared once for every platform. `name` is the path as typed (`["paperboy", "language"]`). The zod
 * object is the only declaration of the options; texts about them are in the catalogs under the same names.
 */
export interface Command<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: readonly [string] | readonly [string, string];
  readonly input: Schema;
  /** The option that takes free text where commands are typed as text. */
  readonly rest?: keyof z.output<Schema> & string;
  /** The option that a platform may complete while it is typed. */
  readonly suggests?: keyof z.output<Schema> & string;
  suggest?(context: Context, typed: string): Promise<readonly Suggestion[]>;
  run(context: Context, input: z.output<Schema>): Promise<Reply>;
}

/** What a control does. `effect` is fixed here because platforms must be told before any work is done. */
export interface Action {
  readonly name: ActionName;
  readonly effect: "update" | "answer";
  run(context: Context, state: ControlState, value: string | undefined): Promise<Reply>;
}

/** Keeps a command's option types while it joins a list of commands. */
export function defineCommand<Schema extends z.ZodObject>(command: Command<Schema>): Command {
  return command as unknown as Command;
}
