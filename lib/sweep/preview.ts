import type { Collaborators } from "../collaborators.ts";
import { capOf } from "../domain/catch-up.ts";
import { chooseIdentities } from "../domain/choose-identities.ts";
import { type BacklogEstimate, estimateBacklog } from "../domain/drain.ts";
import { asConnected, tryGate } from "../domain/gate.ts";
import type { StillPending } from "../domain/inflow.ts";
import type { PersonOnScreen } from "../domain/invitation.ts";
import type { Planned } from "../domain/plan.ts";
import { type IdentityPolicy, type Policy, policyFor } from "../domain/policy.ts";
import type { PlanInput } from "../domain/rule.ts";
import { shareByNeed, waterLevel } from "../domain/share-out.ts";
import { ageTimeBy, wrongClockTimes } from "../domain/wrong-clock.ts";
import { EdgesError } from "../edges/errors.ts";
import type { EdgesIdentity } from "../edges/identity.ts";
import type { MalformedItem } from "../edges/sent-invitations.ts";
import type { IdentityRecord, ProgressItem } from "../ledger/ledger.ts";
import { isOurClockWrong } from "./clock-doubts.ts";
import { type ComparedList, compareList } from "./compare.ts";
import { decide, type SweepDecision } from "./decide.ts";
import { listUntil } from "./listing.ts";

/** An invitation with what a screen shows of it. */
export type PreviewedInvitation = ProgressItem & { readonly person: PersonOnScreen };

/** What a sweep of one identity would decide now. */
export interface IdentityPreview {
  readonly identityId: string;
  readonly name: string | null;
  readonly policy: IdentityPolicy;
  /** Null when it was not listed: `heldBecause` says why. */
  readonly decision: SweepDecision<PreviewedInvitation> | null;
  /** Items of the list that are malformed, with what is wrong with each. */
  readonly malformed: readonly MalformedItem[];
  /** Why nothing at all would be called for; null when nothing stands in the way. */
  readonly heldBecause: string | null;
  /** How long its backlog stands, with a live run every day; null where it was not listed, or its list is in doubt. */
  readonly backlog: BacklogEstimate | null;
  /** What a live run now would call for, in order, within budget and run cap. */
  readonly today: readonly Planned<PreviewedInvitation & PlanInput>[];
}

export interface Preview {
  readonly decidedAt: Date;
  readonly identities: readonly IdentityPreview[];
  readonly notConnected: readonly string[];
}

type Parts = Pick<Collaborators, "edges" | "ledger" | "clock" | "log" | "isOnlyClock">;

/** The identity is asked for and cannot be swept; the message says why. */
export class NotSweptError extends Error {
  override readonly name = "NotSweptError";
}

/**
 * Lists every identity of the policy, then decides on each with all lists in view: the same decisions that a run makes,
 * with nothing written. `only`: this identity's alone. `curve`: the
 * share still pending by age, for the days that a backlog takes. Throws `EdgesError` when the identities cannot be listed, and
 * `NotSweptError` for an identity that the policy or Edges leaves out.
 */
export async function previewAll(
  c: Parts,
  policy: Policy,
  only: string | undefined,
  onPage: (identityId: string, listed: number) => void,
  curve: StillPending | null = null,
): Promise<Preview> {
  const answer = await c.edges.listIdentities();
  if (!answer.ok) throw new EdgesError(answer.failure);
  const chosen = chooseIdentities(policy, answer.identities);
  if (only !== undefined && !chosen.identities.includes(only)) {
    throw new NotSweptError(whyNotSwept(only, policy, answer.identities));
  }
  const listed: Listed[] = [];
  for (const identityId of chosen.identities) {
    listed.push(await listOne(c, identityId, policyFor(policy, identityId), (n) => onPage(identityId, n)));
  }
  await untilEnded(c, listed);
  const decidedAt = c.clock.now();
  const decided: IdentityPreview[] = [];
  for (const one of listed) {
    const name = answer.identities.find(({ identityId }) => identityId === one.identityId)?.name ?? null;
    decided.push({ ...(await decideOne(c, policy, one, listed, decidedAt)), name });
  }
  const identities = withBacklogs(withinRunCap(decided, policy, decidedAt), policy, decidedAt, curve);
  const shown = identities.filter(({ identityId }) => only === undefined || identityId === only);
  return { decidedAt, identities: shown, notConnected: chosen.notConnected };
}

/** What each identity has places for: shared out as a run on one machine shares them. */
function withinRunCap(all: readonly IdentityPreview[], { runCap }: Policy, now: Date): IdentityPreview[] {
  const needs = all.map(({ identityId, decision, today }) => ({
    ...{ identityId, servedAt: decision?.compared.identity.servedAt ?? null, need: today.length },
  }));
  const places = new Map(shareByNeed(needs, runCap, now).map(({ one, places }) => [one.identityId, places]));
  return all.map((one) => ({ ...one, today: one.today.slice(0, places.get(one.identityId) ?? 0) }));
}

/** With the share that the run's cap leaves each of those who need some of it, while all of them do. */
function withBacklogs(
  all: readonly IdentityPreview[],
  { runCap }: Policy,
  now: Date,
  curve: StillPending | null,
): IdentityPreview[] {
  const factsOf = ({ compared, backlog }: SweepDecision) => ({ gate: compared.identity.gate, backlog });
  const caps = all.flatMap(({ decision, policy }) =>
    decision === null || decision.eligible.length === 0 ? [] : [capOf(policy, factsOf(decision), now)],
  );
  const runShare = waterLevel(caps, runCap);
  return all.map((one) => {
    const { decision, policy } = one;
    if (decision === null || decision.doubt !== null) return one;
    const { ages } = decision;
    return { ...one, backlog: estimateBacklog({ ages, policy, facts: factsOf(decision), curve, runShare, now }) };
  });
}

