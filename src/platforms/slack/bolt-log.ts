import { LogLevel } from "@slack/bolt";
import type { Log } from "../../log.ts";

/** Slack's own logging, into ours. Its debug level prints whole requests and stays off. */
export function boltLogger(log: Log) {
  const say =
    (level: "debug" | "info" | "warn" | "error") =>
    (...parts: unknown[]) => {
      const objects = parts.filter((part) => typeof part !== "string");
      const [err] = objects.filter((part) => part instanceof Error);
      const words = parts.map(wordsOf).filter((said) => said !== "");
      const rest = objects.filter((part) => part !== err);
      log[level](
        { ...(err && { err }), ...(rest.length > 0 && { parts: rest }) },
        `slack: ${words.join(" ")}`,
      );
    };
  return {
    debug: () => {},
    info: say("debug"),
    warn: say("warn"),
    error: say("error"),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** What is said in one line; errors by their message, whatever class or copy of a library made them. */
function wordsOf(part: unknown): string {
  if (typeof part === "string") return part;
  const message = typeof part === "object" && part !== null && "message" in part ? part.message : undefined;
  return typeof message === "string" ? message : "";
}
