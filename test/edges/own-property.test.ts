import { describe, expect, test } from "vitest";
import { reactionTo } from "../../lib/edges/error-labels.ts";
import { own } from "../../lib/edges/own-property.ts";

// The client checks a label's shape before it looks one up, so these two guards are reached from here only.
const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty"];

describe.each(INHERITED)("the name %s, which every object inherits", (name) => {
  test("is not a listed label", () => {
    expect(reactionTo(name, 424)).toEqual({ reaction: "not-known", unlisted: true });
  });

  test("is not a field of an answer that does not have it", () => {
    expect(own({}, name)).toBeUndefined();
  });

  test("is a field like any other of an answer that does", () => {
    expect(own(JSON.parse(`{"${name}": 1}`), name)).toBe(1);
  });
});

test.each([undefined, null, 1, "text", true])("%j has no fields", (value) => {
  expect(own(value, "length")).toBeUndefined();
});
