import * as z from "zod/mini";

/** What a schedule sends: `<aws.scheduler.scheduled-time>`, the same on every retry of one firing. */
export interface ScheduledEvent {
  readonly scheduledTime: string;
}

/** `new Date` takes almost anything for a time (`null` for 1970), and each new time would be a run of its own. */
const scheduledEvent = z.object({ scheduledTime: z.iso.datetime() });

/** When the event was due. Throws `TypeError` for an event that does not say. */
export function scheduledTimeOf(event: ScheduledEvent): Date {
  const read = z.safeParse(scheduledEvent, event);
  if (!read.success) {
    throw new TypeError(
      'the event needs "scheduledTime", a UTC date-time such as "2027-01-31T09:00:00Z", as the schedule sends it',
    );
  }
  return new Date(read.data.scheduledTime);
}
