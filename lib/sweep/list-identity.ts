import type { Collaborators } from "../collaborators.ts";
import { METRICS } from "../contract/metrics.ts";
import type { HeldReason } from "../domain/held-reason.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import { longestWait, type WaitReason } from "../domain/waiting.ts";
import { enterGate } from "../ledger/gatekeeper.ts";
import type { ListingProgress } from "../ledger/ledger.ts";
import { ACK, type MessageResult, retryAt } from "../queue/message-result.ts";
import { isOurClockWrong, nowOfTheApi, timesAhead } from "./clock-doubts.ts";
import { type ComparedList, compareList } from "./compare.ts";
import { type FoundConnections, findConnections } from "./connections.ts";
import { listUntil } from "./listing.ts";
import { recordHeldSweep } from "./record.ts";
import { leaveAfterListing, leaveUncalled, reconnected } from "./release-gate.ts";
import type { SweepContext } from "./sweep-context.ts";

/** An identity's list with all that was asked of the API for it; the identity's gate is held. */
export interface ListedIdentity {
  readonly context: SweepContext;
  readonly compared: ComparedList;
  readonly connections: FoundConnections;
}

/** What came of the attempt: a list, or what becomes of the sweep's message without one. */
export type ListResult =
  | ({ readonly kind: "listed" } & ListedIdentity)
  | { readonly kind: "not-listed"; readonly result: MessageResult };

/**
 * The part of a sweep that calls the API: takes the gate, lists the identity, and looks up who of those that left the
 * list is connected. Where nothing may be called the sweep is recorded as held; where it may be soon, the message comes
 * again.
 */
export async function listIdentity(c: Collaborators, context: SweepContext): Promise<ListResult> {
  const { message, policy, startedAt, deadline, holder } = context;
  const { runId, identityId } = message;
  if (policy.mode === "off") return held(c, context, "off");
  // Before the gate is taken: what a wrong clock writes there would have to be lifted by hand.
  if (isOurClockWrong(c)) return held(c, context, "clock-wrong");
  await reconnected(c, message);
  const leaseMs = deadline.getTime() - startedAt.getTime();
  const request = { action: "list", runId, holder, leaseMs, policy } as const;
  const gate = await enterGate(c.ledger.identities, identityId, request, startedAt);
  if ((await timesAhead(c, identityId, gate)).length > 0) {
    if (gate.open) await leaveUncalled(c, context);
    return held(c, context, "future-gate");
  }
  if (!gate.open) {
    const soon = gate.until !== null && gate.until.getTime() - startedAt.getTime() <= longestWait(gate.why);
    return soon ? notListed(retryAt(gate.until)) : held(c, context, heldReasonOf(gate.why));
  }
  const progress = await c.ledger.runs.loadProgress(runId, identityId);
  const listed = await listUntil(c, identityId, progress, deadline);
  if (isOurClockWrong(c)) {
    // Its relative dates were read by that clock, and would be kept as bounds of ages.
    const failure = listed.kind === "ended" ? listed.listing.failure : null;
    await leaveAfterListing(c, context, failure, failure?.endsBy ?? null, nowOfTheApi(c));
    return held(c, context, "clock-wrong");
  }
  if (listed.kind === "to-be-continued") return continueLater(c, context, listed.progress);
  const compared = await compareList(c.ledger, gate.identity, listed.listing, policy.kinds);
  return { kind: "listed", context, compared, connections: await findConnections(c, compared, deadline) };
}

/** A sweep without a call: recorded with what holds it, and done. */
export async function held(c: Collaborators, context: SweepContext, reason: HeldReason): Promise<ListResult> {
  c.metrics.count(METRICS.held, 1, { reason });
  if (reason === "needs-person") c.metrics.count(METRICS.needsPerson);
  await recordHeldSweep(c, context, reason);
  return notListed(ACK);
}

/** Out of time: what was listed is kept, the gate is left with its gap, and the next receive goes on from the cursor. */
async function continueLater(c: Collaborators, context: SweepContext, progress: ListingProgress): Promise<ListResult> {
  const { message, policy } = context;
  await c.ledger.runs.saveProgress(message.runId, message.identityId, progress);
  await leaveAfterListing(c, context, null);
  c.log.info("the listing goes on in the next receive", { identityId: message.identityId, pages: progress.pages });
  return notListed(retryAt(later(c.clock.now(), (policy.gapSeconds.max + 5) * SECOND_MS)));
}

const notListed = (result: MessageResult): ListResult => ({ kind: "not-listed", result });

function heldReasonOf(why: Exclude<WaitReason, "wait-until">): HeldReason {
  switch (why) {
    case "outside-working-hours":
      return "working-hours";
    case "busy":
    case "gap":
      return "blocked";
    default:
      return why;
  }
}
