/** One REST call as the routes see it, and the check of its body that all of them share. */
import { invalidForm } from "./errors.ts";
import { checkBody, type Operation, unknownKeys } from "./rules.ts";
import type { Answer } from "./types.ts";
import type { World } from "./world.ts";

export interface Call {
  method: string;
  /** The decoded path without /api/v10. */
  path: string;
  parts: string[];
  query: { [key: string]: string };
  body: unknown;
  authorization: string | undefined;
  gatewayUrl: string;
}

/** Keeps every contract problem, and answers 50035 when there is one. */
export function refuseBody(
  world: World,
  call: Call,
  operation: Operation,
  body: unknown,
): Answer | undefined {
  const where = `${call.method} ${call.path}`;
  for (const key of unknownKeys(operation, body)) world.warnings.push(`${where}: unknown key ${key}`);
  const problems = checkBody(operation, body);
  if (problems.length === 0) return undefined;
  world.problems.push(...problems.map((problem) => `${where}: ${problem}`));
  return invalidForm(problems);
}
