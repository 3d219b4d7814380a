import { z } from "zod";
import { languages } from "./language.ts";

/** In which language to reply. */
export const langOption = z
  .enum(languages)
  .optional()
  .meta({ reads: "language", aliases: ["language", "langue", "sprache"] });

/** One option of a command, read from its zod declaration, in the words every platform needs. */
export interface OptionSpec {
  readonly name: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly maxLength?: number;
  /** Other words by which people may call this option; they are suggested, not accepted. */
  readonly aliases: readonly string[];
  /** `language`: what people type is looked up among the names of languages. */
  readonly reads?: "language";
  /** Typed as text it stays in the text of the rest option, whose own grammar reads it. */
  readonly inText?: boolean;
}

interface Property {
  type?: string;
  enum?: string[];
  maxLength?: number;
  aliases?: string[];
  reads?: "language";
  inText?: boolean;
}

/**
 * The options of a command in order of declaration. Texts and choices are what every platform
 * can show; any other type throws here, which is at start-up.
 */
export function optionSpecs(schema: z.ZodObject): readonly OptionSpec[] {
  const json = z.toJSONSchema(schema, { io: "input" });
  const required = new Set(json.required ?? []);
  return Object.entries(json.properties ?? {}).map(([name, definition]) => {
    const property = definition as Property;
    const { type } = property;
    if (type !== "string") throw new TypeError(`option ${name}: no platform can show the type ${type}`);
    return {
      name,
      required: required.has(name),
      aliases: property.aliases ?? [],
      ...(property.enum && { choices: property.enum }),
      ...(property.maxLength !== undefined && { maxLength: property.maxLength }),
      ...(property.reads && { reads: property.reads }),
      ...(property.inText && { inText: true }),
    };
  });
}
