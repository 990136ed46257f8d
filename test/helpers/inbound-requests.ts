import { runMessages } from "../../lib/local/run.ts";
import { onRequest } from "../../lib/requests/on-request.ts";
import { personFor, profileUrl } from "../../lib/sandbox/people.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import { collaborators } from "./hand-delivery.ts";
import { policyOf, type TestBed } from "./test-bed.ts";

let events = 0;

/** An event as EventBridge hands it over, with an id of its own unless one is given. */
export function busEvent(bed: TestBed, detailType: string, detail: object, id?: string) {
  events += 1;
  const usual = { source: "crm", time: bed.now().toISOString(), account: "1", version: "0" };
  return { ...usual, id: id ?? `event-${events}`, "detail-type": detailType, detail };
}

export const withdrawalRequested = (bed: TestBed, detail: object, id?: string) =>
  busEvent(bed, "Withdrawal Requested", { reason: "left-the-market", requestedBy: "crm", ...detail }, id);

export const personFlagged = (bed: TestBed, detail: object) =>
  busEvent(bed, "Person Flagged", { flaggedBy: "crm", ...detail });

/** Hands events to the function one after the other, then all that it has queued to the function that withdraws. */
export async function carryOut(bed: TestBed, given: readonly unknown[], policy: object = {}) {
  const c = collaborators(bed, policy);
  const granted = [];
  for (const one of given) granted.push(await onRequest(c, one));
  const options = { policy: policyOf(policy), fastForward: true };
  await runMessages(bed.workspace, { sweep: [], withdraw: c.queues.withdraw.sent }, options);
  return { granted, queued: c.queues.withdraw.sent };
}

/** The sandbox's address of a person, in a world of this seed. */
export const addressOf = ({ profileId }: TrueState, seed = 7): string => profileUrl(personFor(seed, profileId));

/** The address of a person as Sales Navigator shows it. */
export const salesAddressOf = ({ profileId }: TrueState, seed = 7): string =>
  `https://www.linkedin.com/sales/lead/${personFor(seed, profileId).salesNavigatorId},NAME_SEARCH,xyz`;
