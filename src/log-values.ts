import { types } from "node:util";

const deepest = 6;
const mostErrors = 10;

/**
 * A value as it may stand in the log: plain data. Errors keep only what `describeError` allows, wherever they stand.
 * Objects with a class (clients, requests, responses, buffers) become their name: they carry credentials, and nobody
 * reads them in a log.
 */
export function loggable(value: unknown): unknown {
  try {
    return plain(value, 0);
  } catch {
    return { unloggable: true };
  }
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  if (typeof value !== "object" || value === null) return value;
  if (isError(value)) return describeError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof URL) return value.href;
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return `[${value.constructor?.name || "Object"}]`;
  if (depth >= deepest) return isArray ? "[Array]" : "[Object]";
  if (isArray) return value.map((item) => plain(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part, depth + 1)]));
}

function isError(value: object): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * What an error may say. Libraries hang requests, headers and whole configurations on their errors: a list of what is
 * allowed needs no knowledge of them.
 */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const described: Record<string, unknown> = {
    type: error.constructor?.name ?? error.name,
    message: String(error.message),
  };
  const details = error as Error & Readonly<Record<string, unknown>>;
  for (const key of ["code", "status", "statusCode"]) {
    const value = details[key];
    if (typeof value === "string" || typeof value === "number") described[key] = value;
  }
  described.stack = String(error.stack);
  if (depth >= deepest) return described;
  if (error.cause !== undefined) described.cause = plain(error.cause, depth + 1);
  // Bolt's name for a cause.
  if (isError(Object(details.original))) described.original = plain(details.original, depth + 1);
  if (Array.isArray(details.errors))
    described.errors = details.errors.slice(0, mostErrors).map((each) => plain(each, depth + 1));
  return described;
}
