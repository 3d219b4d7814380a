import { describe, expect, test } from "vitest";
import type { TranslatorFault } from "../../src/core/translation.ts";
import { apertiumFault } from "../../src/translators/apertium.ts";
import { azureFault } from "../../src/translators/azure.ts";
import type { Answer } from "../../src/translators/calls.ts";
import { deeplFault } from "../../src/translators/deepl.ts";
import { googleFault, untilMidnightPacific } from "../../src/translators/google.ts";
import { libretranslateFault } from "../../src/translators/libretranslate.ts";
import { azureRefusal } from "../fakes/translators/azure.ts";
import { googleRefusal } from "../fakes/translators/google.ts";

type Case = readonly [answer: string, status: number, body: unknown, fault: TranslatorFault];

function testFaults(service: string, faultOf: (answer: Answer) => TranslatorFault, cases: readonly Case[]) {
  describe(`${service} says`, () => {
    test.each(cases)("%s (%i)", (_, status, body, fault) => {
      expect(faultOf({ status, body })).toBe(fault);
    });
    test.each<[number, TranslatorFault]>([
      [500, "unavailable"],
      [502, "unavailable"],
      [504, "unavailable"],
      [404, "badRequest"],
    ])("a page of a proxy's with status %i", (status, fault) => {
      expect(faultOf({ status, body: "<html>nginx</html>" })).toBe(fault);
    });
  });
}

const sentence = (error: string) => ({ error });
testFaults("libretranslate", libretranslateFault, [
  ["no key", 400, sentence("Please contact the server operator to get an API key"), "auth"],
  ["no key, where to get one", 400, sentence("Visit https://portal.example to get an API key"), "auth"],
  ["wrong key", 403, sentence("Invalid API key"), "auth"],
  ["too many texts", 400, sentence("Invalid request: request (60) exceeds text limit (50)"), "tooLarge"],
  ["unknown language", 400, sentence("tlh is not supported"), "unsupportedPair"],
  [
    "no such pair",
    400,
    sentence("Irish (ga) is not available as a target language from Thai (th)"),
    "unsupportedPair",
  ],
  ["missing parameter", 400, sentence("Invalid request: missing q parameter"), "badRequest"],
  ["slow down", 429, sentence("Slowdown: 30 per 1 minute"), "rate"],
  ["banned", 403, sentence("Too many request limits violations"), "quota"],
  ["it failed", 500, sentence("Cannot translate text: out of memory"), "unavailable"],
]);

const message = (text: string) => ({ message: text });
testFaults("deepl", deeplFault, [
  ["wrong key", 403, "", "auth"],
  ["no key", 401, message("Unauthorized"), "auth"],
  ["quota", 456, message("Quota Exceeded"), "quota"],
  ["too many", 429, message("Too many requests"), "rate"],
  ["too many, under load", 529, message("Too many requests"), "rate"],
  ["too large", 413, message("Request Entity Too Large"), "tooLarge"],
  ["address too long", 414, "", "tooLarge"],
  ["unknown target", 400, message("Value for 'target_lang' not supported."), "unsupportedPair"],
  ["unknown source", 400, message("Value for 'source_lang' not supported."), "unsupportedPair"],
  ["bad markup", 400, message("Tag handling parsing failed"), "badRequest"],
  ["down", 503, message("Service Unavailable"), "unavailable"],
]);

const google = (
  name: string,
  status: number,
  reason: string,
  text: string,
  word: string,
  fault: TranslatorFault,
): Case => [name, status, googleRefusal(status, reason, text, word).body, fault];
testFaults("google", googleFault, [
  google(
    "wrong key",
    400,
    "badRequest",
    "API key not valid. Please pass a valid API key.",
    "INVALID_ARGUMENT",
    "auth",
  ),
  google(
    "not enabled",
    403,
    "forbidden",
    "Cloud Translation API has not been used in project 1",
    "PERMISSION_DENIED",
    "auth",
  ),
  google("daily quota", 403, "dailyLimitExceeded", "Daily Limit Exceeded", "PERMISSION_DENIED", "quota"),
  google("a minute's", 403, "userRateLimitExceeded", "User Rate Limit Exceeded", "PERMISSION_DENIED", "rate"),
  google("too many", 429, "rateLimitExceeded", "Quota exceeded", "RESOURCE_EXHAUSTED", "rate"),
  google(
    "a day's quota metric",
    429,
    "rateLimitExceeded",
    "Quota exceeded for 'Characters per day'",
    "RESOURCE_EXHAUSTED",
    "quota",
  ),
  google(
    "too large",
    400,
    "badRequest",
    "Request payload size exceeds the limit: 204800 bytes.",
    "INVALID_ARGUMENT",
    "tooLarge",
  ),
  google("too many texts", 400, "invalid", "Too many text segments", "INVALID_ARGUMENT", "tooLarge"),
  google("unknown language", 400, "invalid", "Invalid Value", "INVALID_ARGUMENT", "unsupportedPair"),
  google("bad pair", 400, "badRequest", "Bad language pair: en|xx", "INVALID_ARGUMENT", "unsupportedPair"),
  google("missing", 400, "required", "Required Text", "INVALID_ARGUMENT", "badRequest"),
  google("down", 503, "backendError", "The service is currently unavailable.", "UNAVAILABLE", "unavailable"),
]);

const azure = (name: string, code: number, fault: TranslatorFault): Case => {
  const { status, body } = azureRefusal(code, name);
  return [name, status, body, fault];
};
testFaults("azure", azureFault, [
  azure("credentials are missing or invalid", 401_000, "auth"),
  azure("key of another service", 401_015, "auth"),
  azure("not allowed", 403_000, "auth"),
  azure("free quota exceeded", 403_001, "quota"),
  azure("too many", 429_000, "rate"),
  azure("too many of the free plan's", 429_001, "rate"),
  azure("text too long", 400_050, "tooLarge"),
  azure("too many elements", 400_072, "tooLarge"),
  azure("request too large", 400_077, "tooLarge"),
  azure("unsupported language", 400_019, "unsupportedPair"),
  azure("bad from", 400_035, "unsupportedPair"),
  azure("bad to", 400_036, "unsupportedPair"),
  azure("no JSON", 400_074, "badRequest"),
  azure("system not ready", 408_001, "unavailable"),
  azure("temporarily unavailable", 503_000, "unavailable"),
]);

const explanation = (text: string) => ({
  status: "error",
  code: 400,
  message: "Bad Request",
  explanation: text,
});
testFaults("apertium", apertiumFault, [
  ["not installed", 400, explanation("That pair is not installed"), "unsupportedPair"],
  ["no pair", 400, explanation("That pair is invalid, use e.g. eng|spa"), "unsupportedPair"],
  ["missing", 400, explanation("Missing argument q"), "badRequest"],
  ["it failed", 503, explanation("internal error"), "unavailable"],
]);

describe("Google's quota begins anew", () => {
  test.each([
    ["2026-01-15T07:59:00Z", 60],
    ["2026-01-15T08:00:00Z", 24 * 3_600],
    ["2026-07-15T06:30:00Z", 1_800],
  ])("at midnight Pacific: %s is %i s before", (now, seconds) => {
    expect(untilMidnightPacific(Date.parse(now))).toBe(seconds * 1_000);
  });
});
