import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { readCron } from "../../config/cron.ts";
import { previousFiring } from "../../config/previous-firing.ts";
import { DIGEST_OUTPUTS, OUTPUTS } from "../../contract/outputs.ts";
import { HOUR_MS, later, MINUTE_MS } from "../../domain/time.ts";
import type { RunRecord } from "../../ledger/ledger.ts";
import { timeInWords } from "../../report/words.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { ask, look } from "./look.ts";
import { outputOf, type StackInView } from "./stack-in-view.ts";

/** What a schedule says: when it fires, and whether it does. */
export interface ScheduleFound {
  readonly isEnabled: boolean;
  readonly expression: string;
  readonly timezone: string;
  /** How much later than that a run may start. */
  readonly windowMinutes: number;
}

/** As long as a delivery is tried again (`scheduled-invocation.ts`). */
const GRACE_MS = 2 * HOUR_MS;
/** A run once a week is the least that `cdk.json` takes. */
const DAYS_BACK = 40;

/** Whether the schedules are on, and whether the last run that was due has started. `lastRun` asks the ledger. */
export async function onTimeChecks(
  stack: StackInView,
  lastRun: () => Promise<Pick<RunRecord, "startedAt" | "mode"> | null>,
): Promise<readonly Check[]> {
  let runs: ScheduleFound | null = null;
  const digest = stack.outputs.get(DIGEST_OUTPUTS.digestSchedule);
  const checks = [
    ...(await look("schedule", async () => {
      runs = await scheduleOf(stack, outputOf(stack, OUTPUTS.schedule));
      return scheduleCheck("schedule", runs);
    })),
    ...(digest === undefined
      ? []
      : await look("digest schedule", async () => scheduleCheck("digest schedule", await scheduleOf(stack, digest)))),
  ];
  return [...checks, ...(await look("last run", async () => lastRunCheck(await lastRun(), runs, stack.now)))];
}

async function scheduleOf({ scheduler }: StackInView, Name: string): Promise<ScheduleFound> {
  const found = await ask("scheduler:GetSchedule", () => scheduler.send(new GetScheduleCommand({ Name })));
  return {
    isEnabled: found.State === "ENABLED",
    expression: found.ScheduleExpression ?? "",
    timezone: found.ScheduleExpressionTimezone ?? "UTC",
    windowMinutes: found.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0,
  };
}

export function scheduleCheck(name: string, { isEnabled, expression, timezone }: ScheduleFound): Check {
  const found = `${expression} ${timezone}`;
  if (isEnabled) return ok(name, found);
  return failing(
    name,
    `${found}, switched off: nothing starts by itself`,
    "switch it on in EventBridge Scheduler, or deploy again",
  );
}

/** Whether the last run that was due has started; without a schedule that can be read, only when the last one was. */
export function lastRunCheck(
  last: Pick<RunRecord, "startedAt" | "mode"> | null,
  schedule: ScheduleFound | null,
  now: Date,
): Check {
  const cron = schedule === null ? null : readCron(schedule.expression);
  const remedy = "see the runbook, No run for too long";
  if (last === null)
    return warning("last run", "none yet", "wait for the schedule, or start one with `sweeper run --stack`");
  const found = `${timeInWords(last.startedAt)}, ${last.mode}`;
  if (schedule === null || cron?.valid !== true || !schedule.isEnabled) {
    return warning("last run", `${found}; whether one was due since is not known`, remedy);
  }
  const latest = later(now, -GRACE_MS - schedule.windowMinutes * MINUTE_MS);
  const due = previousFiring(cron.cron, schedule.timezone, latest, DAYS_BACK);
  if (last.startedAt >= due) return ok("last run", found);
  return failing("last run", `${found}; the one due ${timeInWords(due)} has not started`, remedy);
}
