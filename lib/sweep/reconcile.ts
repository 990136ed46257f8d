import type { Collaborators } from "../collaborators.ts";
import { policyFor } from "../domain/policy.ts";
import { later, MINUTE_MS } from "../domain/time.ts";
import { LONGEST_LEASE_MS, type WrongClockTime } from "../domain/wrong-clock.ts";
import { EdgesError, type EdgesFailure } from "../edges/errors.ts";
import { enterGate, type GateResult } from "../ledger/gatekeeper.ts";
import type { VersionedPolicy } from "../settings/policy-source.ts";
import { applyToLedger } from "./apply.ts";
import { ageTime, isOurClockWrong, nowOfTheApi, timesAhead } from "./clock-doubts.ts";
import { type ComparedList, compareList } from "./compare.ts";
import { type FoundConnections, findConnections, NO_CONNECTIONS } from "./connections.ts";
import { decide, type SweepDecision } from "./decide.ts";
import { listUntil, type SweepListing } from "./listing.ts";
import { recordSweep } from "./record.ts";
import { leaveAfterListing, leaveUncalled } from "./release-gate.ts";
import type { SweepContext } from "./sweep-context.ts";
import type { BookedCounts, Finding } from "./write-context.ts";

/** How list and ledger differ, before anything is written. */
export interface Difference {
  readonly listed: number;
  /** Open in the ledger. */
  readonly open: number;
  /** Open in the ledger and not on the list: accepted, gone, or withdrawn with the answer lost. */
  readonly missing: number;
  /** On the list and not open in the ledger. */
  readonly unknown: number;
}

export interface ReconcileRequest {
  readonly identityId: string;
  readonly policy: VersionedPolicy;
  /** Says yes to the difference for the person who looks; nothing is written before. */
  readonly agree: (difference: Difference) => Promise<boolean>;
  readonly onPage?: (listed: number) => void;
}

export type Reconciled =
  | {
      readonly kind: "mended";
      readonly runId: string;
      readonly findings: readonly Finding[];
      readonly counts: BookedCounts;
    }
  | { readonly kind: "left-alone"; readonly difference: Difference }
  /** Its gate is closed beyond any wait, by a wrong clock: a person lifts that first. */
  | { readonly kind: "future-gate"; readonly times: readonly WrongClockTime[] }
  /** Our own clock is more than an hour off: no date of the list can be read by it. */
  | { readonly kind: "clock-wrong" }
  | { readonly kind: "busy"; readonly why: Extract<GateResult, { open: false }>["why"]; readonly until: Date | null }
  /** Nothing is concluded from such a list, whoever looks. */
  | { readonly kind: "not-whole"; readonly fault: string }
  | { readonly kind: "too-late" };

type Parts = Omit<Collaborators, "queues" | "policy">;

/** A run that is withdrawing leaves the gate open for a moment only now and then: after so many waits, try later. */
const MAX_TURNS = 4;

/**
 * Lists one identity again and mends the ledger where it disagrees, with a person vouching for the list: what left it
 * has ended, however much it is. Goes on for an identity that is paused or waits for a person, calls for no withdrawal,
 * and is kept as a run of its own (`reconcile-…`), so that every mended invitation names it.
 */
export async function reconcile(c: Parts, request: ReconcileRequest): Promise<Reconciled> {
  const { context, gate, ahead } = await enter(c, request);
  if (ahead.length > 0) {
    if (gate.open) await leaveUncalled(c, context);
    return { kind: "future-gate", times: ahead };
  }
  if (!gate.open) return { kind: "busy", why: gate.why, until: gate.until };
  let failure: EdgesFailure | null = null;
  let connections = NO_CONNECTIONS;
  try {
    const listing = await listWhole(c, request);
    failure = listing.failure;
    if (isOurClockWrong(c)) return { kind: "clock-wrong" };
    const fault = faultOf(listing);
    if (fault !== null) return { kind: "not-whole", fault };
    const compared = await compareList(c.ledger, gate.identity, listing, context.policy.kinds, true);
    const decision = await decide(c.ledger, {
      ...{ compared, policyOf: context.policyOf, runId: null, now: c.clock.now(), agesAt: ageTime(c) },
    });
    const difference = differenceOf(compared);
    if (!(await request.agree(difference))) return { kind: "left-alone", difference };
    if (c.clock.now() >= later(context.deadline, -MINUTE_MS)) return { kind: "too-late" };
    connections = await findConnections(c, decision.compared, context.deadline);
    return await mend(c, context, decision, connections);
  } finally {
    const now = isOurClockWrong(c) ? nowOfTheApi(c) : c.clock.now();
    await leaveAfterListing(c, context, failure, failure?.endsBy ?? connections.endsBy, now);
  }
}

