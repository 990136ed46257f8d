import type { Schedule } from "aws-cdk-lib/aws-scheduler";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Schedule as ScheduleConfig } from "../config/schema.ts";
import { scheduledInvocation } from "./scheduled-invocation.ts";
import type { SweeperFunction } from "./sweeper-function.ts";

/** The schedule of the runs: a run delivered twice has one scheduled time and is one run. */
export function runSchedule(
  scope: Construct,
  schedule: ScheduleConfig,
  startRun: SweeperFunction,
  deadLetters: IQueue,
): Schedule {
  return scheduledInvocation(scope, {
    description: "invite-sweeper: starts the runs",
    roleDescription: "Lets the schedule start a run",
    schedule,
    target: startRun,
    deadLetters,
  });
}
