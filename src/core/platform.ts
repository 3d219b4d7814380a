import type { Status } from "./command.ts";

/** A chat service (or the console) that Paperboy serves. */
export interface Platform {
  readonly name: string;
  readonly state: Status["platforms"][number]["state"];
  /** Connects and begins to answer. Rejects with a `PlatformError` when the service refuses it for good. */
  start(): Promise<void>;
  /** Takes nothing new, lets answers in flight finish within `graceMs`, and disconnects. */
  stop(graceMs: number): Promise<void>;
}

/**
 * A platform that cannot run, in one plain sentence that says what to do. Never holds a secret. `permanent`: trying again
 * would change nothing.
 */
export class PlatformError extends Error {
  readonly permanent: boolean;

  constructor(message: string, options: { readonly cause: unknown; readonly permanent: boolean }) {
    super(message, options);
    this.name = "PlatformError";
    this.permanent = options.permanent;
  }
}
