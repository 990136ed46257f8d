import { METRICS } from "../contract/metrics.ts";
import { NO_TRIALS } from "../domain/id-clock.ts";
import { runTimeOf } from "../domain/run-time.ts";
import { type EligibleShares, withShare } from "../domain/surge.ts";
import type { FoundConnections } from "./connections.ts";
import type { SweepDecision } from "./decide.ts";
import type { SweepListing } from "./listing.ts";
import { mendGone } from "./mend-gone.ts";
import type { SweepContext } from "./sweep-context.ts";
import { turnOf } from "./turn.ts";
import { writeAnnouncements } from "./write-announcements.ts";
import type { BookedCounts, Bookkeeper, Finding } from "./write-context.ts";
import { endVanished } from "./write-endings.ts";
import { claimAddresses, noteDuplicates } from "./write-notes.ts";
import { beginRests } from "./write-rests.ts";
import { insertAppeared, noteDoubts, refineDates, refuteLostAnswers } from "./write-sightings.ts";

/** What the ledger says once a decision is written; counts as the run's record keeps them. */
export interface Applied {
  readonly counts: BookedCounts;
  /** New on the list and ended in the ledger all the same: nothing is called for them. */
  readonly ended: ReadonlySet<string>;
}

/**
 * Writes a decision to the ledger: what the list shows, what has ended, who is older beside whom. Each write may be
 * repeated, and an unchanged invitation costs none. Withdraws and queues nothing.
 */
export async function applyToLedger(
  c: Bookkeeper,
  context: Pick<SweepContext, "message" | "policy" | "policyVersion">,
  decision: SweepDecision,
  connections: FoundConnections,
  onFinding: (finding: Finding) => void = () => {},
): Promise<Applied> {
  const endings = { accepted: 0, gone: 0, withdrawnUnconfirmed: 0, failed: 0 };
  const counts = {
    ...{ appeared: 0, ...endings, reopened: 0, unresolved: 0, unreachable: 0 },
    ...{ mended: 0, notLookedUp: 0 },
  };
  const w = { c, context, decision, counts, onFinding };
  const { idTrials } = decision;
  // A miss is written before what it was found by, and hits after: a crash may lose a hit, never a miss.
  if (idTrials.misses > 0) await c.ledger.ids.add({ ...idTrials, trials: idTrials.misses });
  const ended = await insertAppeared(w);
  await refineDates(w);
  await noteDoubts(w);
  await refuteLostAnswers(w);
  await beginRests(w);
  await endVanished(w, connections);
  await mendGone(w, connections);
  await noteDuplicates(w);
  await claimAddresses(w);
  await writeAnnouncements(w, ended);
  const hits = idTrials.trials - idTrials.misses;
  if (hits > 0) await c.ledger.ids.add({ ...NO_TRIALS, trials: hits });
  await recordListing(c, context.message.runId, decision, counts);
  c.metrics.count(METRICS.accepted, counts.accepted);
  c.metrics.count(METRICS.gone, counts.gone);
  return { counts, ended };
}

async function recordListing(
  c: Bookkeeper,
  runId: string,
  decision: SweepDecision,
  { unresolved }: BookedCounts,
): Promise<void> {
  const { listing } = decision.compared;
  if (listing.state !== "complete") return;
  // Acceptances not looked up to the end must be looked for from the same day again, so absence was not settled.
  const trust = unresolved > 0 ? "partial" : decision.trust;
  const count = listing.invitations.length + listing.malformedIds.length;
  const isWhole = trust === "believed" && isWholeList(listing);
  const turn = turnOf(decision, runId);
  // In doubt the decision holds what an earlier list has said, which stands there already.
  const backlog = decision.doubt === null ? decision.backlog : null;
  const isNoted = decision.compared.comparison.appeared.length > 0;
  const isAlone = isNoted && (await c.ledger.runs.noteLister(decision.identityId));
  await c.ledger.identities.recordListing(decision.identityId, {
    ...{ at: listing.startedAt, count, trust, isWhole, turn, backlog },
    ...(isAlone && { isAlone }),
    eligibleShares: sharesWith(decision, runId),
  });
}

/** What was held does not count: else a jump would soon be taken for normal, with nobody having looked. */
function sharesWith({ doubt, compared, surge }: SweepDecision, runId: string): EligibleShares | null {
  if (doubt !== null || runTimeOf(runId) === null) return null;
  return withShare(compared.identity.eligibleShares, surge, runId);
}

/** Whether what the list does not show was not pending then, also where nothing was known that could be missed. */
const isWholeList = ({ invitations, malformedIds, endsOnFullPage }: SweepListing): boolean =>
  invitations.length > 0 && malformedIds.length === 0 && !endsOnFullPage;
