import { expect, test } from "vitest";
import { isOwnMachine } from "../../src/translators/local.ts";

test.each([
  "http://localhost:5000",
  "http://127.0.0.1:5000",
  "http://2130706433/",
  "http://[::1]:5000",
  "http://10.1.2.3",
  "http://172.31.0.1",
  "http://192.168.0.9:11434/v1",
  "http://169.254.1.1",
  "http://[fd12::1]",
  "http://[fe80::1]",
  "http://[::ffff:10.0.0.1]",
  "http://libretranslate:5000",
  "http://gpu.local",
  "http://mt.internal.",
])("%s is the operator's own", (address) => {
  expect(isOwnMachine(address)).toBe(true);
});

test.each([
  "https://api.openai.com/v1",
  "https://libretranslate.com",
  "http://8.8.8.8",
  "http://172.32.0.1",
  "http://[2001:db8::1]",
  "https://localhost.example.com",
  "https://127.0.0.1.nip.io",
])("%s is somebody else's", (address) => {
  expect(isOwnMachine(address)).toBe(false);
});
