import { METRICS } from "../contract/metrics.ts";
import { LISTING_LAG_MS } from "../domain/bookkeeping.ts";
import { CONNECTION_KIND } from "../domain/invitation-kind.ts";
import { type KnownAge, knownAge } from "../domain/known-age.ts";
import { later } from "../domain/time.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { ProgressItem } from "../ledger/ledger.ts";
import { newInvitation } from "./first-seen.ts";
import { inParallel } from "./in-parallel.ts";
import { isContradictedBy, isReopenedBy } from "./reopen.ts";
import { WRITES_AT_ONCE, type Writing } from "./write-context.ts";

/** Inserts what is new on the list, or takes an inferred ending back. Answers those that have ended all the same. */
export async function insertAppeared(w: Writing): Promise<ReadonlySet<string>> {
  const { c, decision, counts, onFinding } = w;
  const { listing, comparison } = decision.compared;
  const ended = new Set<string>();
  await inParallel(WRITES_AT_ONCE, comparison.appeared, async (item) => {
    const { invitationId } = item;
    const there = await c.ledger.invitations.insertIfAbsent(newInvitation(decision.identityId, item, listing));
    if (there === null) {
      counts.appeared += 1;
      onFinding({ invitationId, was: null, is: "pending" });
    } else if (await reopen(w, there)) {
      counts.reopened += 1;
      await c.ledger.invitations.narrowSent(decision.identityId, invitationId, learntOf(there, item));
      onFinding({ invitationId, was: there.state, is: "pending" });
    } else if (there.ending !== null) {
      ended.add(invitationId);
      onFinding({ invitationId, was: there.state, is: there.state });
    }
  });
  return ended;
}

/** What the list tells of the age of one that was taken for ended. */
function learntOf({ sentFrom, sentAt }: TrackedInvitation, item: ProgressItem): KnownAge["learnt"] {
  if (item.sentBy === null) return { sentFrom: null, sentBy: null };
  return knownAge({ from: sentFrom, by: sentAt }, { from: item.sentFrom, by: item.sentBy }).learnt;
}

/** True when an ending that was only inferred is taken back; a contradiction that cannot be is counted and logged. */
async function reopen(
  { c, decision }: Writing,
  { identityId, invitationId, ending, rest }: TrackedInvitation,
): Promise<boolean> {
  const { startedAt } = decision.compared.listing;
  if (ending === null) return false;
  if (isReopenedBy(ending, startedAt)) {
    return c.ledger.invitations.reopen(identityId, invitationId, ending.endedAt, rest);
  }
  if (isContradictedBy(ending, startedAt)) {
    c.metrics.count(METRICS.contradictions);
    c.log.warn("listed although it has ended", { identityId, invitationId, outcome: ending.outcome });
  }
  return false;
}

/** Narrows the bounds of what this list dates better than any before, and keeps ids of Sales Navigator's that are new. */
export async function refineDates({ c, decision: { identityId, compared } }: Writing): Promise<void> {
  const { comparison, unkept } = compared;
  await inParallel(WRITES_AT_ONCE, comparison.refined, ({ known: { invitationId }, ...bounds }) =>
    c.ledger.invitations.narrowSent(identityId, invitationId, bounds),
  );
  await inParallel(WRITES_AT_ONCE, unkept, ({ invitationId, key }) =>
    c.ledger.invitations.keepSalesNavigatorKey(identityId, invitationId, key),
  );
}

/** Marks what is known and in doubt by this list, for the verdict before a call needs it. */
export async function noteDoubts({ c, decision: { identityId, compared } }: Writing): Promise<void> {
  const { listing, comparison } = compared;
  const known = listing.invitations.filter(({ invitationId }) => comparison.known.has(invitationId));
  const unreadable = known.filter(({ sentBy }) => sentBy === null);
  await inParallel(WRITES_AT_ONCE, unreadable, ({ invitationId }) =>
    c.ledger.invitations.noteUnreadable(identityId, invitationId, listing.startedAt),
  );
  const contradicting = known.filter(({ isContradicting }) => isContradicting);
  await inParallel(WRITES_AT_ONCE, contradicting, ({ invitationId }) =>
    c.ledger.invitations.noteContradicting(identityId, invitationId, listing.startedAt),
  );
  const ofOtherKind = known.filter(({ kind }) => kind !== CONNECTION_KIND);
  await inParallel(WRITES_AT_ONCE, ofOtherKind, ({ invitationId, kind }) =>
    c.ledger.invitations.noteKind(identityId, invitationId, kind),
  );
}

/** Still listed, long enough after an answer to its withdrawal was lost: that withdrawal took no effect. */
export async function refuteLostAnswers({ c, decision: { identityId, compared }, onFinding }: Writing): Promise<void> {
  const { listing, comparison } = compared;
  const before = later(listing.startedAt, -LISTING_LAG_MS);
  await inParallel(WRITES_AT_ONCE, comparison.stillPending, async ({ invitationId, state }) => {
    if (!(await c.ledger.invitations.refuteLostAnswers(identityId, invitationId, before))) return;
    onFinding({ invitationId, was: state, is: "pending" });
  });
}
