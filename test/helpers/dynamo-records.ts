import type { Announcement } from "../../lib/domain/announcement.ts";
import type { Claim } from "../../lib/domain/attempt.ts";
import type { FailedCall } from "../../lib/domain/failure-streak.ts";
import { FRESH_GATE, type GateState } from "../../lib/domain/gate.ts";
import { DAY_MS, later, MINUTE_MS } from "../../lib/domain/time.ts";
import type { Ending, LastError, TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import type {
  FlagMark,
  Ledger,
  ListingProgress,
  NewInvitation,
  StartProgress,
  SweepRecord,
} from "../../lib/ledger/ledger.ts";

/** The instant around which these records lie. */
export const NOW = new Date("2026-03-10T09:30:00.123Z");
export const daysBefore = (days: number, when: Date = NOW): Date => later(when, -days * DAY_MS);
export const minutesAfter = (minutes: number, when: Date = NOW): Date => later(when, minutes * MINUTE_MS);

export const anInvitation = (over: Partial<NewInvitation> = {}): NewInvitation => ({
  identityId: "identity-1",
  invitationId: "7100000000000000001",
  urn: `urn:li:fsd_invitation:${over.invitationId ?? "7100000000000000001"}`,
  personId: "90001",
  kind: "CONNECTION",
  profileKey: "0123456789abcdef0123456789abcdef",
  salesNavigatorKey: "fedcba9876543210fedcba9876543210",
  sentAt: daysBefore(30),
  sentFrom: daysBefore(31),
  sentWidthAtFirstSight: null,
  firstSeenAt: daysBefore(29),
  unreadableAt: null,
  contradictingAt: null,
  ...over,
});

export const aClaim = (id: string, over: Partial<Claim> = {}): Claim => ({
  attempt: { id, until: minutesAfter(1) },
  attempts: 1,
  attemptsInRun: 1,
  attemptRunId: "run-1",
  attemptReason: "stale",
  lostAnswers: 0,
  ...over,
});

export const anEnding = (over: Partial<Ending> = {}): Ending => ({
  outcome: "withdrawn",
  endedAt: NOW,
  withdrawnAt: NOW,
  daysPending: 30,
  reason: "stale",
  thresholdDays: 21,
  policyVersion: 7,
  confirmed: true,
  heldOut: false,
  runId: "run-1",
  reinviteAfter: later(NOW, 21 * DAY_MS),
  ...over,
});

export const anError = (over: Partial<LastError> = {}): LastError => ({
  label: "LK_524",
  ref: "ref-1",
  at: NOW,
  ...over,
});

export const anAnnouncement = (over: Partial<Announcement> = {}): Announcement => ({
  ...{ at: NOW, mayGoFrom: later(NOW, 3 * DAY_MS), reason: "stale", runId: "run-1" },
  ...over,
});

export const aFailedCall = (over: Partial<FailedCall> = {}): FailedCall => ({
  ...anError(),
  ...{ invitationId: "7001", runId: "run-1" },
  ...over,
});

/** A gate with something in each of its parts. */
export const aGate = (over: Partial<GateState> = {}): GateState => ({
  ...FRESH_GATE,
  nextAllowedAt: minutesAfter(2),
  lease: { holder: "holder-1", until: minutesAfter(1) },
  withdrawCalls: [daysBefore(1), minutesAfter(-61), minutesAfter(-1)],
  blocks: { withdraw: { until: minutesAfter(60), why: "LK_429", ref: "ref-2" } },
  unknownOutcomes: [aFailedCall({ ref: null, at: minutesAfter(-61) }), aFailedCall({ label: "UNKNOWN_ERROR" })],
  stop: { runId: "run-1", since: minutesAfter(-61), why: "UNKNOWN_ERROR", ref: "ref-3", runs: 2 },
  overcome: { LK_ERROR: minutesAfter(-300) },
  ...over,
});

export const aRun = (over: Partial<Parameters<Ledger["runs"]["begin"]>[0]> = {}) => ({
  runId: "run-1",
  scheduledAt: NOW,
  startedAt: minutesAfter(0.1),
  mode: "live" as const,
  policyVersion: 7,
  ...over,
});

/** A start that sends, as it is saved first. */
export const SENDING: StartProgress = {
  ...{ stage: "sending", nextPage: null, announced: false, stuck: 0 },
  ...{ connected: true, sent: 0, share: null },
};

export const aSweep = (over: Partial<Omit<SweepRecord, "deferred">> = {}): Omit<SweepRecord, "deferred"> => ({
  runId: "run-1",
  identityId: "identity-1",
  at: NOW,
  mode: "live",
  policyVersion: 7,
  thresholdDays: 21,
  listing: "complete",
  trust: "believed",
  listed: 120,
  malformed: 1,
  withoutPerson: 12,
  sharedAddresses: 13,
  unreadableForms: { "… 3 …": 14, "10/11/2026": 2, "(missing)": 1 },
  repeats: 2,
  pages: 3,
  appeared: 4,
  accepted: 5,
  gone: 6,
  withdrawnUnconfirmed: 7,
  unreachable: 2,
  failed: 8,
  reopened: 9,
  unresolved: 10,
  reinvitedEarly: 11,
  mended: 15,
  notLookedUp: 16,
  byReason: { stale: 30, "too-young": 90 },
  eligible: 30,
  queued: 25,
  held: { "daily-cap": 5 },
  durationMs: 12_345,
  lastError: null,
  ...over,
});

export const aProgress = (invitations: number, over: Partial<ListingProgress> = {}): ListingProgress => ({
  next: "https://api.example/next?cursor=abc",
  startedAt: NOW,
  pages: 4,
  repeats: 1,
  malformedIds: ["71", null],
  malformedNames: ["71", "72"],
  faults: { "linkedin_profile_id: expected a positive integer, or nothing": 2 },
  unreadableForms: { "… 3 …": 5 },
  invitations: Array.from({ length: invitations }, (_, index) => ({
    invitationId: String(7_100_000_000_000 + index),
    urn: `urn:li:fsd_invitation:${7_100_000_000_000 + index}`,
    personId: String(90_000 + index),
    kind: "CONNECTION",
    profileKey: index % 7 === 0 ? null : index.toString(16).padStart(32, "0"),
    salesNavigatorKey: index % 5 === 0 ? null : index.toString(16).padStart(32, "f"),
    sentFrom: index % 10 === 0 ? null : daysBefore((index % 50) + 1),
    sentBy: index % 10 === 0 ? null : daysBefore(index % 50),
    isRelative: index % 3 === 0,
    isContradicting: index % 11 === 0,
  })),
  ...over,
});

export const aMark = (over: Partial<FlagMark> = {}): FlagMark => ({
  kind: "protected",
  by: "owner",
  at: NOW,
  note: "an old friend",
  ...over,
});

/** An invitation that has appeared, read back. */
export async function appeared(ledger: Ledger, over: Partial<NewInvitation> = {}): Promise<TrackedInvitation> {
  const invitation = anInvitation(over);
  await ledger.invitations.insertIfAbsent(invitation);
  return stored(ledger, invitation.identityId, invitation.invitationId);
}

/** An invitation whose claim is `attemptId`, read back. */
export async function claimed(
  ledger: Ledger,
  attemptId: string,
  over: Partial<NewInvitation> = {},
  claim: Partial<Claim> = {},
): Promise<TrackedInvitation> {
  const { identityId, invitationId, ...seen } = await appeared(ledger, over);
  await ledger.invitations.claim({ identityId, invitationId, ...seen }, aClaim(attemptId, claim));
  return stored(ledger, identityId, invitationId);
}

/** An invitation that has ended without a call, read back. */
export async function ended(
  ledger: Ledger,
  over: Partial<NewInvitation> = {},
  ending: Partial<Ending> = {},
): Promise<TrackedInvitation> {
  const { identityId, invitationId } = await appeared(ledger, over);
  await ledger.invitations.end(identityId, invitationId, anEnding(ending), NOW);
  return stored(ledger, identityId, invitationId);
}

type Key = Pick<TrackedInvitation, "identityId" | "invitationId">;

/** Settles without an error. */
export const settle = (ledger: Ledger, { identityId, invitationId }: Key, attemptId: string, ending = anEnding()) =>
  ledger.invitations.settle(identityId, invitationId, attemptId, ending, null);

/** Gives a claim back; unless told otherwise nothing was lost, the attempt counts and there was no error. */
export const giveBack = (
  ledger: Ledger,
  { identityId, invitationId }: Key,
  attemptId: string,
  as: Partial<Parameters<Ledger["invitations"]["leaveOpen"]>[3]> = {},
) => {
  const usual = { lost: false, counts: true, lastError: null };
  return ledger.invitations.leaveOpen(identityId, invitationId, attemptId, { ...usual, ...as });
};

/** @throws Error when it is not there */
export async function stored(ledger: Ledger, identityId: string, invitationId: string): Promise<TrackedInvitation> {
  const found = await ledger.invitations.find(identityId, invitationId);
  if (found === null) throw new Error(`no invitation ${invitationId} of ${identityId}`);
  return found;
}

export async function collect<One>(all: AsyncIterable<One>): Promise<One[]> {
  const items: One[] = [];
  for await (const one of all) items.push(one);
  return items;
}
