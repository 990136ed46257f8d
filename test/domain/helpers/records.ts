import type { DatedInvitation, KnownInvitation, Listing } from "../../../lib/domain/bookkeeping.ts";
import { FRESH_GATE, type GateRelease, type GateRequest, type GateState } from "../../../lib/domain/gate.ts";
import type { IdentityPolicy } from "../../../lib/domain/policy.ts";
import type { Flags, PlanInput } from "../../../lib/domain/rule.ts";
import type { TrackedInvitation } from "../../../lib/domain/tracked-invitation.ts";

/** An instant from ISO text; throws on a slip of the pen, which `new Date` would let through as NaN. */
export function at(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new RangeError(`no such instant: ${text}`);
  return date;
}

export const NO_FLAGS: Flags = new Map();

/** The design's defaults as they apply to one identity, in live mode. Spelled out, so as not to follow the code. */
export function identityPolicy(changes: Partial<IdentityPolicy> = {}): IdentityPolicy {
  return {
    mode: "live",
    thresholdDays: 21,
    dailyCap: 25,
    gapSeconds: { min: 60, max: 120 },
    workingHours: null,
    keepPendingBelow: null,
    runCap: 500,
    holdout: null,
    acceptableLoss: 0.02,
    binding: "slots",
    reinviteCooldownDays: 21,
    maxUnreadableShare: 0.01,
    ageFromIds: "auto",
    catchUp: null,
    noticeDays: 0,
    maxShare: null,
    kinds: ["CONNECTION"],
    paused: false,
    ...changes,
  };
}

export function planInput(changes: Partial<PlanInput> = {}): PlanInput {
  const invitationId = changes.invitationId ?? "7001";
  return {
    invitationId,
    urn: `urn:li:fsd_invitation:${invitationId}`,
    personId: "501",
    kind: "CONNECTION",
    sentAt: at("2026-03-01T00:00:00.000Z"),
    sentFrom: at("2026-03-01T00:00:00.000Z"),
    ageFrom: "date",
    datesDisagree: false,
    isContradicting: false,
    isUndecided: false,
    isRequested: false,
    isDuplicate: false,
    isSurplus: false,
    isKeptBesideOlder: false,
    announcement: null,
    restsUntil: null,
    isFaultOver: false,
    lastTriedAt: null,
    ...changes,
  };
}

export function tracked(changes: Partial<TrackedInvitation> = {}): TrackedInvitation {
  return {
    identityId: "identity-a",
    invitationId: "7001",
    urn: "urn:li:fsd_invitation:7001",
    personId: "501",
    kind: "CONNECTION",
    profileKey: null,
    salesNavigatorKey: null,
    state: "pending",
    sentAt: at("2026-03-01T00:00:00.000Z"),
    sentFrom: at("2026-03-01T00:00:00.000Z"),
    sentWidthAtFirstSight: 0,
    firstSeenAt: at("2026-03-02T06:00:00.000Z"),
    unreadableAt: null,
    contradictingAt: null,
    attempts: 0,
    attemptsInRun: 0,
    attemptRunId: null,
    attemptReason: null,
    lostAnswers: 0,
    attempt: null,
    lastError: null,
    rest: null,
    withdrawalRequest: null,
    duplicateOf: null,
    undecidedWith: null,
    announcement: null,
    ending: null,
    ...changes,
  };
}

export function known(invitationId: string, changes: Partial<KnownInvitation> = {}): KnownInvitation {
  return {
    invitationId,
    personId: `5${invitationId}`,
    state: "pending",
    sentAt: at("2026-03-01T00:00:00.000Z"),
    firstSeenAt: at("2026-03-02T06:00:00.000Z"),
    attempts: 0,
    isRequested: false,
    duplicateOf: null,
    undecidedWith: null,
    ...changes,
  };
}

export function dated(invitationId: string, sentBy: Date | null = at("2026-03-01T00:00:00.000Z")): DatedInvitation {
  return { invitationId, sentFrom: sentBy, sentBy };
}

export function listing(changes: Partial<Listing<DatedInvitation>> = {}): Listing<DatedInvitation> {
  return { state: "complete", invitations: [], malformedIds: [], ...changes };
}

export function gate(changes: Partial<GateState> = {}): GateState {
  return { ...FRESH_GATE, ...changes };
}

export function gateRequest(changes: Partial<GateRequest> = {}): GateRequest {
  return {
    action: "withdraw",
    runId: "run-1",
    holder: "pass-1",
    leaseMs: 60_000,
    policy: identityPolicy(),
    ...changes,
  };
}

export function gateRelease(changes: Partial<GateRelease> = {}): GateRelease {
  return { action: "withdraw", called: true, draw: 0, policy: identityPolicy(), ...changes };
}
