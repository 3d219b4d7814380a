import { type Logger, pino } from "pino";
import { loggable } from "./log-values.ts";
import { scrubber } from "./scrub.ts";

/** What the rest of Paperboy logs with. */
export type Log = Logger;

/**
 * The log: one JSON object a line, on standard error. Errors are reduced to what is worth knowing, objects of libraries
 * to their names, and every finished line is scrubbed of secrets: what is hidden does not depend on where it stood.
 */
export function createLog(options: {
  readonly level: string;
  /** Values that must never be seen. */
  readonly secrets: readonly string[];
  /** Takes each line in place of standard error. */
  readonly write?: (line: string) => void;
}): Log {
  const scrub = scrubber(options.secrets);
  const write = options.write ?? toStandardError();
  return pino(
    {
      level: options.level,
      base: null,
      // Errors are already plain when pino's own serializer would copy whatever hangs on them.
      serializers: { err: (value) => value },
      formatters: { bindings: (bindings) => loggable(bindings) as Record<string, unknown> },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          const object = first instanceof Error ? { err: first } : first;
          method.apply(this, [loggable(object), ...rest.map(interpolated)] as Parameters<typeof method>);
        },
      },
    },
    { write: (line: string) => write(scrub(line)) },
  );
}

/** Written at once: a line about a crash must be out before the process is. */
function toStandardError(): (line: string) => void {
  const destination = pino.destination({ dest: 2, sync: true });
  return (line) => destination.write(line);
}

/** A value for `%s` and the like, where an error reads best as one line. */
function interpolated(value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : loggable(value);
}
