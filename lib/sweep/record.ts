import type { Collaborators } from "../collaborators.ts";
import { METRICS } from "../contract/metrics.ts";
import type { HeldReason } from "../domain/held-reason.ts";
import { countByReason } from "../domain/plan.ts";
import { lastErrorOf } from "../edges/failure-name.ts";
import type { SweepRecord } from "../ledger/ledger.ts";
import type { SweepDecision } from "./decide.ts";
import { notedList } from "./listing.ts";
import type { Queued } from "./queue-today.ts";
import type { SweepContext } from "./sweep-context.ts";
import type { BookedCounts } from "./write-context.ts";

type Summary = Omit<SweepRecord, "deferred">;

/** Writes the sweep's line of the run: what was seen, what was decided, what was held back and why. */
export async function recordSweep(
  c: Omit<Collaborators, "queues" | "policy">,
  context: SweepContext,
  { compared: { listing }, trust, plan, found, doubt, surge: { surge } }: SweepDecision,
  counts: BookedCounts,
  { queued, held }: Queued,
): Promise<void> {
  const now = c.clock.now();
  const eligible = queued + Object.values(held).reduce((sum, count) => sum + count, 0);
  const summary: Summary = {
    ...emptySummary(context, now),
    ...counts,
    listing: listing.state,
    trust,
    listed: listing.invitations.length,
    malformed: listing.malformedIds.length,
    ...notedList(listing),
    repeats: listing.repeats,
    pages: listing.pages,
    reinvitedEarly: found.invitedTooSoon.length,
    byReason: countByReason(plan),
    eligible,
    queued,
    held,
    ...(doubt === "surge" && surge !== null && { surge }),
    lastError: listing.failure === null ? null : lastErrorOf(listing.failure, now),
  };
  await c.ledger.runs.recordSweep(summary);
  emit(c, summary);
}

/** A sweep that made no call at all. */
export async function recordHeldSweep(c: Collaborators, context: SweepContext, why: HeldReason): Promise<void> {
  const { runId, identityId } = context.message;
  await c.ledger.runs.recordSweep({ ...emptySummary(context, c.clock.now()), held: { [why]: 0 } });
  c.log.warn("sweep held", { runId, identityId, reason: why });
}

function emptySummary({ message, policy, policyVersion, startedAt }: SweepContext, now: Date): Summary {
  return {
    runId: message.runId,
    identityId: message.identityId,
    at: now,
    mode: policy.mode,
    policyVersion,
    thresholdDays: policy.thresholdDays,
    listing: "none",
    trust: null,
    listed: 0,
    malformed: 0,
    ...{ withoutPerson: 0, sharedAddresses: 0, unreadableForms: {} },
    repeats: 0,
    pages: 0,
    appeared: 0,
    accepted: 0,
    gone: 0,
    withdrawnUnconfirmed: 0,
    ...{ failed: 0, unreachable: 0 },
    reopened: 0,
    unresolved: 0,
    ...{ mended: 0, notLookedUp: 0 },
    reinvitedEarly: 0,
    byReason: {},
    eligible: 0,
    queued: 0,
    held: {},
    durationMs: now.getTime() - startedAt.getTime(),
    lastError: null,
  };
}

function emit(c: Pick<Collaborators, "metrics" | "log">, summary: Summary): void {
  const { runId, identityId, listed, eligible, queued, appeared, pages, durationMs, trust, held, byReason } = summary;
  c.metrics.count(METRICS.sweepFinished);
  c.metrics.count(METRICS.pending, listed);
  c.metrics.count(METRICS.eligible, eligible);
  c.metrics.count(METRICS.queued, queued);
  c.metrics.count(METRICS.unfitItems, summary.malformed);
  c.metrics.count(METRICS.unreadableDates, byReason["unreadable-date"] ?? 0);
  for (const [reason, count] of Object.entries(held)) c.metrics.count(METRICS.held, count, { reason });
  if (trust !== null && trust !== "believed") c.metrics.count(METRICS.listingNotBelieved, 1, { reason: trust });
  c.log.info("sweep finished", { runId, identityId, listed, eligible, queued, appeared, pages, trust, durationMs });
}
