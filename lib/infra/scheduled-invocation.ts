import { Aws, Duration, TimeZone, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
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
import type { SweeperFunction } from "./sweeper-function.ts";

/** Within this a delivery that failed is tried again; later, the next one is nearer than this one. */
const LATEST_DELIVERY = Duration.hours(2);

export interface ScheduledInvocationProps {
  readonly description: string;
  readonly roleDescription: string;
  readonly schedule: ScheduleConfig;
  readonly target: SweeperFunction;
  /** What could not be delivered; null where the next invocation makes up for it. */
  readonly deadLetters: IQueue | null;
}

/**
 * Invokes a function on a schedule, in the owner's time zone. Its input is the time it was due: the same on every
 * repetition, so that a second delivery is recognised.
 */
export function scheduledInvocation(scope: Construct, props: ScheduledInvocationProps): Schedule {
  const { cron, timezone, flexibleMinutes } = props.schedule;
  const role = new Role(scope, "ScheduleRole", {
    description: props.roleDescription,
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  });
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${props.target.logicalId}.Arn>:*]`,
    reason: "The construct grants the versions of the one function beside the function itself; there are none.",
  });
  return new Schedule(scope, "Schedule", {
    description: props.description,
    schedule: ScheduleExpression.expression(cron, TimeZone.of(timezone)),
    timeWindow: flexibleMinutes === 0 ? TimeWindow.off() : TimeWindow.flexible(Duration.minutes(flexibleMinutes)),
    target: new LambdaInvoke(props.target.invokedAs, {
      role,
      input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
      ...(props.deadLetters !== null && { deadLetterQueue: props.deadLetters }),
      maxEventAge: LATEST_DELIVERY,
    }),
  });
}
