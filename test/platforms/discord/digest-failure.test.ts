import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { expect, test } from "vitest";
import { digestFailure } from "../../../src/platforms/discord/digest-failure.ts";

const api = (status: number, code: number, more = {}) =>
  new DiscordAPIError({ code, message: "said", ...more }, code, status, "POST", "https://discord.com", {
    files: undefined,
    body: {},
  });
const wait = (afterMs: number) => ({ kind: "wait", afterMs, why: expect.any(String) });
const gone = (reason: string) => ({ kind: "gone", reason, why: expect.any(String) });
const unsure = { kind: "unsure", why: expect.any(String) };
const refused = { kind: "refused", why: expect.any(String) };

test.each([
  [429, 0, { retry_after: 0.3337 }, wait(334)],
  [429, 20028, {}, wait(60_000)],
  [403, 20016, { retry_after: 12 }, wait(12_000)],
  [429, 20029, { retry_after: 2 }, wait(2_000)],
  [400, 130000, {}, wait(60_000)],
  [500, 0, {}, unsure],
  [503, 0, {}, unsure],
  [404, 10003, {}, gone("channelGone")],
  [404, 10004, {}, gone("botRemoved")],
  [403, 50001, {}, gone("forbidden")],
  [403, 50013, {}, gone("forbidden")],
  [403, 50007, {}, gone("forbidden")],
  [400, 50008, {}, gone("forbidden")],
  [400, 50024, {}, gone("forbidden")],
  [400, 50083, {}, gone("archived")],
  [403, 999, {}, gone("forbidden")],
  [401, 0, {}, gone("tokenRevoked")],
  [401, 40001, {}, gone("tokenRevoked")],
  [401, 50014, {}, gone("tokenRevoked")],
  [400, 50035, {}, refused],
  [400, 240000, {}, refused],
  [413, 40005, {}, refused],
])("status %i with code %i %j", (status, code, more, result) => {
  expect(digestFailure(api(status, code, more))).toEqual(result);
});

test("what is no answer of the API leaves open whether the message arrived", () => {
  const failed = new HTTPError(502, "Bad Gateway", "POST", "https://discord.com", {
    body: {},
    files: undefined,
  });
  expect(digestFailure(failed)).toEqual({ kind: "unsure", why: "HTTP 502" });
  expect(digestFailure(new DOMException("This operation was aborted", "AbortError"))).toEqual(unsure);
  expect(digestFailure(Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }))).toEqual(
    unsure,
  );
  expect(digestFailure(new SyntaxError("Unexpected end of JSON input"))).toEqual(unsure);
  expect(digestFailure("a string")).toEqual(unsure);
});

test("a limit that is known beforehand is waited for as long as it lasts", () => {
  const limit = new RateLimitError({
    global: false,
    hash: "x",
    limit: 5,
    majorParameter: "7",
    method: "POST",
    retryAfter: 250.4,
    route: "/channels/:id/messages",
    scope: "user",
    sublimitTimeout: 0,
    timeToReset: 250.4,
    url: "https://discord.com",
  });
  expect(digestFailure(limit)).toEqual({ kind: "wait", afterMs: 251, why: "429" });
});
