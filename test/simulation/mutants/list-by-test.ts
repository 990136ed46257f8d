import { AGE_MUTANTS } from "./ages.ts";
import { ALARM_MUTANTS } from "./alarms.ts";
import { ANSWER_MUTANTS } from "./answer.ts";
import { ARCHIVE_MUTANTS } from "./archive.ts";
import { BACKLOG_MUTANTS } from "./backlog.ts";
import { BLAME_MUTANTS } from "./blame.ts";
import { CALL_MUTANTS } from "./calls.ts";
import { CLEANUP_MUTANTS } from "./cleanups.ts";
import { CLOCK_MUTANTS } from "./clocks.ts";
import { COMPILED_MUTANTS } from "./compiled.ts";
import { CONNECTION_MUTANTS } from "./connections.ts";
import { CONSUMPTION_MUTANTS } from "./consumption.ts";
import { DAY_MUTANTS } from "./days.ts";
import { DECISION_MUTANTS } from "./decision.ts";
import { DEPLOYMENT_MUTANTS } from "./deployment.ts";
import { DISK_MUTANTS } from "./disk.ts";
import { EXIT_CODE_MUTANTS } from "./exit-codes.ts";
import type { TestedMutant } from "./list.ts";
import { LIST_MUTANTS } from "./lists.ts";
import { MCP_MUTANTS } from "./mcp.ts";
import { MEMORY_MUTANTS } from "./memory.ts";
import { NOTICE_MUTANTS } from "./notice.ts";
import { OUTWARD_MUTANTS } from "./outward.ts";
import { OWN_LIST_MUTANTS } from "./own-lists.ts";
import { PEOPLE_MUTANTS } from "./people.ts";
import { REPORT_MUTANTS } from "./report.ts";
import { RUN_AND_KIND_MUTANTS } from "./runs-and-kinds.ts";
import { SCREEN_MUTANTS } from "./screens.ts";
import { SETTING_UP_MUTANTS } from "./setting-up.ts";
import { SETTINGS_MUTANTS } from "./settings.ts";
import { SHARE_MUTANTS } from "./share.ts";
import { STACK_MUTANTS } from "./stacks.ts";
import { START_MUTANTS } from "./starts.ts";
import { STOP_MUTANTS } from "./stops.ts";
import { VERDICT_MUTANTS } from "./verdict.ts";

/** Every one of these its test must notice. */
export const TESTED_MUTANTS: readonly TestedMutant[] = [
  ...AGE_MUTANTS,
  ...ALARM_MUTANTS,
  ...ANSWER_MUTANTS,
  ...ARCHIVE_MUTANTS,
  ...BLAME_MUTANTS,
  ...CALL_MUTANTS,
  ...COMPILED_MUTANTS,
  ...CONNECTION_MUTANTS,
  ...CLOCK_MUTANTS,
  ...CONSUMPTION_MUTANTS,
  ...DAY_MUTANTS,
  ...DECISION_MUTANTS,
  ...DEPLOYMENT_MUTANTS,
  ...DISK_MUTANTS,
  ...EXIT_CODE_MUTANTS,
  ...LIST_MUTANTS,
  ...PEOPLE_MUTANTS,
  ...REPORT_MUTANTS,
  ...SCREEN_MUTANTS,
  ...SETTINGS_MUTANTS,
  ...SETTING_UP_MUTANTS,
  ...SHARE_MUTANTS,
  ...STACK_MUTANTS,
  ...START_MUTANTS,
  ...STOP_MUTANTS,
  ...VERDICT_MUTANTS,
  ...MCP_MUTANTS,
  ...MEMORY_MUTANTS,
  ...OUTWARD_MUTANTS,
  ...OWN_LIST_MUTANTS,
  ...RUN_AND_KIND_MUTANTS,
  ...NOTICE_MUTANTS,
  ...BACKLOG_MUTANTS,
  ...CLEANUP_MUTANTS,
];
