export type Item = Readonly<Record<string, unknown>>;

/** What an update does to an item, attribute by attribute. */
export interface Change {
  readonly set?: Item;
  /** Set only where the item has no such attribute. */
  readonly setIfAbsent?: Item;
  /** Set to what another attribute of the item holds before the update, or to a value where it has none. */
  readonly copy?: Readonly<Record<string, { readonly from: string; readonly otherwise: unknown }>>;
  /** A number is added up; a set of texts takes in what it does not hold yet. */
  readonly add?: Readonly<Record<string, number | ReadonlySet<string>>>;
  readonly remove?: readonly string[];
}

/** A condition or filter: each `#name` in it stands for the attribute of that name, each `:name` for one of `given`. */
export interface Predicate {
  readonly when: string;
  readonly given?: Item;
}

export interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Every attribute goes by a placeholder, so that none can collide with a reserved word of DynamoDB's. */
export function toUpdate(change: Change, predicate?: Predicate): Placeholders & { readonly UpdateExpression: string } {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (attribute: string): string => enter(names, "#n", attribute);
  const value = (given: unknown): string => enter(values, ":v", given);
  const assigned = Object.entries(change.set ?? {}).map(([attribute, given]) => `${name(attribute)} = ${value(given)}`);
  const defaulted = Object.entries(change.setIfAbsent ?? {}).map(([attribute, given]) => {
    const placeholder = name(attribute);
    return `${placeholder} = if_not_exists(${placeholder}, ${value(given)})`;
  });
  const copied = Object.entries(change.copy ?? {}).map(
    ([attribute, { from, otherwise }]) => `${name(attribute)} = if_not_exists(${name(from)}, ${value(otherwise)})`,
  );
  const added = Object.entries(change.add ?? {}).map(([attribute, given]) => `${name(attribute)} ${value(given)}`);
  const removed = (change.remove ?? []).map(name);
  const clauses = [
    clause("SET", [...assigned, ...defaulted, ...copied]),
    clause("ADD", added),
    clause("REMOVE", removed),
  ];
  return {
    UpdateExpression: clauses.filter((text) => text !== "").join(" "),
    ...placeholders(predicate === undefined ? [] : [predicate], names, values),
  };
}

/** The placeholders that the predicates use, besides those handed in. An empty map is left out: DynamoDB refuses it. */
export function placeholders(
  predicates: readonly Predicate[],
  names: Record<string, string> = {},
  values: Record<string, unknown> = {},
): Placeholders {
  for (const { when, given } of predicates) {
    for (const [placeholder, attribute] of when.matchAll(/#(\w+)/g)) names[placeholder] = attribute ?? "";
    for (const [key, one] of Object.entries(given ?? {})) values[`:${key}`] = one;
  }
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}

function enter<Value>(into: Record<string, Value>, prefix: string, value: Value): string {
  const placeholder = `${prefix}${Object.keys(into).length}`;
  into[placeholder] = value;
  return placeholder;
}

const clause = (keyword: string, parts: readonly string[]): string =>
  parts.length === 0 ? "" : `${keyword} ${parts.join(", ")}`;
