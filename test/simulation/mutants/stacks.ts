import type { TestedMutant } from "./list.ts";

const SETTINGS = "test/cli/stack/stack-settings.test.ts";
const DOCTOR = "test/cli/commands/doctor.test.ts";

/** Of the guards on what a command does to a stack, and on what a doctor says of one. Every one of these its test must notice. */
export const STACK_MUTANTS: readonly TestedMutant[] = [
  {
    name: "the stack's key sent to the API of the caller's environment",
    file: "lib/cli/stack/stack-settings.ts",
    find: "if (given !== null && !isSameApi(given, reading.edgesBaseUrl)) {",
    replace: "if (given === null && !isSameApi(EDGES_BASE_URL, reading.edgesBaseUrl)) {",
    test: SETTINGS,
    testName: "refuses another EDGES_BASE_URL",
  },
  {
    name: "variables that Lambda hides taken for none",
    file: "lib/cli/stack/stack-settings.ts",
    find: "if (Environment?.Variables === undefined) return",
    replace: "if (Environment === undefined) return",
    test: SETTINGS,
    testName: "hides its environment",
  },
  {
    name: "the days of a stack's function left out",
    file: "lib/cli/stack/open-stack.ts",
    find: "      retentionDays,\n",
    replace: "",
    test: SETTINGS,
    testName: "is kept as long as the stack keeps things",
  },
  {
    name: "what could not be looked at taken for ok",
    file: "lib/cli/doctor/look.ts",
    find: "return [notLooked(name, error)];",
    replace: 'return [{ ...notLooked(name, error), status: "ok" }];',
    test: DOCTOR,
    testName: "policy is never ok where",
  },
  {
    name: "a subscription that nobody confirmed counted as confirmed",
    file: "lib/cli/doctor/told.ts",
    find: 'const confirmed = arns.filter((arn) => arn.startsWith("arn:")).length;',
    replace: "const confirmed = arns.length;",
    test: DOCTOR,
    testName: "nobody confirmed",
  },
  {
    name: "an address exported without whose it is",
    file: "lib/cli/flags/export-flags.ts",
    find: 'person: belongsTo ?? "",',
    replace: 'person: "",',
    test: "test/cli/flags/export-flags.test.ts",
    testName: "makes the same flags of them elsewhere",
  },
  {
    name: "a text exported as a CSV file would change it",
    file: "lib/cli/flags/exact-text.ts",
    find: 'text !== "" && text === text.trim() && !/[\\r\\n"]/.test(text) && readBack(text) === text',
    replace: 'text !== ""',
    test: "test/cli/flags/export-flags.test.ts",
    testName: "makes the same flags of them elsewhere",
  },
  {
    name: "half of a file under its own name",
    file: "lib/cli/new-file.ts",
    find: "createWriteStream(temporary,",
    replace: "createWriteStream(path,",
    test: "test/cli/new-file.test.ts",
    testName: "has its name only once it is whole",
  },
];
