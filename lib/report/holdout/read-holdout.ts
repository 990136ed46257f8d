import type { KnownInvitation } from "../../domain/bookkeeping.ts";
import { type Policy, policyFor, staleAfterDays } from "../../domain/policy.ts";
import { earliest, latest } from "../../domain/time.ts";
import { beginningOfLog } from "../reading/beginning.ts";
import { readDatedOutcomes } from "../reading/read-dated.ts";
import { readOpen } from "../reading/read-open.ts";
import type { ReportLedger } from "../reading/report-ledger.ts";
import { withIdEvidence } from "../reading/sent-evidence.ts";
import { endedThrough, endingInMs, openThrough, seeingInMs } from "../reading/window.ts";
import { type HoldoutStanding, holdoutStanding } from "./held-out.ts";
import type { HeldByIdentity, HoldoutData } from "./holdout-data.ts";
import { HoldoutLearner } from "./lesson.ts";

export interface HeldOut extends KnownInvitation, Omit<HoldoutStanding, "standing"> {
  readonly identityId: string;
  readonly standing: "held" | "coming";
  readonly lastBelieved: Date | null;
  /** Of its identity: from this age on it is held out and not just young. */
  readonly thresholdDays: number;
}

/** Every open invitation of the holdout, one at a time. */
export function heldOutNow(ledger: ReportLedger, policy: Policy, now: Date): AsyncGenerator<HeldOut> {
  return heldOut(ledger, policy, now, (identityId) => ledger.invitations.open(identityId));
}

async function* heldOut<Open extends KnownInvitation>(
  { identities }: ReportLedger,
  policy: Policy,
  now: Date,
  openOf: (identityId: string) => AsyncIterable<Open>,
): AsyncGenerator<HeldOut & Open> {
  for await (const { identityId, lastBelievedListingAt } of identities.all()) {
    const own = policyFor(policy, identityId);
    for await (const open of openOf(identityId)) {
      const { standing, ...rest } = holdoutStanding(open, own, now);
      if (standing === "none") continue;
      const thresholdDays = staleAfterDays(own);
      yield { ...open, ...rest, standing, identityId, lastBelieved: lastBelievedListingAt, thresholdDays };
    }
  }
}

/** Reads the whole log once, in memory that grows with identities alone. What is learned rests on those whose age is known. */
export async function readHoldout(
  ledger: ReportLedger,
  { policy, version }: { readonly policy: Policy; readonly version: number },
  now: Date,
): Promise<HoldoutData> {
  const window = { since: await beginningOfLog(ledger, now), until: now };
  const calibration = policy.ageFromIds === "off" ? null : await ledger.ids.calibration();
  const learner = new HoldoutLearner();
  const identities = new Map<string, HeldByIdentity>();
  for await (const one of heldOut(ledger, policy, now, (id) => readOpen(ledger.invitations, id))) {
    identities.set(one.identityId, withOne(identities.get(one.identityId) ?? none(one.identityId), one));
    const dated = { ...one, ...withIdEvidence(one, calibration, now) };
    const seen = one.standing === "held" ? openThrough(seeingInMs(dated), one.lastBelieved, window) : null;
    if (seen !== null) learner.add(seen.record, one.thresholdDays);
  }
  for await (const outcome of readDatedOutcomes(ledger, window, { calibration, now })) {
    const seen = outcome.heldOut ? endedThrough(endingInMs(outcome), window) : null;
    if (seen !== null) learner.add(seen.record, outcome.thresholdDays);
  }
  return {
    madeAt: now,
    policy: { version, thresholdDays: policy.thresholdDays, holdout: policy.holdout },
    identities: [...identities.values()].sort((a, b) => (a.identityId < b.identityId ? -1 : 1)),
    learned: learner.lesson(window.since),
  };
}

const none = (identityId: string): HeldByIdentity => ({
  identityId,
  held: 0,
  coming: 0,
  youngestDays: null,
  oldestDays: null,
  firstUntil: null,
  lastUntil: null,
});

function withOne(so: HeldByIdentity, { standing, ageDays, until }: HeldOut): HeldByIdentity {
  if (standing === "coming") return { ...so, coming: so.coming + 1 };
  return {
    ...so,
    held: so.held + 1,
    youngestDays: Math.min(so.youngestDays ?? ageDays, ageDays),
    oldestDays: Math.max(so.oldestDays ?? ageDays, ageDays),
    firstUntil: until === null ? so.firstUntil : earliest(so.firstUntil ?? until, until),
    lastUntil: until === null ? so.lastUntil : latest(so.lastUntil ?? until, until),
  };
}
