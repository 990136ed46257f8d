import type { Collaborators } from "../collaborators.ts";
import { METRICS } from "../contract/metrics.ts";
import {
  type Bookkeeping,
  compareWithLedger,
  countBefore,
  type KnownInvitation,
  LISTING_LAG_MS,
} from "../domain/bookkeeping.ts";
import { type EndingContext, endingOf } from "../domain/ending.ts";
import { DAY_MS, earliest, later, SECOND_MS } from "../domain/time.ts";
import type { InvitationState } from "../domain/tracked-invitation.ts";
import type { IdentityRecord, ProgressItem } from "../ledger/ledger.ts";
import { inParallel } from "./in-parallel.ts";
import type { SweepListing } from "./listing.ts";
import { reopenIfNeverEnded } from "./reopen.ts";

/** What the books say after a listing; counts as the run's record keeps them. */
export interface Booked {
  readonly comparison: Bookkeeping<ProgressItem>;
  readonly counts: BookedCounts;
  /** Listed, but ended in the ledger by a confirmed withdrawal: nothing is planned for them. */
  readonly ended: ReadonlySet<string>;
}

export interface BookedCounts {
  appeared: number;
  accepted: number;
  gone: number;
  withdrawnUnconfirmed: number;
  failed: number;
  reopened: number;
  unresolved: number;
}

/** One thing about which list and ledger disagreed. */
export interface Finding {
  readonly invitationId: string;
  /** What the ledger held; null when it held nothing. */
  readonly was: InvitationState | null;
  /** What it holds now; the same where the list alone cannot settle it. */
  readonly is: InvitationState;
}

export interface BookOptions {
  /** When the function will be stopped. */
  readonly deadline: Date;
  /** A person says that the list is whole. */
  readonly vouched?: boolean;
  readonly onFinding?: (finding: Finding) => void;
}

export type Bookkeeper = Pick<Collaborators, "clock" | "log" | "metrics" | "ledger" | "edges">;

/** Writes in flight at once: a first listing of a thousand should not take a minute, nor flood the table. */
const WRITES_AT_ONCE = 8;
/** How much earlier than the last sighting a connection may be dated: a day of time zone, or a listing served late. */
const CONNECTED_SLACK_MS = DAY_MS;
/** With less than this left to the deadline no further page of connections is begun: the writes must still fit. */
const TIME_FOR_CONNECTIONS_MS = 60 * SECOND_MS;

