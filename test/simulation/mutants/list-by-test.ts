import { AGE_MUTANTS } from "./ages.ts";
import { DECISION_MUTANTS } from "./decision.ts";
import { EXIT_CODE_MUTANTS } from "./exit-codes.ts";
import type { TestedMutant } from "./list.ts";
import { LIST_MUTANTS } from "./lists.ts";
import { PEOPLE_MUTANTS } from "./people.ts";
import { REPORT_MUTANTS } from "./report.ts";

/** Every one of these its test must notice. */
export const TESTED_MUTANTS: readonly TestedMutant[] = [
  ...AGE_MUTANTS,
  ...DECISION_MUTANTS,
  ...EXIT_CODE_MUTANTS,
  ...LIST_MUTANTS,
  ...PEOPLE_MUTANTS,
  ...REPORT_MUTANTS,
];
