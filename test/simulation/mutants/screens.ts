import type { TestedMutant } from "./list.ts";

/** Of the guards on who is meant by a word, and on what a screen may change of a text. Each its test must notice. */
export const SCREEN_MUTANTS: readonly TestedMutant[] = [
  {
    name: "one of several identities picked by a start of an id",
    file: "lib/cli/resolve-identity.ts",
    find: "if (only !== undefined && ids.length === 1) return only;",
    replace: "if (only !== undefined) return only;",
    test: "test/cli/resolve-identity.test.ts",
    testName: "may be several",
  },
  {
    name: "a word of a few characters taken for the start of an id",
    file: "lib/cli/resolve-identity.ts",
    find: "word.length < MIN_START ? [] : [...ids]",
    replace: "word.length < 0 ? [] : [...ids]",
    test: "test/cli/resolve-identity.test.ts",
    testName: "three characters",
  },
  {
    name: "a short id that another identity shares",
    file: "lib/report/short-id.ts",
    find: '!start.endsWith("-") && !others.some((other) => other.startsWith(start))',
    replace: '!start.endsWith("-")',
    test: "test/report/reader.test.ts",
    testName: "tell it from every other one",
  },
  {
    name: "a label put into a command that somebody copies",
    file: "lib/report/reader.ts",
    find: "(index % 2 === 0 ? identitiesIn(part, keepsIds) : part)",
    replace: "(index >= 0 ? identitiesIn(part, keepsIds) : part)",
    test: "test/report/reader.test.ts",
    testName: "not in a command",
  },
  {
    name: "a label kept with what a terminal acts on",
    file: "lib/cli/labels.ts",
    find: "stripVTControlCharacters(text)",
    replace: "text",
    test: "test/cli/labels.test.ts",
    testName: "is kept as",
  },
  {
    name: "times of a program's output in the reader's zone",
    file: "lib/report/reader.ts",
    find: '(reader().isProgram ? "UTC" : reader().timeZone)',
    replace: "(reader().isProgram ? reader().timeZone : reader().timeZone)",
    test: "test/report/reader.test.ts",
    testName: "stays in UTC for a program",
  },
  {
    name: "JSON broken between words on a narrow terminal",
    file: "lib/cli/harmless-io.ts",
    find: "isForProgram() ? escaped(text) : onOut(escaped(text))",
    replace: "onOut(escaped(text))",
    test: "test/cli/harmless-io.test.ts",
    testName: "JSON",
  },
];
