import { expect, test } from "vitest";
import { deniesThread, digestFailure, passes } from "../../../src/platforms/slack/digest-failure.ts";

const said = (error: string, more = {}) =>
  Object.assign(new Error(`An API error occurred: ${error}`), {
    code: "slack_webapi_platform_error",
    data: { ok: false, error, ...more },
  });
const gone = (reason: string) => ({ kind: "gone", reason, why: expect.any(String) });
const wait = { kind: "wait", afterMs: 60_000, why: expect.any(String) };
const unsure = { kind: "unsure", why: expect.any(String) };
const refused = { kind: "refused", why: expect.any(String) };

test.each([
  ["ratelimited", wait],
  ["message_limit_exceeded", wait],
  ["fatal_error", unsure],
  ["internal_error", unsure],
  ["request_timeout", unsure],
  ["service_unavailable", unsure],
  ["org_login_required", { kind: "failed", why: expect.any(String) }],
  ["team_added_to_org", { kind: "failed", why: expect.any(String) }],
  ["accesslimited", gone("forbidden")],
  ["messages_tab_disabled", gone("forbidden")],
  ["channel_not_found", gone("channelGone")],
  ["not_in_channel", gone("notMember")],
  ["is_archived", gone("archived")],
  ["restricted_action", gone("forbidden")],
  ["restricted_action_read_only_channel", gone("forbidden")],
  ["restricted_action_thread_only_channel", gone("forbidden")],
  ["missing_scope", gone("forbidden")],
  ["token_revoked", gone("tokenRevoked")],
  ["account_inactive", gone("tokenRevoked")],
  ["invalid_auth", gone("tokenRevoked")],
  ["not_authed", gone("tokenRevoked")],
  ["token_expired", gone("tokenRevoked")],
  ["msg_too_long", refused],
  ["invalid_blocks", refused],
  ["something_new", refused],
])("%s", (error, result) => {
  expect(digestFailure(said(error))).toEqual(result);
});

test("429 is waited for as long as Slack says", () => {
  const limited = Object.assign(new Error("limited"), {
    code: "slack_webapi_rate_limited_error",
    retryAfter: 30,
  });
  expect(digestFailure(limited)).toEqual({ kind: "wait", afterMs: 30_000, why: "429" });
});

test.each([
  ["a status", { code: "slack_webapi_http_error", statusCode: 502 }],
  ["the network", { code: "slack_webapi_request_error", original: new Error("socket hang up") }],
  ["half an answer", { code: "slack_webapi_platform_error", data: { ok: false, error: '{"ok":tr' } }],
  ["an aborted request", { name: "AbortError" }],
])("%s leaves open whether the message arrived", (_, fields) => {
  expect(digestFailure(Object.assign(new Error("failed"), fields))).toEqual(unsure);
});

test("what is wrong with blocks is told", () => {
  const messages = ["[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"];
  expect(digestFailure(said("invalid_blocks", { response_metadata: { messages } }))).toEqual({
    kind: "refused",
    why: `invalid_blocks; ${messages[0]}`,
  });
});

test.each(["team_added_to_org", "internal_error", "ratelimited"])("%s passes", (reason) => {
  expect(passes(reason)).toBe(true);
});

test("a thread that cannot be answered says nothing of its channel", () => {
  expect(deniesThread(said("cannot_reply_to_message"))).toBe(true);
  expect(deniesThread(said("restricted_action_thread_locked"))).toBe(true);
  expect(deniesThread(said("is_archived"))).toBe(false);
  expect(deniesThread(new Error("socket hang up"))).toBe(false);
});
