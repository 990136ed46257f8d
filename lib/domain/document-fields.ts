import * as z from "zod/mini";
import { acceptedTimezone, isTimezone } from "./time-zone.ts";

/** A field whose every error, of type or of range, says what is accepted. */
export function accepted<Value>(what: string, fits: (value: unknown) => value is Value) {
  return z.custom<Value>((value) => fits(value), { error: what });
}

export const text = (what: string, fits: (value: string) => boolean) =>
  accepted(what, (value): value is string => typeof value === "string" && fits(value));

/** Both bounds are accepted. */
export const wholeNumber = (min: number, max: number) =>
  accepted(
    `a whole number from ${min} to ${max}`,
    (value): value is number => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
  );

/** A number with a fraction, both bounds accepted. */
export const share = (min: number, max: number) =>
  accepted(
    `a number from ${min} to ${max}`,
    (value): value is number => typeof value === "number" && value >= min && value <= max,
  );

export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  accepted(`one of ${values.join(", ")}`, (value): value is Values[number] => values.some((known) => known === value));

/** Its every error names the nearest real time zones. */
export const timezone = z.custom<string>((value) => typeof value === "string" && isTimezone(value), {
  error: ({ input }) => acceptedTimezone(input),
});

/** What the configuration's tables in the README say of a field: one plain sentence. `npm run docs` reads it from there. */
export function described<Schema extends z.ZodMiniType>(meaning: string, schema: Schema): Schema {
  z.globalRegistry.add(schema, { description: meaning });
  return schema;
}
