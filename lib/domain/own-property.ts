/**
 * A field of a value that came from outside, or undefined. Reads own fields only, so that nothing inherited
 * (`constructor`, `__proto__`) can pass for something that was sent.
 */
export function own(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

/** What stands at a path such as `["identities", 0, "id"]`, by own fields only; undefined where the path leads nowhere. */
export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(own, document);
}
