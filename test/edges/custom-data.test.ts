import { expect, it } from "vitest";
import { readCustomData } from "../../lib/edges/custom-data.ts";

it.each([
  [undefined, null],
  ["", null],
  [" ", null],
  ["text", "text"],
  [" object ", "object"],
])("EDGES_CUSTOM_DATA=%j asks for %j", (text, shape) => {
  expect(readCustomData(text)).toBe(shape);
});

it.each(["string", "Text", "none", "text,object"])("refuses %j with what is accepted", (text) => {
  expect(() => readCustomData(text)).toThrow(
    `EDGES_CUSTOM_DATA is "${text}"; accepted: text or object, or not set to send none`,
  );
});
