import { expect, it } from "vitest";
import { didYouMean } from "../../lib/domain/did-you-mean.ts";

it.each([
  ["tresholdDays", ["thresholdDays", "mode"], '; did you mean "thresholdDays"?'],
  ["DAILYCAP", ["dailyCap"], '; did you mean "dailyCap"?'],
  ["lists", ["list", "listx", "listy", "listz"], '; did you mean "list" or "listx" or "listy"?'],
  ["entirely", ["another"], ""],
  ["any", [], ""],
])("%s among %j: %s", (text, names, words) => {
  expect(didYouMean(text, names)).toBe(words);
});
