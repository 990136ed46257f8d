/**
 * What EventBridge does with an event that a rule takes, as far as its documents say it and our rules go
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html; November 2026).
 */

interface InputTransformer {
  readonly InputPathsMap: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/** What a JSON path in dot notation leads to; undefined where it leads nowhere. */
export const atPath = (path: string, event: unknown): unknown =>
  path
    .replace(/^\$\.?/, "")
    .split(".")
    .reduce<unknown>((inner, key) => (inner instanceof Object ? Reflect.get(inner, key) : undefined), event);

/**
 * The text that the target is sent. A variable outside of quotes is written as JSON. Within quotes a text is put in as it is,
 * with nothing escaped, and anything else as JSON without its quotes. One whose path leads nowhere does not exist and leaves
 * nothing behind. Stricter than EventBridge: a variable that is not declared is an error, and so is what is no JSON in the end.
 */
export function transformed({ InputPathsMap, InputTemplate }: InputTransformer, event: unknown): string {
  let inQuotes = false;
  const text = InputTemplate.replaceAll(/\\.|"|<([\w-]+)>/g, (found, name: string | undefined) => {
    if (found === '"') inQuotes = !inQuotes;
    if (name === undefined) return found;
    const path = InputPathsMap[name];
    if (path === undefined) throw new Error(`<${name}> is no variable of the template`);
    const value = atPath(path, event);
    if (value === undefined) return "";
    if (!inQuotes) return JSON.stringify(value);
    return typeof value === "string" ? value : JSON.stringify(value).replaceAll('"', "");
  });
  JSON.parse(text);
  return text;
}

/** Whether a rule with this pattern takes the event: texts that are named, and `anything-but` one text. */
export function taken(pattern: unknown, event: unknown): boolean {
  if (!Array.isArray(pattern)) {
    return Object.entries(pattern as object).every(([name, inner]) =>
      taken(inner, event instanceof Object ? Reflect.get(event, name) : undefined),
    );
  }
  return pattern.some((one: unknown) =>
    one instanceof Object && "anything-but" in one
      ? event !== undefined && event !== one["anything-but"]
      : event === one,
  );
}
