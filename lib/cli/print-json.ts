import type { Io } from "./io.ts";
import { printLines } from "./print-rows.ts";

/** Elements from which on an array is taken apart: fewer make a text that can be held. */
const MANY = 50;
/** How deep arrays of many are looked for: a list of identities, each with a list of its own, in an object. */
const DEPTH = 4;

/** The same text as `JSON.stringify(value, null, 2)`, printed while it is made: of a long list it would be held three times. */
export function printJson(io: Pick<Io, "out">, value: unknown): void {
  printLines(io, jsonLines(value));
}

/** That text, an element of a long array at a time. No line break stands at the end of a part. */
export function* jsonLines(value: unknown, indent = "", before = "", after = ""): Generator<string> {
  if (!holdsMany(value, DEPTH)) {
    // As an element of an array, which is where a value can be nothing.
    const text = JSON.stringify(value, null, 2) ?? "null";
    yield `${before}${text.replaceAll("\n", `\n${indent}`)}${after}`;
    return;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    yield `${before}[`;
    for (const [index, element] of value.entries()) {
      yield* jsonLines(element, inner, inner, index < value.length - 1 ? "," : "");
    }
    yield `${indent}]${after}`;
    return;
  }
  yield `${before}{`;
  const entries = Object.entries(value as object).filter(([, one]) => JSON.stringify(shallow(one)) !== undefined);
  for (const [index, [name, one]] of entries.entries()) {
    yield* jsonLines(one, inner, `${inner}${JSON.stringify(name)}: `, index < entries.length - 1 ? "," : "");
  }
  yield `${indent}}${after}`;
}

/** Whether it, or a part of it, is an array of many. What makes its own JSON is left to itself. */
function holdsMany(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null || depth === 0 || "toJSON" in value) return false;
  if (!Array.isArray(value)) return Object.values(value).some((one) => holdsMany(one, depth - 1));
  return value.length > MANY || value.some((one) => holdsMany(one, depth - 1));
}

/** Enough of it to tell whether JSON has it at all: functions and what is undefined are left out. */
const shallow = (value: unknown): unknown => (typeof value === "object" && value !== null ? true : value);
