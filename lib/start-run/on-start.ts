import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { parseStartMessage } from "../contract/messages.ts";
import type { ScheduledEvent } from "../contract/scheduled-event.ts";
import { later } from "../domain/time.ts";
import { onSchedule } from "./on-schedule.ts";
import { type StartedRun, startRun } from "./start-run.ts";
import type { StartCollaborators } from "./starting.ts";

/** The part of Lambda's context that is used. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** What invokes start-run: the schedule, a person in its place, and its own messages. */
export async function onStart(
  c: StartCollaborators,
  event: ScheduledEvent | SQSEvent,
  context: InvocationContext,
): Promise<StartedRun | SQSBatchResponse> {
  const deadline = later(c.clock.now(), context.getRemainingTimeInMillis());
  if (!("Records" in event)) return onSchedule(c, event, deadline);
  const failures: { itemIdentifier: string }[] = [];
  for (const { body, messageId } of event.Records) {
    const { state } = await startRun(c, parseStartMessage(body).scheduledTime, deadline);
    // Whoever is at it may die: the message comes again when its visibility time is over, and finds out.
    if (state === "elsewhere") failures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures: failures };
}
