import { compareWithLedger, countBefore, type KnownInvitation, type ListingTrust } from "../domain/bookkeeping.ts";
import { type Budget, sweepBudget } from "../domain/budget.ts";
import { tryGate } from "../domain/gate.ts";
import type { PersonOnScreen, SentInvitation } from "../domain/invitation.ts";
import { type Planned, planSweep } from "../domain/plan.ts";
import { type IdentityPolicy, type Policy, policyFor } from "../domain/policy.ts";
import type { PlannableInvitation } from "../domain/rule.ts";
import { EdgesError } from "../edges/errors.ts";
import type { EdgesIdentity } from "../edges/identity.ts";
import type { MalformedItem } from "../edges/sent-invitations.ts";
import { isStillDuplicate } from "../ledger/duplicate-lookup.ts";
import { flagsOfListed } from "../ledger/flag-lookup.ts";
import { printable } from "../report/printable.ts";
import { chooseIdentities } from "../start-run/choose-identities.ts";
import { heldAltogether } from "../sweep/fan-out.ts";
import { inParallel } from "../sweep/in-parallel.ts";
import { listUntil } from "../sweep/listing.ts";
import { canBeReopened } from "../sweep/reopen.ts";
import { toPlanInput } from "../sweep/to-plan-input.ts";
import { UsageError } from "./errors.ts";
import type { Target } from "./target.ts";

/** An invitation with what a screen shows of it. */
export type PreviewedInvitation = PlannableInvitation & Pick<SentInvitation, "person">;

/** What a sweep of one identity would decide now. */
export interface IdentityPreview {
  readonly identityId: string;
  readonly name: string | null;
  readonly policy: IdentityPolicy;
  readonly plan: readonly Planned<PreviewedInvitation>[];
  /** Items of the list that did not fit, with what is wrong with each. */
  readonly malformed: readonly MalformedItem[];
  readonly trust: ListingTrust;
  /** Why nothing at all would be queued for this identity; null when nothing stands in the way. */
  readonly heldBecause: string | null;
  readonly budget: Budget;
}

export interface Preview {
  readonly identities: readonly IdentityPreview[];
  readonly notConnected: readonly string[];
}

/** Lists and plans every identity of the policy without writing anything. Throws `EdgesError` when none can be listed. */
export async function previewPlan(
  w: Target,
  policy: Policy,
  only: string | undefined,
  onPage: (identityId: string, listed: number) => void,
): Promise<Preview> {
  const answer = await w.edges.listIdentities();
  if (!answer.ok) throw new EdgesError(answer.failure);
  const chosen = chooseIdentities(policy, answer.identities);
  const wanted = chosen.identities.filter((id) => only === undefined || id === only);
  if (only !== undefined && wanted.length === 0) throw new UsageError(whyNotSwept(only, policy, answer.identities));
  const identities: IdentityPreview[] = [];
  for (const identityId of wanted) {
    const name = answer.identities.find((one) => one.identityId === identityId)?.name ?? null;
    const preview = await previewIdentity(w, identityId, policyFor(policy, identityId), (n) => onPage(identityId, n));
    identities.push({ ...preview, name });
  }
  return { identities, notConnected: chosen.notConnected };
}

function whyNotSwept(id: string, policy: Policy, onEdges: readonly EdgesIdentity[]): string {
  const found = onEdges.find(({ identityId }) => identityId === id);
  if (found === undefined) return `Edges shows no identity ${id}; \`sweeper identities\` lists them`;
  if (policyFor(policy, id).paused) return `the policy leaves ${id} out, or has it paused`;
  const statuses = found.statuses.map((status) => printable(status, 20)).join(", ");
  return `${id} is not connected to Edges (${statuses || "no account"})`;
}

async function previewIdentity(
  w: Target,
  identityId: string,
  policy: IdentityPolicy,
  onPage: (listed: number) => void,
): Promise<Omit<IdentityPreview, "name">> {
  const { gate, lastListing } = await w.ledger.identities.find(identityId);
  const now = w.clock.now();
  const budget = sweepBudget(gate, policy, now);
  // One call at a time holds for looking too. The gap does not, which is there between withdrawals; nor does a pause
  // for a person's sake: that person is looking.
  const request = { action: "list", holder: "preview", leaseMs: 0, policy } as const;
  const decision = gate.needsPerson === null ? tryGate(gate, request, now) : null;
  if (decision !== null && !decision.open && decision.why !== "gap") {
    const until = decision.until === null ? "" : ` until ${decision.until.toISOString()}`;
    const heldBecause = `not listed, ${decision.why}${until}: try again then`;
    return { identityId, policy, plan: [], malformed: [], trust: "partial", budget, heldBecause };
  }
  const shown = new Map<string, SentInvitation>();
  const malformed: MalformedItem[] = [];
  const result = await listUntil(w, identityId, null, null, (page) => {
    for (const one of page.invitations) shown.set(one.invitationId, one);
    malformed.push(...page.malformed);
    onPage(shown.size);
  });
  if (result.kind !== "ended") throw new Error("a listing without a deadline always ends");
  const { listing } = result;
  const known: KnownInvitation[] = [];
  for await (const one of w.ledger.invitations.open(identityId)) known.push(one);
  const compared = compareWithLedger(listing, known, countBefore(lastListing, listing.startedAt));
  const ended = await endedAlready(w, identityId, compared.appeared);
  const listed = listing.invitations.map((item) => ({
    ...item,
    person: shown.get(item.invitationId)?.person ?? NOBODY,
  }));
  const { flags } = await flagsOfListed(w.ledger.flags, listing.invitations);
  const plan = planSweep(toPlanInput(listed, compared, ended, await notedDuplicates(w, known)), flags, policy, now);
  const heldBecause =
    gate.needsPerson?.why ??
    (listing.failure === null ? heldAltogether(compared.trust, plan, policy) : new EdgesError(listing.failure).message);
  return { identityId, policy, plan, malformed, trust: compared.trust, budget, heldBecause };
}

/** Those a run has noted. One that only this listing shows is found by the next run, which notes it. */
async function notedDuplicates(w: Target, known: readonly KnownInvitation[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const noted = known.filter(({ duplicateOf }) => duplicateOf !== null);
  await inParallel(8, noted, async (one) => {
    if (await isStillDuplicate(w.ledger.invitations, one)) found.add(one.invitationId);
  });
  return found;
}

const NOBODY: PersonOnScreen = { fullName: null, jobTitle: null, profileUrl: null };

/** Listed, yet ended for good in the ledger: a run leaves these alone, so a preview does. */
async function endedAlready(
  w: Target,
  identityId: string,
  appeared: readonly { readonly invitationId: string }[],
): Promise<ReadonlySet<string>> {
  const ended = new Set<string>();
  await inParallel(8, appeared, async ({ invitationId }) => {
    const there = await w.ledger.invitations.find(identityId, invitationId);
    if (there?.ending != null && !canBeReopened(there.ending)) ended.add(invitationId);
  });
  return ended;
}
