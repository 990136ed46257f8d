import { ageInput, asPlanned, comparableSent } from "../domain/as-planned.ts";
import type { ListingTrust } from "../domain/bookkeeping.ts";
import { type StaleBacklog, withCatchUp } from "../domain/catch-up.ts";
import { type HeldBack, holdBack, holdSurge } from "../domain/hold-back.ts";
import { type IdCalibration, mergeCalibrations, NO_TRIALS } from "../domain/id-clock.ts";
import { type PendingAges, pendingAges } from "../domain/pending-ages.ts";
import { isToGo, type Planned, planSweep, verdictOn } from "../domain/plan.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import { triedFacts } from "../domain/rest.ts";
import type { PlanInput } from "../domain/rule.ts";
import { staleBacklog } from "../domain/stale-backlog.ts";
import { judgeSurge, type SurgeJudgement } from "../domain/surge.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import { type FoundFlags, flagsOfListed } from "../ledger/flag-lookup.ts";
import type { Ledger, ProgressItem } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import { type FoundDuplicates, findDuplicates, type Judgement } from "./find-duplicates.ts";
import { idTrialsOf } from "./id-trials.ts";
import { isReopenedBy } from "./reopen.ts";
import { type ShownByLists, shownByLists } from "./shown-by-lists.ts";
import { shownElsewhere } from "./shown-elsewhere.ts";
import { toPlanInput } from "./to-plan-input.ts";

/**
 * What is to become of one identity's invitations, and why. A value: it can be shown, counted, written to a file and
 * compared. Preview, dry run, the question before a live run, the run and reconcile all come from it.
 */
export interface SweepDecision<Item extends ProgressItem = ProgressItem> extends HeldBack<Item & PlanInput> {
  readonly identityId: string;
  readonly policy: IdentityPolicy;
  readonly decidedAt: Date;
  /** The list it rests on, beside what the ledger held. */
  readonly compared: ComparedList<Item>;
  readonly trust: ListingTrust;
  /** Every listed invitation that has not ended, with verdict and reason, oldest first. */
  readonly plan: readonly Planned<Item & PlanInput>[];
  readonly found: FoundDuplicates;
  /** Flagged addresses whose person this list has shown. */
  readonly met: FoundFlags["met"];
  /** How the ids that are new on this list have stood their trial. */
  readonly idTrials: IdCalibration;
  /** What its ages say of the backlog to come. */
  readonly ages: PendingAges;
  /** The backlog by this list; where that is in doubt, by the one before. */
  readonly backlog: StaleBacklog | null;
  /** Flagged addresses of which it is in doubt whom they mean. */
  readonly sharedKeys: FoundFlags["shared"];
  /** The share that is eligible, and whether it holds the sweep. */
  readonly surge: SurgeJudgement;
}

export interface DecisionRequest<Item extends ProgressItem> {
  readonly compared: ComparedList<Item>;
  /** Every identity's policy: whether another's invitation stays is its own policy's to say. */
  readonly policyOf: (identityId: string) => IdentityPolicy;
  readonly now: Date;
  /** The run that asks; null for who only looks. */
  readonly runId: string | null;
  /** By which ages are told, where that is not `now`: our clock is known to be ahead. Ids stand no trial by such a clock. */
  readonly agesAt?: Date;
  /** The other lists of the same pass, where one pass sees several. */
  readonly others?: readonly ComparedList[];
}

/**
 * Decides: the only place where list, ledger, duplicates, flags, rules and budget are put together. Reads only; `apply`
 * alone writes. Throws what the ledger throws.
 */
export async function decide<Item extends ProgressItem>(
  ledger: Pick<Ledger, "invitations" | "flags" | "ids">,
  { compared, policyOf, now, runId, agesAt = now, others = [] }: DecisionRequest<Item>,
): Promise<SweepDecision<Item>> {
  const { identity, listing, comparison } = compared;
  const policy = policyOf(identity.identityId);
  const elsewhere = shownElsewhere(compared, others);
  const { flags, met, shared: sharedKeys } = await flagsOfListed(ledger, listing.invitations, elsewhere);
  const trialsOf = (one: ComparedList) => (agesAt < now ? NO_TRIALS : idTrialsOnce(one, now));
  const idTrials = trialsOf(compared);
  // With the trials of every list in view, so that what one pass finds out holds for all its identities.
  const trials = [idTrials, ...others.map(trialsOf)];
  const ids = policy.ageFromIds === "off" ? null : trials.reduce(mergeCalibrations, await ledger.ids.calibration());
  const shown = shownByLists([compared, ...others]);
  const ageOf = (one: TrackedInvitation) => ageInput(one, ageContextOf(one, shown, ids, agesAt));
  const judgement: Judgement = {
    sentOf: (one) => comparableSent(ageOf(one)),
    goesAnyway(one) {
      const own = policyOf(one.identityId);
      // Of another's fault nobody here knows whether it is over: its rest stands.
      const input = asPlanned(one, ageOf(one), triedFacts(one, {}, now));
      return !own.paused && isToGo(verdictOn(input, flags, own, agesAt));
    },
  };
  const found = await findDuplicates(ledger, compared, others, shown, judgement, now);
  const input = toPlanInput(compared, endedFor(compared, found), found, { ids, now: agesAt }, now);
  const plan = planSweep(input, flags, policy, agesAt);
  const ages = pendingAges(plan, policy, now);
  const known = identity.backlog;
  const believed = comparison.trust === "believed" ? staleBacklog(ages, policy, known, now) : known;
  const capped = withCatchUp(policy, { gate: identity.gate, backlog: believed }, now);
  const back = holdBack(plan, comparison.trust, identity.gate, capped, now);
  const surge = judgeSurge({
    ...{ eligible: back.eligible.length, pending: plan.length, shares: identity.eligibleShares },
    ...{ release: identity.surgeRelease, maxShare: policy.maxShare, runId, now },
  });
  const held = holdSurge(back, surge);
  return {
    ...held,
    ...{ ages, backlog: held.doubt === null ? believed : known },
    ...{ identityId: identity.identityId, policy, decidedAt: now, compared, trust: comparison.trust },
    ...{ plan, found, met, sharedKeys, idTrials, surge },
  };
}

/** Asked of each list for every other one of its pass. */
const ID_TRIALS = new WeakMap<ComparedList, { readonly now: Date; readonly trials: IdCalibration }>();

function idTrialsOnce(list: ComparedList, now: Date): IdCalibration {
  const found = ID_TRIALS.get(list);
  if (found?.now.getTime() === now.getTime()) return found.trials;
  const trials = idTrialsOf(list, now);
  ID_TRIALS.set(list, { now, trials });
  return trials;
}

/** Of an invitation of any identity, as far as the ledger and the lists in view tell. */
const ageContextOf = (one: TrackedInvitation, shown: ShownByLists, ids: IdCalibration | null, now: Date) => ({
  ...{ ids, now, isReadable: one.unreadableAt === null, isContradicting: one.contradictingAt !== null },
  disagreesWithItself: shown.disagrees(one),
});

/** Listed, yet nothing is planned for them: ended for good in the ledger. */
function endedFor({ listing }: ComparedList, { endings }: FoundDuplicates): ReadonlySet<string> {
  const ended = new Set<string>();
  for (const [id, { ending }] of endings)
    if (ending !== null && !isReopenedBy(ending, listing.startedAt)) ended.add(id);
  return ended;
}
