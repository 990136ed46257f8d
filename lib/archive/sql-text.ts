/** A text as SQL writes it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Texts as a list in parentheses, for `IN`. */
export const listed = (texts: readonly string[]): string => `(${texts.map(quoted).join(", ")})`;

/** A number as a double: Trino divides whole numbers without their remainder, and all times here are doubles. */
export const double = (value: number): string => `DOUBLE '${value}'`;

/** Milliseconds since 1970 UTC of a text in ISO 8601; null where it is none. */
export const millisecondsOf = (text: string): string =>
  `round(to_unixtime(try(from_iso8601_timestamp(${text}))) * ${double(1_000)})`;

/** The other way. */
export const isoOf = (milliseconds: string): string => `to_iso8601(from_unixtime(${milliseconds} / ${double(1_000)}))`;

/** An attribute of a line of a table's export, as text; null where it has none of that type. */
export const attribute = (name: string, type: "S" | "N" | "BOOL"): string => inItem(`${name}.${type}`);

export const inItem = (path: string): string => `json_extract_scalar(line, ${quoted(`$.Item.${path}`)})`;