/** Brings the ledger up to what a listing shows. Every write may be repeated; unchanged invitations cost none. */
export async function book(
  c: Bookkeeper,
  identity: IdentityRecord,
  listing: SweepListing,
  context: Omit<EndingContext, "reason">,
  { deadline, vouched = false, onFinding = () => {} }: BookOptions,
): Promise<Booked> {
  const { identityId } = identity;
  const known: KnownInvitation[] = [];
  for await (const one of c.ledger.invitations.open(identityId)) known.push(one);
  const comparison = compareWithLedger(listing, known, countBefore(identity.lastListing, listing.startedAt), vouched);
  const counts = { appeared: 0, accepted: 0, gone: 0, withdrawnUnconfirmed: 0, failed: 0, reopened: 0, unresolved: 0 };
  const ended = new Set<string>();

  await inParallel(WRITES_AT_ONCE, comparison.appeared, async (item) => {
    // An invitation we see now was sent by now, whatever its date says.
    const sentAt = item.sentBy === null ? listing.startedAt : earliest(item.sentBy, listing.startedAt);
    const { invitationId, urn, personId, profileKey } = item;
    const there = await c.ledger.invitations.insertIfAbsent({
      identityId,
      invitationId,
      urn,
      personId,
      profileKey,
      sentAt,
      firstSeenAt: listing.startedAt,
    });
    if (there === null) {
      counts.appeared += 1;
      onFinding({ invitationId, was: null, is: "pending" });
    } else if (await reopenIfNeverEnded(c, there, listing.startedAt)) {
      counts.reopened += 1;
      onFinding({ invitationId, was: there.state, is: "pending" });
    } else if (there.ending !== null) {
      ended.add(invitationId);
      onFinding({ invitationId, was: there.state, is: there.state });
    }
  });
  await inParallel(WRITES_AT_ONCE, comparison.refined, ({ known: { invitationId }, sentAt }) =>
    c.ledger.invitations.refineSentAt(identityId, invitationId, sentAt),
  );
  await inParallel(WRITES_AT_ONCE, comparison.stillPending, async ({ invitationId, state }) => {
    const before = later(listing.startedAt, -LISTING_LAG_MS);
    if (!(await c.ledger.invitations.refuteLostAnswers(identityId, invitationId, before))) return;
    onFinding({ invitationId, was: state, is: "pending" });
  });
  const end = async (one: KnownInvitation, outcome: "accepted" | "gone" | "withdrawn" | "failed", at: Date) => {
    // What this product did or tried has the rule that spoke for it; what ended by itself has none.
    const ours = outcome === "withdrawn" || outcome === "failed";
    const tried = ours ? await c.ledger.invitations.find(identityId, one.invitationId) : null;
    const reason = tried?.attemptReason ?? null;
    const ending = endingOf(one, outcome, at, outcome !== "withdrawn", { ...context, reason });
    const written = await c.ledger.invitations.end(identityId, one.invitationId, ending, c.clock.now());
    if (written) onFinding({ invitationId: one.invitationId, was: one.state, is: outcome });
    return written;
  };
  await inParallel(WRITES_AT_ONCE, comparison.exhausted, async (one) => {
    ended.add(one.invitationId);
    // Its last call may have taken effect, and the list not show it yet: then a later listing is to tell.
    const tried = await c.ledger.invitations.find(identityId, one.invitationId);
    const lastTriedAt = tried?.attempt?.until ?? tried?.lastError?.at ?? null;
    if (lastTriedAt !== null && lastTriedAt > later(listing.startedAt, -LISTING_LAG_MS)) return;
    if (await end(one, "failed", c.clock.now())) counts.failed += 1;
  });
  if (comparison.vanished.length > 0) {
    const connections = await connectionsSince(c, identity, comparison.vanished, deadline);
    await inParallel(WRITES_AT_ONCE, comparison.vanished, async (one) => {
      const connectedAt = connections.at.get(one.personId);
      if (connectedAt !== undefined) {
        if (await end(one, "accepted", connectedAt)) counts.accepted += 1;
      } else if (!connections.whole) {
        counts.unresolved += 1;
      } else if (one.state === "withdrawing") {
        if (await end(one, "withdrawn", listing.startedAt)) counts.withdrawnUnconfirmed += 1;
      } else if (await end(one, "gone", listing.startedAt)) {
        counts.gone += 1;
      }
    });
  }
  c.metrics.count(METRICS.accepted, counts.accepted);
  c.metrics.count(METRICS.gone, counts.gone);
  return { comparison, counts, ended };
}

/** The connections made since the vanished were last seen pending; `whole` false when the list could not be read out. */
async function connectionsSince(
  c: Bookkeeper,
  identity: IdentityRecord,
  vanished: readonly KnownInvitation[],
  deadline: Date,
): Promise<{ readonly at: ReadonlyMap<string, Date>; readonly whole: boolean }> {
  const lastBelieved = identity.lastBelievedListingAt;
  const since = vanished
    .map(({ firstSeenAt }) => (lastBelieved !== null && lastBelieved > firstSeenAt ? lastBelieved : firstSeenAt))
    .reduce(earliest);
  const at = new Map<string, Date>();
  let malformed = 0;
  const walk = c.edges.listConnectionsSince(identity.identityId, later(since, -CONNECTED_SLACK_MS));
  for (;;) {
    const step = await walk.next();
    if (step.done) return { at, whole: step.value.state === "complete" && malformed === 0 };
    malformed += step.value.malformed;
    for (const { personId, connectedAt } of step.value.connections) at.set(personId, connectedAt);
    if (deadline.getTime() - c.clock.now().getTime() < TIME_FOR_CONNECTIONS_MS) {
      await walk.return({ state: "complete" });
      return { at, whole: false };
    }
  }
}
