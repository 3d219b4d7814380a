import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";

const modes = "/usr/share/apertium";

/** Whether Debian's `apertium-apy` and `apertium-eng-spa` are installed. */
export const hasApertium =
  existsSync(join(modes, "modes/eng-spa.mode")) &&
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "apertium-apy")));

/** Starts a real Apertium server on a free loopback port. */
export async function startApertium(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const port = await freePort();
  const child = spawn("apertium-apy", ["--port", String(port), modes], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`apertium-apy ended with ${child.exitCode}`);
    await setTimeout(50);
  }
  return {
    url,
    async close() {
      child.kill();
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/listPairs`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no free port");
  return address.port;
}
