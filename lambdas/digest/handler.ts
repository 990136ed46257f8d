import { asHandler } from "../as-handler.ts";
import { type ScheduledEvent, scheduledTimeOf } from "../scheduled-event.ts";
import { sendDigest } from "./digest.ts";
import { createDigestRuntime } from "./runtime.ts";

export const handler = asHandler(createDigestRuntime, (c, event: ScheduledEvent) =>
  sendDigest(c, scheduledTimeOf(event)),
);
