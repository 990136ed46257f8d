import { type ScheduledEvent, scheduledTimeOf } from "../contract/scheduled-event.ts";
import { type StartedRun, startRun } from "./start-run.ts";
import type { StartCollaborators } from "./starting.ts";

/** What the schedule invokes. Throws `TypeError` for an event that names no time, and what `startRun` throws. */
export async function onSchedule(
  c: StartCollaborators,
  event: ScheduledEvent,
  deadline: Date | null = null,
): Promise<StartedRun> {
  return startRun(c, scheduledTimeOf(event), deadline);
}
