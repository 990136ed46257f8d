import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { parseSweepMessage, parseWithdrawMessage } from "../lib/contract/messages.ts";
import { parseWish } from "../lib/contract/wishes.ts";
import { later } from "../lib/core/time.ts";
import type { Collaborators } from "./collaborators.ts";
import { deliver } from "./delivery.ts";
import { type Granted, request } from "./request/request.ts";
import { type ScheduledEvent, scheduledTimeOf } from "./scheduled-event.ts";
import { type StartedRun, startRun } from "./start-run/start-run.ts";
import { giveUpSweep, sweep } from "./sweep/sweep.ts";
import { defer } from "./withdraw/deferral.ts";
import { withdraw } from "./withdraw/withdraw.ts";

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

export async function onSchedule(c: Collaborators, event: ScheduledEvent): Promise<StartedRun> {
  return startRun(c, scheduledTimeOf(event));
}

export async function onWish(c: Collaborators, event: unknown): Promise<Granted> {
  return request(c, parseWish(event));
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
