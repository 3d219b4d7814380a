/**
 * response_url: five uses in thirty minutes (Slack's own text, as quoted in limits.md), then 404.
 *
 * What is strict here, and why:
 * - A slash command's url has no original: `replace_original` posts one more message
 *   (slackapi/bolt-python#1268 with a maintainer's answer, slackapi/bolt-js#2287). Recorded as a problem.
 * - `replace_original` does not change who sees the message (stoiveyp/Slack.NetStandard#56).
 * - `delete_original` stands alone (slack-edge/slack-web-api-client#23).
 * - Answering a press without saying `replace_original`: what happens depends on the kind of message and
 *   on `response_type`, and is not written down in one place. Recorded as a problem; the original is
 *   replaced unless a response_type is given.
 */
import { randomBytes } from "node:crypto";
import type { Reply } from "./faults.ts";
import type { Json } from "./rules.ts";
import { judgeMessage } from "./verdict.ts";
import { type Message, TEAM, type Workspace } from "./workspace.ts";

export const HOOK_USES = 5;
export const HOOK_MS = 30 * 60 * 1000;

export interface Delivered {
  at: number;
  body: Json;
  /** Left out where the original was deleted. */
  message?: Message;
  how: "posted" | "replaced" | "deleted";
}

export interface Hook {
  path: string;
  kind: "commands" | "actions";
  channel: string;
  user: string;
  /** The pressed message. */
  source?: Message;
  issuedAt: number;
  uses: number;
  delivered: Delivered[];
}

export class Hooks {
  readonly #ws: Workspace;
  readonly #open = new Map<string, Hook>();

  constructor(ws: Workspace) {
    this.#ws = ws;
  }

  issue(kind: Hook["kind"], channel: string, user: string, source?: Message): Hook {
    const path = `/${kind}/${TEAM.id}/${this.#ws.id("")}/${randomBytes(12).toString("hex")}`;
    const hook: Hook = { path, kind, channel, user, issuedAt: this.#ws.now(), uses: 0, delivered: [] };
    if (source) hook.source = source;
    this.#open.set(path, hook);
    return hook;
  }

  post(path: string, body: Json): Reply {
    const hook = this.#open.get(path);
    if (!hook) return this.#no("/unknown", "invalid_url");
    if (this.#ws.now() - hook.issuedAt > HOOK_MS) return this.#no("was used after 30 minutes", "expired_url");
    if (hook.uses >= HOOK_USES) return this.#no(`was used more than ${HOOK_USES} times`, "used_url");
    hook.uses += 1;
    return this.apply(hook, body) ?? { status: 200, body: "ok" };
  }

  #no(problem: string, error: string): Reply {
    this.#ws.problem("response_url", problem);
    return { status: 404, body: { ok: false, error } };
  }

  /** Also used for a message in an acknowledgement, which is no use of the url. */
  apply(hook: Hook, body: Json): Reply | undefined {
    const replace = body.replace_original === true || body.replace_original === "true";
    const remove = body.delete_original === true || body.delete_original === "true";
    if (hook.kind === "commands" && (replace || remove))
      this.#ws.problem("response_url", "replace_original/delete_original has no effect for a slash command");
    if (remove) return this.#remove(hook, body);
    const refusal = judgeMessage(this.#ws, "response_url", body);
    if (refusal) return { status: 400, body: refusal.error };
    const type = body.response_type;
    if (type !== undefined && type !== "ephemeral" && type !== "in_channel") {
      this.#ws.problem("response_url", `response_type ${String(type)}`);
      return { status: 400, body: "invalid_arguments" };
    }
    const { source } = hook;
    if (source && this.#replaces(body, replace)) {
      if (source.deleted) return { status: 404, body: "message_not_found" };
      this.#ws.edit(source, body);
      this.#note(hook, { at: this.#ws.now(), body, message: source, how: "replaced" });
      return undefined;
    }
    const ephemeral = type !== "in_channel";
    const audience = ephemeral ? { ephemeral, to: hook.user } : { ephemeral };
    const message = this.#ws.store(hook.channel, body, audience);
    this.#note(hook, { at: this.#ws.now(), body, message, how: "posted" });
    return undefined;
  }

  #replaces(body: Json, replace: boolean): boolean {
    if (replace || body.replace_original === false || body.replace_original === "false") return replace;
    this.#ws.problem("response_url", "say replace_original true or false when answering a press");
    return body.response_type === undefined;
  }

  #remove(hook: Hook, body: Json): Reply | undefined {
    if (Object.keys(body).length > 1)
      this.#ws.problem("response_url", "delete_original must be the only key of the body");
    if (!hook.source || hook.source.deleted) return { status: 404, body: "message_not_found" };
    hook.source.deleted = true;
    this.#note(hook, { at: this.#ws.now(), body, how: "deleted" });
    return undefined;
  }

  #note(hook: Hook, delivered: Delivered): void {
    hook.delivered.push(delivered);
    this.#ws.changes.notify();
  }
}
