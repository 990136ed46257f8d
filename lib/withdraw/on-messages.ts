import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Collaborators } from "../collaborators.ts";
import { parseWithdrawMessage } from "../contract/messages.ts";
import { handleBatch } from "../queue/handle-batch.ts";
import { defer } from "./deferral.ts";
import { withdraw } from "./withdraw.ts";

/** What the withdraw queue invokes. */
export function onWithdrawMessages(c: Collaborators, event: SQSEvent): Promise<SQSBatchResponse> {
  return handleBatch(
    event,
    c.queues.withdraw,
    c.clock,
    ({ body }) => withdraw(c, parseWithdrawMessage(body)),
    ({ body }) => defer(c, parseWithdrawMessage(body), "too-many-waits"),
  );
}
