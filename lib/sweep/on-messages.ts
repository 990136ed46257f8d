import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Collaborators } from "../collaborators.ts";
import { parseSweepMessage } from "../contract/messages.ts";
import { later } from "../domain/time.ts";
import { handleBatch } from "../queue/handle-batch.ts";
import { giveUpSweep, sweep } from "./sweep.ts";

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** What the sweep queue invokes. */
export function onSweepMessages(
  c: Collaborators,
  event: SQSEvent,
  context: InvocationContext,
): Promise<SQSBatchResponse> {
  const deadline = later(c.clock.now(), context.getRemainingTimeInMillis());
  return handleBatch(
    event,
    c.queues.sweep,
    c.clock,
    ({ body }) => sweep(c, parseSweepMessage(body), deadline),
    ({ body }) => giveUpSweep(c, parseSweepMessage(body), deadline),
  );
}
