import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { coloured, isColoured } from "../../../lib/cli/terminal/colour.ts";

describe("colour", () => {
  it.each([
    [{ TERM: "xterm" }, true, true],
    [{ WT_SESSION: "a" }, true, true],
    [{}, true, false],
    [{ TERM: "xterm" }, false, false],
    [{ NO_COLOR: "1", TERM: "xterm" }, true, false],
    [{ NO_COLOR: "", TERM: "xterm" }, true, true],
    [{ TERM: "dumb" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "1", TERM: "dumb" }, false, true],
    [{ FORCE_COLOR: "0", TERM: "xterm" }, true, false],
    [{ FORCE_COLOR: "false", TERM: "xterm" }, true, false],
  ])("with %j, on a terminal: %s, is there: %s", (env, isTerminal, there) => {
    expect(isColoured(env, isTerminal)).toBe(there);
  });

  it.each([
    ["withdraw  stale", "notice"],
    ["keep      too-young", "notice"],
    ["target: sandbox · Sandbox: made-up people", "notice"],
    ["12 pending: 3 to withdraw, 9 kept", "notice"],
    ["red     API key  it is refused", "notice"],
    ["left out", "warning"],
    ["there is no stack x", "error"],
  ] as const)("is put over a text and changes no letter of it: %s", (text, kind) => {
    const shown = coloured(text, kind);

    expect(shown).not.toBe(text);
    expect(stripVTControlCharacters(shown)).toBe(text);
  });

  it("is for the verdict, not for the same word in a sentence", () => {
    expect(coloured("keep your hands off; withdraw nothing")).toBe("keep your hands off; withdraw nothing");
  });
});
