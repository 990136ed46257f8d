import { expect, it } from "vitest";
import { quoted, withOptions } from "../../lib/cli/shell-words.ts";

it.each([
  ["all", "all"],
  ["mode=off", "mode=off"],
  ["https://www.linkedin.com/in/ana-lee", "https://www.linkedin.com/in/ana-lee"],
  ["on holiday", "'on holiday'"],
  ["it's", `'it'\\''s'`],
  ["$HOME", "'$HOME'"],
  ["", "''"],
])("a shell takes %j for one word as %s", (text, word) => {
  expect(quoted(text)).toBe(word);
});

it("options go to the end, and before -- where there is one", () => {
  expect(withOptions(["sweeper", "pause", "all"], "--edges", "real")).toBe("sweeper pause all --edges real");
  expect(withOptions(["sweeper", "pause", "--", "all"], "--edges", "real")).toBe("sweeper pause --edges real -- all");
});
