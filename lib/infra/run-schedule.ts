import { Aws, Duration, TimeZone, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Schedule as ScheduleConfig } from "../config/schema.ts";

/** Within this a delivery that failed is tried again; later, the next run is nearer than this one. */
const LATEST_DELIVERY = Duration.hours(2);

/**
 * The schedule of the runs, in the owner's time zone. Its input is the time it was due: the same on every repetition, so
 * that a run delivered twice is one run.
 */
export function runSchedule(
  scope: Construct,
  { cron, timezone, flexibleMinutes }: ScheduleConfig,
  startRun: IFunction,
  deadLetters: IQueue,
): Schedule {
  const role = new Role(scope, "ScheduleRole", {
    description: "Lets the schedule start a run",
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  });
  Validations.of(role).acknowledge({
    id: "AwsSolutions-IAM5[Resource::<StartRunFunction.Arn>:*]",
    reason: "The construct grants the versions of the one function beside the function itself; there are none.",
  });
  return new Schedule(scope, "Schedule", {
    description: "invite-sweeper: starts the runs",
    schedule: ScheduleExpression.expression(cron, TimeZone.of(timezone)),
    timeWindow: flexibleMinutes === 0 ? TimeWindow.off() : TimeWindow.flexible(Duration.minutes(flexibleMinutes)),
    target: new LambdaInvoke(startRun, {
      role,
      input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
      deadLetterQueue: deadLetters,
      maxEventAge: LATEST_DELIVERY,
    }),
  });
}
