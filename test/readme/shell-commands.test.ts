import { expect, it } from "vitest";
import { shellCommandsIn, sweeperArguments } from "./helpers/shell-commands.ts";

const wordsIn = (script: string) => shellCommandsIn(script).map(({ words }) => words);

it.each([
  ["one two  three", [["one", "two", "three"]]],
  ["a # a remark\nb", [["a"], ["b"]]],
  ["# only a remark\n", []],
  ["a && b; c | d", [["a"], ["b"], ["c"], ["d"]]],
  ["a \\\n  b", [["a", "b"]]],
  ["a 'b c' \"d e\"", [["a", "b c", "d e"]]],
  ['a "say \\"x\\""', [["a", 'say "x"']]],
  ["a --set='x=1'", [["a", "--set=x=1"]]],
  ["A=1 B=2 c", [["c"]]],
  ["A=1", []],
  ['f() { a "$1"; }', [["a", "$1"]]],
  ['a "$(out Name)" b', [["a", "$(out Name)", "b"]]],
  ["a $(b c) d", [["a", "$(b c)", "d"]]],
  ["a#b", [["a#b"]]],
])("%j is split as a shell does", (script, words) => {
  expect(wordsIn(script)).toEqual(words);
});

it("where output goes is no word of the command", () => {
  expect(shellCommandsIn("a b > c.csv")).toEqual([{ words: ["a", "b"], outTo: "c.csv" }]);
});

it("the command line is called as it is, or by npx", () => {
  const [bare, npx, other] = shellCommandsIn("sweeper run\nnpx sweeper run --live\nnpm ci").map(sweeperArguments);

  expect([bare, npx, other]).toEqual([["run"], ["run", "--live"], null]);
});
