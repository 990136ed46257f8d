import { expect, it } from "vitest";
import * as z from "zod/mini";
import { knownKeys } from "../../lib/domain/known-keys.ts";

const schema = z.strictObject({
  mode: z._default(z.string(), "off"),
  gap: z._default(z.nullable(z.strictObject({ min: z.number(), max: z.number() })), null),
  people: z._default(z.union([z.literal("all"), z.array(z.strictObject({ id: z.string() }))]), "all"),
});

it.each<[readonly (string | number)[], readonly string[]]>([
  [[], ["mode", "gap", "people"]],
  [["gap"], ["min", "max"]],
  [["people", 3], ["id"]],
  [["mode"], []],
  [["nobody"], []],
  [["gap", "min", "deeper"], []],
])("at %j are %j", (path, keys) => {
  expect(knownKeys(schema, path)).toEqual(keys);
});
