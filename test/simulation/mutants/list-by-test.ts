import { AGE_MUTANTS } from "./ages.ts";
import { ANSWER_MUTANTS } from "./answer.ts";
import { BLAME_MUTANTS } from "./blame.ts";
import { CALL_MUTANTS } from "./calls.ts";
import { CLOCK_MUTANTS } from "./clocks.ts";
import { CONNECTION_MUTANTS } from "./connections.ts";
import { DECISION_MUTANTS } from "./decision.ts";
import { DISK_MUTANTS } from "./disk.ts";
import { EXIT_CODE_MUTANTS } from "./exit-codes.ts";
import type { TestedMutant } from "./list.ts";
import { LIST_MUTANTS } from "./lists.ts";
import { PEOPLE_MUTANTS } from "./people.ts";
import { REPORT_MUTANTS } from "./report.ts";
import { SETTINGS_MUTANTS } from "./settings.ts";
import { VERDICT_MUTANTS } from "./verdict.ts";

/** Every one of these its test must notice. */
export const TESTED_MUTANTS: readonly TestedMutant[] = [
  ...AGE_MUTANTS,
  ...ANSWER_MUTANTS,
  ...BLAME_MUTANTS,
  ...CALL_MUTANTS,
  ...CONNECTION_MUTANTS,
  ...CLOCK_MUTANTS,
  ...DECISION_MUTANTS,
  ...DISK_MUTANTS,
  ...EXIT_CODE_MUTANTS,
  ...LIST_MUTANTS,
  ...PEOPLE_MUTANTS,
  ...REPORT_MUTANTS,
  ...SETTINGS_MUTANTS,
  ...VERDICT_MUTANTS,
];
