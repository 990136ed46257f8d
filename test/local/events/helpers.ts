import { existsSync, readFileSync } from "node:fs";
import type { EventSink } from "../../../lib/local/events/event-sink.ts";
import type { SweeperEvent } from "../../../lib/local/events/sweeper-event.ts";

export const anEvent = (id: string): SweeperEvent => ({
  id,
  source: "invite-sweeper",
  "detail-type": "Invitation Settled",
  time: "2026-11-02T09:00:00.000Z",
  detail: { version: "1", identityId: "ana", confirmed: true, reason: "zu früh" },
});

/** The events of a file, in its order; none where there is no file. */
export function eventsIn(path: string): SweeperEvent[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as SweeperEvent);
}

export const ofType = (events: readonly SweeperEvent[], type: string) =>
  events.filter((event) => event["detail-type"] === type);

/** Keeps what it is told. */
export function recorded(): EventSink & { readonly events: SweeperEvent[]; readonly errors: unknown[] } {
  const events: SweeperEvent[] = [];
  const errors: unknown[] = [];
  return { events, errors, emit: (event) => void events.push(event), missed: (error) => void errors.push(error) };
}
