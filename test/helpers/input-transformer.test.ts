import { describe, expect, it } from "vitest";
import { taken, transformed } from "./input-transformer.ts";

/** The examples of AWS's page on input transformation. */
const EVENT = { detail: { "instance-id": "i-0123456789", state: "RUNNING", tags: { a: "b" }, on: true } };
const PATHS = { instance: "$.detail.instance-id", state: "$.detail.state", tags: "$.detail.tags", on: "$.detail.on" };
const given = (InputTemplate: string, more: Record<string, string> = {}) =>
  transformed({ InputPathsMap: { ...PATHS, ...more }, InputTemplate }, EVENT);

describe("a template", () => {
  it.each([
    ['"<instance> is in state <state>"', '"i-0123456789 is in state RUNNING"'],
    ['{"instance": <instance>, "state": <state>}', '{"instance": "i-0123456789", "state": "RUNNING"}'],
    ['{"my": "<instance> is in \\"<state>\\""}', '{"my": "i-0123456789 is in \\"RUNNING\\""}'],
    ['{"all": <tags>, "text": "<tags>"}', '{"all": {"a":"b"}, "text": "{a:b}"}'],
    ['{"on": <on>, "text": "<on>"}', '{"on": true, "text": "true"}'],
    ['{"text": "<none>"}', '{"text": ""}'],
  ])("%s gives %s", (template, wanted) => {
    expect(given(template, { none: "$.detail.none" })).toBe(wanted);
  });

  it("escapes nothing, so that a quote in a value breaks the text", () => {
    const event = { detail: { state: 'so "called"' } };

    expect(() => transformed({ InputPathsMap: PATHS, InputTemplate: '{"a":"<state>"}' }, event)).toThrow(SyntaxError);
  });

  it("names no variable that is not declared", () => {
    expect(() => given('{"a":<b>}')).toThrow("<b> is no variable");
  });
});

it("a pattern takes what it names, and anything but what it excludes", () => {
  const pattern = { source: ["ours"], detail: { id: [{ "anything-but": "" }] } };

  expect(taken(pattern, { source: "ours", detail: { id: "1" } })).toBe(true);
  expect(taken(pattern, { source: "ours", detail: { id: "" } })).toBe(false);
  expect(taken(pattern, { source: "ours", detail: {} })).toBe(false);
  expect(taken(pattern, { source: "theirs", detail: { id: "1" } })).toBe(false);
});
