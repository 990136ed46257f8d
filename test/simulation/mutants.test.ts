import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { editsOf, MUTANTS } from "./mutants/list.ts";
import { TESTED_MUTANTS } from "./mutants/list-by-test.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const ALL = [...MUTANTS, ...TESTED_MUTANTS];

describe("the mutants", () => {
  it("each change text that stands in its file exactly once: any other would be no mutant", () => {
    const sources = new Map<string, string>();
    const unfit = ALL.filter((mutant) => {
      const changed = new Map<string, string>();
      return editsOf(mutant).some(({ file, find, replace }) => {
        const source = sources.get(file) ?? readFileSync(join(ROOT, file), "utf8");
        sources.set(file, source);
        const text = changed.get(file) ?? source;
        changed.set(
          file,
          text.replace(find, () => replace),
        );
        return text.split(find).length !== 2;
      });
    });

    expect(unfit.map(({ name, file }) => `${name}: ${file}`)).toEqual([]);
  });

  it("have a name each, and a test that is there", () => {
    const names = ALL.map(({ name }) => name);
    const gone = TESTED_MUTANTS.filter(({ test }) => !existsSync(join(ROOT, test)));

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(gone.map(({ test }) => test)).toEqual([]);
  });
});
