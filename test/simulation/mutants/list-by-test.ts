import { AGE_MUTANTS } from "./ages.ts";
import { CLOCK_MUTANTS } from "./clocks.ts";
import { DECISION_MUTANTS } from "./decision.ts";
import type { TestedMutant } from "./list.ts";
import { LIST_MUTANTS } from "./lists.ts";
import { PEOPLE_MUTANTS } from "./people.ts";
import { REPORT_MUTANTS } from "./report.ts";

/** Every one of these its test must notice. */
export const TESTED_MUTANTS: readonly TestedMutant[] = [
  ...AGE_MUTANTS,
  ...CLOCK_MUTANTS,
  ...DECISION_MUTANTS,
  ...LIST_MUTANTS,
  ...PEOPLE_MUTANTS,
  ...REPORT_MUTANTS,
];
