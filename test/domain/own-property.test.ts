import { describe, expect, test } from "vitest";
import { own, valueAt } from "../../lib/domain/own-property.ts";

const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty"];

describe.each(INHERITED)("the name %s, which every object inherits", (name) => {
  test("is not a field of an answer that does not have it", () => {
    expect(own({}, name)).toBeUndefined();
    expect(valueAt({ there: {} }, ["there", name])).toBeUndefined();
  });

  test("is a field like any other of an answer that does", () => {
    expect(own(JSON.parse(`{"${name}": 1}`), name)).toBe(1);
  });
});

test.each([undefined, null, 1, "text", true])("%j has no fields", (value) => {
  expect(own(value, "length")).toBeUndefined();
});

test("a path leads through objects and lists, and from nowhere to nowhere", () => {
  const document = { list: [{ id: "a" }], none: null };

  expect(valueAt(document, ["list", 0, "id"])).toBe("a");
  expect(valueAt(document, [])).toBe(document);
  expect(valueAt(document, ["none", "id"])).toBeUndefined();
});