interface Entered {
  readonly context: SweepContext;
  readonly gate: GateResult;
  /** Times of it that lie beyond any wait: none of them is waited for. */
  readonly ahead: readonly WrongClockTime[];
}

async function enter(c: Parts, request: ReconcileRequest): Promise<Entered> {
  for (let turn = 1; ; turn += 1) {
    const context = contextOf(c, request);
    const entry = {
      action: "list",
      runId: context.message.runId,
      holder: context.holder,
      // Listing, thinking and writing. Nothing else is called for the identity meanwhile.
      leaseMs: LONGEST_LEASE_MS,
      policy: context.policy,
      byPerson: true,
    } as const;
    const gate = await enterGate(c.ledger.identities, request.identityId, entry, context.startedAt);
    const ahead = await timesAhead(c, request.identityId, gate);
    if (ahead.length > 0) return { context, gate, ahead };
    const soon = !gate.open && (gate.why === "gap" || gate.why === "busy") ? gate.until : null;
    if (soon === null || turn === MAX_TURNS) return { context, gate, ahead };
    await c.clock.sleep(
      Math.max(0, soon.getTime() - c.clock.now().getTime()),
      "a call under way, and the gap after it",
    );
  }
}

function contextOf(c: Parts, { identityId, policy: { policy, version } }: ReconcileRequest): SweepContext {
  const startedAt = c.clock.now();
  const runId = `reconcile-${startedAt.toISOString()}-${c.newId().slice(0, 8)}`;
  return {
    message: { v: 1, kind: "sweep", runId, identityId, connected: true },
    // Whatever the policy says, nothing is withdrawn here, and the run's record says so.
    policy: { ...policyFor(policy, identityId), mode: "dry-run" },
    policyOf: (id) => policyFor(policy, id),
    policyVersion: version,
    runCap: 0,
    holder: c.newId(),
    startedAt,
    deadline: later(startedAt, LONGEST_LEASE_MS),
  };
}

async function listWhole(c: Parts, { identityId, onPage = () => {} }: ReconcileRequest): Promise<SweepListing> {
  let listed = 0;
  const result = await listUntil(c, identityId, null, null, ({ invitations }) => {
    listed += invitations.length;
    onPage(listed);
  });
  if (result.kind !== "ended") throw new Error("a listing without a deadline always ends");
  return result.listing;
}

function faultOf({ failure, malformedIds }: SweepListing): string | null {
  if (failure !== null) return new EdgesError(failure).message;
  const nameless = malformedIds.filter((id) => id === null).length;
  return nameless === 0 ? null : `${nameless} items of the list have no id that can be read`;
}

function differenceOf({ listing, comparison: { known, vanished, appeared } }: ComparedList): Difference {
  const listed = listing.invitations.length + listing.malformedIds.length;
  return { listed, open: known.size, missing: vanished.length, unknown: appeared.length };
}

async function mend(
  c: Parts,
  context: SweepContext,
  decision: SweepDecision,
  connections: FoundConnections,
): Promise<Reconciled> {
  const { policy, policyVersion, startedAt } = context;
  const { runId, identityId } = context.message;
  await c.ledger.runs.begin({ runId, scheduledAt: startedAt, startedAt, mode: policy.mode, policyVersion });
  const findings: Finding[] = [];
  const onFinding = (finding: Finding) => {
    findings.push(finding);
    const { invitationId, was, is } = finding;
    const fields = { runId, identityId, invitationId, reason: was ?? "not-in-the-ledger", outcome: is };
    c.log.info(was === is ? "listed, and left as it is" : "mended", fields);
  };
  const { counts } = await applyToLedger(c, context, decision, connections, onFinding);
  // It queues nothing, whatever the decision says would go.
  await recordSweep(c, context, { ...decision, plan: [], found: { ...decision.found, invitedTooSoon: [] } }, counts, {
    queued: 0,
    held: {},
  });
  await c.ledger.runs.markStarted(runId, 1, []);
  return { kind: "mended", runId, findings, counts };
}
