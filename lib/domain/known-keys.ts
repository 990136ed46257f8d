/** What is read of a schema: each kind has some of it. */
interface SchemaParts {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly def?: {
    readonly innerType?: unknown;
    readonly element?: unknown;
    readonly options?: readonly unknown[];
  };
}

/** The keys that a schema takes at a path of its document, through defaults, nulls, lists and choices; empty where it takes none. */
export function knownKeys(schema: unknown, path: readonly PropertyKey[]): readonly string[] {
  const { shape, def = {} } = (schema ?? {}) as SchemaParts;
  const [key, ...rest] = path;
  if (shape !== undefined) return key === undefined ? Object.keys(shape) : knownKeys(shape[String(key)], rest);
  if (def.innerType !== undefined) return knownKeys(def.innerType, path);
  if (def.element !== undefined) return knownKeys(def.element, rest);
  return (def.options ?? []).flatMap((option) => knownKeys(option, path));
}
