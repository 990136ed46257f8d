import type { Collaborators } from "../collaborators.ts";
import { type ScheduledEvent, scheduledTimeOf } from "../contract/scheduled-event.ts";
import { type StartedRun, startRun } from "./start-run.ts";

/** What the schedule invokes. Throws `TypeError` for an event that names no time, and what `startRun` throws. */
export async function onSchedule(c: Collaborators, event: ScheduledEvent): Promise<StartedRun> {
  return startRun(c, scheduledTimeOf(event));
}
