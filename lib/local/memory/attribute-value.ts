/** A stored value of its own: whoever goes on changing what was written, or was read, changes nothing in the table. */
export function copyOfValue(value: unknown): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(copyOfValue);
  if (value instanceof Set && value.size > 0) return new Set(value);
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) return copyOfFields(value);
  // DynamoDB's client refuses the same: what cannot be stored is no value that is to be lost in silence.
  throw new TypeError(`${value instanceof Set ? "an empty set" : String(value)} cannot be stored in a table`);
}

/** The fields of an item or of a map in it. Throws `TypeError` for a value that DynamoDB does not take. */
export const copyOfFields = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, copyOfValue(value)]));
