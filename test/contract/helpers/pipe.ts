/** What EventBridge does with a record, as far as our patterns and templates go. */

/** Whether the record has what the pattern asks for: leaves that are there, and leaves that are not. */
export function matches(pattern: unknown, record: unknown): boolean {
  if (Array.isArray(pattern)) {
    const [{ exists }] = pattern as [{ exists: boolean }];
    // Only a leaf exists for EventBridge; an object at its place does not count.
    return exists === (record !== undefined && !(record instanceof Object));
  }
  return Object.entries(pattern as object).every(([name, inner]) =>
    matches(inner, record instanceof Object ? Reflect.get(record, name) : undefined),
  );
}

/**
 * The detail that the template gives for a record. Stricter than any pipe: what AWS leaves open, a path that leads nowhere or to
 * no plain value, is an error here.
 */
export function rendered(template: string, record: unknown): Record<string, unknown> {
  const text = template.replaceAll(/<\$\.([\w.]+)>/g, (_, path: string) => {
    const value = path
      .split(".")
      .reduce<unknown>((inner, key) => (inner instanceof Object ? Reflect.get(inner, key) : undefined), record);
    if (typeof value === "boolean") return String(value);
    if (typeof value !== "string") throw new Error(`${path} leads to no text: ${JSON.stringify(value)}`);
    return JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(text);
}