/**
 * A preview writes nothing, so no lease can say that a call which ran into its time-out may be under way still: it is
 * waited for, lest what comes after the preview makes it two at once.
 */
async function untilEnded({ clock }: Parts, listed: readonly Listed[]): Promise<void> {
  const ends = listed.flatMap(({ compared }) => compared?.listing.failure?.endsBy ?? []);
  const ms = Math.max(0, ...ends.map((at) => at.getTime() - clock.now().getTime()));
  if (ms > 0) await clock.sleep(ms);
}

interface Listed {
  readonly identityId: string;
  readonly policy: IdentityPolicy;
  readonly malformed: readonly MalformedItem[];
  /** Null when the identity may not be listed now, which `notListed` explains. */
  readonly compared: ComparedList<PreviewedInvitation> | null;
  readonly notListed: string | null;
}

async function listOne(
  c: Parts,
  identityId: string,
  policy: IdentityPolicy,
  onPage: (listed: number) => void,
): Promise<Listed> {
  const found = await c.ledger.identities.find(identityId);
  const identity: IdentityRecord = { ...found, gate: asConnected(found.gate) };
  const notListed = isOurClockWrong(c) ? CLOCK_WRONG : whyNotListed(identity, policy, c.clock.now());
  if (notListed !== null) return { identityId, policy, malformed: [], compared: null, notListed };
  const people = new Map<string, PersonOnScreen>();
  const malformed: MalformedItem[] = [];
  const result = await listUntil(c, identityId, null, null, (page) => {
    for (const { invitationId, person } of page.invitations) people.set(invitationId, person);
    malformed.push(...page.malformed);
    onPage(people.size);
  });
  if (result.kind !== "ended") throw new Error("a listing without a deadline always ends");
  const invitations = result.listing.invitations.map((item) =>
    withPerson(item, people.get(item.invitationId) ?? NOBODY),
  );
  const compared = await compareList(c.ledger, identity, { ...result.listing, invitations }, policy.kinds);
  return { identityId, policy, malformed, compared, notListed: null };
}

/** One literal: a copy by spread that is added to takes a hidden class of its own, a fifth of what a long list takes. */
const withPerson = (item: ProgressItem, person: PersonOnScreen): PreviewedInvitation => ({
  invitationId: item.invitationId,
  urn: item.urn,
  personId: item.personId,
  kind: item.kind,
  profileKey: item.profileKey,
  salesNavigatorKey: item.salesNavigatorKey,
  sentFrom: item.sentFrom,
  sentBy: item.sentBy,
  isRelative: item.isRelative,
  isContradicting: item.isContradicting,
  person,
});

const NOBODY: PersonOnScreen = { fullName: null, jobTitle: null, profileUrl: null };

const CLOCK_WRONG = "not listed, clock-wrong: set this machine's clock right, by a wrong one no age can be told";

/**
 * One call at a time holds for looking too, whoever looks. The gap does not, which is there between withdrawals; nor does
 * anything else where a person is needed: that person is looking.
 */
function whyNotListed(identity: IdentityRecord, policy: IdentityPolicy, now: Date): string | null {
  const { gate, identityId } = identity;
  const [ahead] = wrongClockTimes(identity, now);
  if (ahead !== undefined && gate.needsPerson === null && !policy.paused) {
    return `not listed, future-gate: ${ahead.what} lies at ${ahead.at.toISOString()}, beyond any wait; with this machine's clock right, \`sweeper resume ${identityId}\` lifts it`;
  }
  const asked = { action: "list", runId: null, holder: "preview", leaseMs: 0, policy } as const;
  const decision = tryGate({ ...gate, needsPerson: null }, asked, now);
  if (decision.open || decision.why === "gap") return null;
  if (gate.needsPerson !== null && decision.why !== "busy" && decision.why !== "bulk-run") return null;
  const until = decision.until === null ? "" : ` until ${decision.until.toISOString()}`;
  return `not listed, ${decision.why}${until}: try again then`;
}

async function decideOne(
  c: Parts,
  whole: Policy,
  { identityId, policy, malformed, compared, notListed }: Listed,
  all: readonly Listed[],
  now: Date,
): Promise<Omit<IdentityPreview, "name">> {
  const own = { identityId, policy, malformed, backlog: null };
  if (compared === null) return { ...own, decision: null, heldBecause: notListed, today: [] };
  // A run lists nobody who needs a person, so what such a list shows is no reason for anybody else.
  const others = all
    .flatMap((other) => other.compared ?? [])
    .filter((other) => other !== compared && other.identity.gate.needsPerson === null);
  const policyOf = (id: string) => policyFor(whole, id);
  const decision = await decide(c.ledger, {
    compared,
    policyOf,
    now,
    runId: null,
    agesAt: ageTimeBy(now, c.edges.clockOffsetMs()),
    others,
  });
  const { identity, listing } = compared;
  const heldBecause =
    identity.gate.needsPerson?.why ??
    (listing.failure === null ? decision.doubt : new EdgesError(listing.failure).message);
  const today = heldBecause === null ? decision.today : [];
  return { ...own, decision, heldBecause, today };
}

function whyNotSwept(id: string, policy: Policy, onEdges: readonly EdgesIdentity[]): string {
  const found = onEdges.find(({ identityId }) => identityId === id);
  if (found === undefined) return `Edges shows no identity ${id}; \`sweeper identities\` lists them`;
  if (policyFor(policy, id).paused) return `the policy leaves ${id} out, or has it paused`;
  return `${id} is not connected to Edges (${found.statuses.map((status) => status.slice(0, 20)).join(", ") || "no account"})`;
}
