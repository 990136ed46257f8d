import { onWish } from "../../lambdas/entries.ts";
import { runMessages } from "../../lib/local/run.ts";
import { personFor, profileUrl } from "../../lib/local/sandbox/people.ts";
import type { Standing } from "../../lib/local/sandbox/standing.ts";
import { collaborators } from "./hand-delivery.ts";
import { policyOf, type Stage } from "./stage.ts";

let events = 0;

/** An event as EventBridge hands it over, with an id of its own unless one is given. */
export function busEvent(stage: Stage, detailType: string, detail: object, id?: string) {
  events += 1;
  const usual = { source: "crm", time: stage.now().toISOString(), account: "1", version: "0" };
  return { ...usual, id: id ?? `event-${events}`, "detail-type": detailType, detail };
}

export const withdrawalRequested = (stage: Stage, detail: object, id?: string) =>
  busEvent(stage, "Withdrawal Requested", { reason: "left-the-market", requestedBy: "crm", ...detail }, id);

export const personFlagged = (stage: Stage, detail: object) =>
  busEvent(stage, "Person Flagged", { flaggedBy: "crm", ...detail });

/** Hands events to the function one after the other, then all that it has queued to the function that withdraws. */
export async function carryOut(stage: Stage, given: readonly unknown[], policy: object = {}) {
  const c = collaborators(stage, policy);
  const granted = [];
  for (const one of given) granted.push(await onWish(c, one));
  const options = { policy: policyOf(policy), fastForward: true };
  await runMessages(stage.workspace, { sweep: [], withdraw: c.queues.withdraw.sent }, options);
  return { granted, queued: c.queues.withdraw.sent };
}

/** The sandbox's address of a person, in a world of this seed. */
export const addressOf = ({ profileId }: Standing, seed = 7): string => profileUrl(personFor(seed, profileId));
