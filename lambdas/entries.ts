import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { parseSweepMessage, parseWithdrawMessage } from "../lib/contract/messages.ts";
import { later } from "../lib/core/time.ts";
import type { Collaborators } from "./collaborators.ts";
import { deliver } from "./delivery.ts";
import { type StartedRun, startRun } from "./start-run/start-run.ts";
import { giveUpSweep, sweep } from "./sweep/sweep.ts";
import { defer } from "./withdraw/deferral.ts";
import { withdraw } from "./withdraw/withdraw.ts";

/** What the schedule sends: `<aws.scheduler.scheduled-time>`, the same on every retry of one firing. */
export interface ScheduledEvent {
  readonly scheduledTime: string;
}

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** `new Date` takes almost anything for a time (`null` for 1970), and each new time would be a run of its own. */
const scheduledEvent = z.object({ scheduledTime: z.iso.datetime() });

export async function onSchedule(c: Collaborators, event: ScheduledEvent): Promise<StartedRun> {
  const read = z.safeParse(scheduledEvent, event);
  if (!read.success) {
    throw new TypeError(
      'the event needs "scheduledTime", a UTC date-time such as "2027-01-31T09:00:00Z", as the schedule sends it',
    );
  }
  return startRun(c, new Date(read.data.scheduledTime));
}

export function onSweepMessages(
  c: Collaborators,
  event: SQSEvent,
  context: InvocationContext,
): Promise<SQSBatchResponse> {
  const deadline = later(c.clock.now(), context.getRemainingTimeInMillis());
  return deliver(
    event,
    c.queues.sweep,
    c.clock,
    ({ body }) => sweep(c, parseSweepMessage(body), deadline),
    ({ body }) => giveUpSweep(c, parseSweepMessage(body), deadline),
  );
}

export function onWithdrawMessages(c: Collaborators, event: SQSEvent): Promise<SQSBatchResponse> {
  return deliver(
    event,
    c.queues.withdraw,
    c.clock,
    ({ body }) => withdraw(c, parseWithdrawMessage(body)),
    ({ body }) => defer(c, parseWithdrawMessage(body), "too-many-waits"),
  );
}
