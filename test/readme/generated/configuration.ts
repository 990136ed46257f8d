import * as z from "zod/mini";
import { configSchema } from "../../../lib/config/schema.ts";
import { policySchema } from "../../../lib/domain/policy-schema.ts";
import { markdownTable } from "./marked.ts";

type Shape = Readonly<Record<string, z.core.$ZodType>>;
type Definition = z.core.$ZodTypes["_zod"]["def"];

const HEAD = ["key", "default", "accepted", "meaning"];

export const policyTable = (): string => markdownTable(HEAD, rowsOf(policySchema.shape));
export const configurationTable = (): string => markdownTable(HEAD, rowsOf(configSchema.shape));

/** A row for each key; an object whose own keys are explained has a row for each of these instead, or beside its own. */
function rowsOf(shape: Shape, path = ""): string[][] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const key = `${path}${name}`;
    const inner = unwrapped(schema);
    const explained =
      inner.type === "object" && Object.values(inner.shape).every((one) => meaningOf(one) !== undefined);
    const nested = explained ? rowsOf(inner.shape, `${key}.`) : [];
    const meaning = meaningOf(schema);
    if (meaning === undefined) {
      if (explained) return nested;
      throw new Error(`the schema says nothing of ${key}: wrap it in described("…", …)`);
    }
    const accepted = explained ? "the keys below, or `null`" : acceptedOf(schema);
    return [[`\`${key}\``, defaultOf(schema), accepted, meaning], ...nested];
  });
}

const definitionOf = (schema: z.core.$ZodType): Definition => (schema as z.core.$ZodTypes)._zod.def;
const meaningOf = (schema: z.core.$ZodType): string | undefined => z.globalRegistry.get(schema)?.description;

/** What stands inside of "may be null", "may be left out" and "is … by default". */
function unwrapped(schema: z.core.$ZodType): Definition {
  const definition = definitionOf(schema);
  return "innerType" in definition ? unwrapped(definition.innerType) : definition;
}

function defaultOf(schema: z.core.$ZodType): string {
  const definition = definitionOf(schema);
  return definition.type === "default" ? `\`${JSON.stringify(definition.defaultValue)}\`` : "–";
}

/** In the words of the error that anything else gets, so that table and error cannot differ. */
function acceptedOf(schema: z.core.$ZodType): string {
  const definition = definitionOf(schema);
  if (definition.type === "nullable") {
    const words = acceptedOf(definition.innerType);
    return words.endsWith("or null") ? words : `${words}, or null`;
  }
  if ("innerType" in definition) return acceptedOf(definition.innerType);
  if (definition.type === "unknown") return "the policy's keys";
  if (definition.type === "array" && definition.error === undefined)
    return `a list: each ${acceptedOf(definition.element)}`;
  if (definition.type === "object" && definition.error === undefined) {
    const keys = Object.entries(definition.shape).map(([key, one]) => `\`${key}\`: ${acceptedOf(one)}`);
    return `an object with ${keys.join("; ")}`;
  }
  if (definition.type === "union" && "discriminator" in definition) {
    return `an object with \`${definition.discriminator}\`: ${z.safeParse(schema, {}).error?.issues[0]?.message}`;
  }
  const { error } = z.safeParse(schema, Symbol("nothing accepts this"));
  return error?.issues[0]?.message ?? "anything";
}
