/**
 * A field of a value that came from outside, or undefined. Reads own fields only, so that nothing inherited
 * (`constructor`, `__proto__`) can pass for something the vendor sent.
 */
export function own(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
