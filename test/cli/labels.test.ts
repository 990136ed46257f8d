import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cleanLabel, labelsFile, MAX_LABEL, readLabels, saveLabels } from "../../lib/cli/labels.ts";
import { temporaryFolder } from "../helpers/command-line.ts";

const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";

describe("a label", () => {
  it.each([
    ["Ana, sales", "Ana, sales"],
    ["  Zoë\t\n Ångström 李 ", "Zoë Ångström 李"],
    ["\u001b[31mred\u001b[0m \u001b]0;title\u0007here", "red here"],
    ["turned\u202eround\u200b", "turnedround"],
    ["e\u0301", "é"],
  ])("%j is kept as %j", (given, kept) => {
    expect(cleanLabel(given)).toBe(kept);
  });

  it("has 60 characters at most, counted as a reader counts them", () => {
    expect(cleanLabel("🚀".repeat(MAX_LABEL))).toBe("🚀".repeat(60));
    expect(() => cleanLabel("x".repeat(61))).toThrow("at most 60 characters, and this one has 61");
  });

  it.each(["", " \t ", "\u001b[31m\u001b[0m", "\u200b", "all", ANA])(
    "is refused where it says nothing or another thing: %j",
    (given) => {
      expect(() => cleanLabel(given)).toThrow();
    },
  );
});

describe("the file of labels", () => {
  it("gives back what was saved, and nothing where there is none", () => {
    const data = temporaryFolder();

    expect(readLabels(data)).toEqual(new Map());
    saveLabels(data, new Map([[ANA, "Ana"]]));

    expect(readLabels(data)).toEqual(new Map([[ANA, "Ana"]]));
  });

  it.each(["", "[]", '{"version":2,"labels":{}}', '{"version":1,"labels":{"not an id":"Ana"}}'])(
    "that is damaged is named with what to do: %j",
    (text) => {
      const data = temporaryFolder();
      writeFileSync(labelsFile(data), text);

      expect(() => readLabels(data)).toThrow(/labels\.json, .* cannot be read: restore it, or delete it/);
    },
  );
});
