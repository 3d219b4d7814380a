/**
 * The small language in which the Block Kit rules are written: a rule looks at one value and reports
 * what the platform would refuse, with the JSON pointer of the place.
 */

export type Json = Record<string, unknown>;
export type Report = (at: string, what: string) => void;
export type Rule = (value: unknown, at: string, report: Report) => void;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Slack counts code points (slackblocks spec: a header of 150 astral emoji is valid). */
export function length(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function str(min: number, max: number, pattern?: RegExp): Rule {
  return (value, at, report) => {
    if (typeof value !== "string") return report(at, "must be a string");
    const size = length(value);
    if (size < min) report(at, `shorter than ${min} character${min === 1 ? "" : "s"}`);
    if (size > max) report(at, `longer than ${max} characters (${size})`);
    if (pattern && !pattern.test(value)) report(at, `does not match ${pattern}`);
  };
}

export function url(max: number, protocols: readonly string[]): Rule {
  const text = str(1, max);
  return (value, at, report) => {
    text(value, at, report);
    if (typeof value !== "string" || value === "") return;
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
      report(at, "is not a valid url");
  };
}

export function num(min: number, max: number): Rule {
  return (value, at, report) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return report(at, "must be a number");
    if (value < min || value > max) report(at, `outside ${min}..${max} (${value})`);
  };
}

export const bool: Rule = (value, at, report) => {
  if (typeof value !== "boolean") report(at, "must be a boolean");
};

export const anything: Rule = () => {};

export function oneOf(...allowed: readonly string[]): Rule {
  return (value, at, report) => {
    if (typeof value !== "string" || !allowed.includes(value))
      report(at, `must be one of ${allowed.join(", ")}`);
  };
}

export function list(item: Rule, min: number, max: number): Rule {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report(at, "must be an array");
    if (value.length < min) report(at, `fewer than ${min} item${min === 1 ? "" : "s"}`);
    if (value.length > max) report(at, `more than ${max} items (${value.length})`);
    for (const [i, entry] of value.entries()) item(entry, `${at}/${i}`, report);
  };
}

export type Keys = Record<string, Rule>;

/** A closed object: Slack answers `invalid additional property` to a key it does not know. */
export function obj(required: Keys, optional: Keys = {}, also?: Rule): Rule {
  return (value, at, report) => {
    if (!isObject(value)) return report(at, "must be an object");
    for (const [key, rule] of Object.entries(required)) {
      if (value[key] === undefined) report(at, `missing required field: ${key}`);
      else rule(value[key], `${at}/${key}`, report);
    }
    for (const [key, entry] of Object.entries(value)) {
      if (key in required || entry === undefined) continue;
      const rule = optional[key];
      if (rule) rule(entry, `${at}/${key}`, report);
      else report(at, `invalid additional property: ${key}`);
    }
    also?.(value, at, report);
  };
}

/** Chooses the rule by `type`. A type the place does not take is refused. */
export function kinds(rules: Keys): Rule {
  return (value, at, report) => {
    if (!isObject(value)) return report(at, "must be an object");
    const type = value.type;
    if (typeof type !== "string") return report(at, "missing required field: type");
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule) rule(value, at, report);
    else report(`${at}/type`, `unsupported type: ${type}`);
  };
}

export function exactlyOne(...keys: readonly string[]): Rule {
  return (value, at, report) => {
    if (!isObject(value)) return;
    const given = keys.filter((key) => value[key] !== undefined);
    if (given.length === 0) report(at, `needs one of ${keys.join(", ")}`);
    if (given.length > 1) report(at, `takes only one of ${keys.join(", ")}`);
  };
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, at, report) => {
    for (const rule of rules) rule(value, at, report);
  };
}
