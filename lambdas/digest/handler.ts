import { type ScheduledEvent, scheduledTimeOf } from "../../lib/contract/scheduled-event.ts";
import { sendDigest } from "../../lib/digest/send-digest.ts";
import { asHandler } from "../wiring/as-handler.ts";
import { createDigestRuntime } from "../wiring/digest-runtime.ts";

export const handler = asHandler(createDigestRuntime, (c, event: ScheduledEvent) =>
  sendDigest(c, scheduledTimeOf(event)),
);
