import { existsSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { commands } from "../../../src/compose.ts";
import { type Delivery, slackManifest } from "../../../src/platforms/slack/manifest.ts";

const schema = new URL("../../../../shared/contracts/slack/manifest.schema.2.0.0.json", import.meta.url);
const deliveries: readonly Delivery[] = [
  { kind: "socket" },
  { kind: "http", baseUrl: "https://papers.example.org/bot/" },
];

test.skipIf(!existsSync(schema)).each(deliveries)(
  "the manifest for $kind is one that Slack's own schema takes (shared/contracts/slack)",
  (delivery) => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
    expect(validate(slackManifest(commands, delivery)) ? [] : validate.errors).toEqual([]);
  },
);

test("Socket Mode needs no address, HTTP names one for every command and for controls", () => {
  expect(JSON.stringify(slackManifest(commands, { kind: "socket" }))).not.toContain("http");
  const { features, settings } = slackManifest(commands, {
    kind: "http",
    baseUrl: "https://papers.example.org",
  });
  const address = "https://papers.example.org/slack/events";
  expect(features.slash_commands.map(({ command, url }) => [command, url])).toEqual([
    ["/paper", address],
    ["/paperboy", address],
  ]);
  expect(settings).toMatchObject({ socket_mode_enabled: false, interactivity: { request_url: address } });
});
