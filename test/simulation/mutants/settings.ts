import type { TestedMutant } from "./list.ts";

/** Of the guards on what a person sets. Every one of these its test must notice. */
export const SETTINGS_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a time zone taken because the runtime resolves it",
    file: "lib/domain/time-zone.ts",
    find: "return timezones().has(name);",
    replace: "return timezones().has(name) || isResolved(name);",
    test: "test/cli/commands/policy.time-zones.test.ts",
    testName: "refuses the time zone",
  },
  {
    name: "a time zone's other name refused",
    file: "lib/domain/time-zone.ts",
    find: ".filter(isPlace), ...linkedNames()]);",
    replace: ".filter(isPlace), ...linkedNames().slice(0, 0)]);",
    test: "test/config.test.ts",
    testName: "by each of its names",
  },
  {
    name: "an abbreviation's zones not named",
    file: "lib/domain/time-zone.ts",
    find: "if (meant !== undefined) return meant;",
    replace: "if (meant === undefined) return [];",
    test: "test/config.test.ts",
    testName: "nearest real names",
  },
  {
    name: "a stored policy refused without the remedy",
    file: "lib/local/policy-file.ts",
    find: "validPolicy(there.document, path, STORED_POLICY_REMEDY)",
    replace: "validPolicy(there.document, path)",
    test: "test/cli/commands/policy.time-zones.test.ts",
    testName: "how to correct it",
  },
];
