import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { parseCleanupMessage } from "../contract/messages.ts";
import { handleBatch } from "../queue/handle-batch.ts";
import { ACK, retryAt } from "../queue/message-result.ts";
import type { Queue } from "../queue/queue.ts";
import { advanceCleanup } from "./advance.ts";
import type { CleanupCollaborators } from "./cleanup-step.ts";
import { cleanupMessage } from "./start-cleanup.ts";

export interface OnCleanupCollaborators extends CleanupCollaborators {
  readonly queues: { readonly cleanup: Queue };
}

/** What the clean-up queue invokes. A part that waits hides its message; one that has waited often is sent anew. */
export function onCleanupMessages(c: OnCleanupCollaborators, event: SQSEvent): Promise<SQSBatchResponse> {
  return handleBatch(
    event,
    c.queues.cleanup,
    c.clock,
    async ({ body }) => {
      const step = await advanceCleanup(c, parseCleanupMessage(body));
      return step.kind === "over" ? ACK : retryAt(step.until);
    },
    // Receives are counted, and too many end in the dead letters: a new message begins to count anew.
    ({ body }) => c.queues.cleanup.send([cleanupMessage(parseCleanupMessage(body), c.newId())]),
  );
}
