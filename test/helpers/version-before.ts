import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { TableNames } from "./dynamo-emulator.ts";
import { NOW } from "./dynamo-records.ts";

/** The key of `linkedin.com/in/ana-lee`, as every version has made it. */
export const ANA_LEE = "cfdb5515f37d29d5e3b52d9a3773b10f";
const OLD_NAME = "00112233445566778899aabbccddeeff";

const TOMORROW = Math.floor(NOW.getTime() / 1000) + 86_400;
const common = {
  ...{ identityId: "identity-1", firstSeenAt: "2026-02-09T09:30:00.000Z", sentAt: "2026-02-08T09:30:00.000Z" },
  ...{ attempts: 0, attemptsInRun: 0, attemptRunId: null, attemptReason: null, lostAnswers: 0, attempt: null },
  ...{ lastError: null, lastWrite: "aBcDeFgHiJkL" },
};
const open = { ...common, state: "pending", pendingOf: "identity-1" };
const ended = {
  ...{ outcomeDay: "2026-03-01", outcomeAt: "2026-03-01T09:30:00.000Z", expiresAt: 1_835_429_400 },
  ...{ daysPending: 21, thresholdDays: 21, policyVersion: 3, heldOut: false, runId: "2026-03-01T09:00:00.000Z" },
};

/**
 * Items exactly as versions before this one have written them: no `sentFrom`, no `sentWidthAtFirstSight`, no
 * `salesNavigatorKey`, no `contradictingAt`, no `rest`, no `stop`, `duplicateOf` without `undecided`, and an invitation that was given up.
 */
export const VERSION_BEFORE = {
  invitations: [
    { ...open, invitationId: "71", urn: "urn:li:fsd_invitation:71", personId: "90001", profileKey: ANA_LEE },
    {
      ...{ ...open, invitationId: "72", urn: "urn:li:fsd_invitation:72", personId: "90002" },
      ...{ unreadableAt: "2026-03-09T09:30:00.000Z" },
      asked: { id: "event-1", by: "crm", why: "left-the-market", at: "2026-03-09T10:00:00.000Z" },
      duplicateOf: { identityId: "identity-2", invitationId: "73" },
    },
    {
      ...{ ...common, ...ended, state: "withdrawn", attempts: 1, attemptsInRun: 1, attemptReason: "stale" },
      ...{ invitationId: "74", urn: "urn:li:fsd_invitation:74", personId: "90004", profileKey: OLD_NAME },
      ...{ attemptRunId: "2026-03-01T09:00:00.000Z", reason: "stale", confirmed: true },
      ...{ withdrawnAt: "2026-03-01T09:30:00.000Z", reinviteAfter: "2026-03-22T09:30:00.000Z" },
    },
    {
      ...{ ...common, ...ended, state: "gone", invitationId: "75", urn: "urn:li:fsd_invitation:75" },
      ...{ personId: "90005", reason: null, confirmed: true, withdrawnAt: null, reinviteAfter: null },
    },
    {
      ...{ ...common, ...ended, state: "failed", invitationId: "76", urn: "urn:li:fsd_invitation:76" },
      ...{ personId: "90006", reason: "stale", confirmed: true, withdrawnAt: null, reinviteAfter: null },
      ...{ attempts: 5, attemptRunId: "2026-03-01T09:00:00.000Z", attemptReason: "stale" },
      lastError: { label: "LK_ERROR", ref: null, at: "2026-03-01T09:30:00.000Z" },
    },
  ],
  identities: [
    {
      ...{ identityId: "identity-1", version: 4, nextAllowedAt: null, lease: null, withdrawCalls: [], blocks: {} },
      ...{ needsPerson: null, unknownOutcomes: [], lastBelievedListingAt: "2026-03-10T09:00:00.000Z" },
      lastListing: { at: "2026-03-10T09:00:00.000Z", count: 2, trust: "believed" },
    },
  ],
  flags: [
    { personId: "#any" },
    {
      personId: "90001",
      customer: { by: "crm", at: "2026-03-01T00:00:00.000Z", note: null },
      addresses: new Set([OLD_NAME]),
    },
    {
      ...{ personId: `profile#${OLD_NAME}`, belongsTo: "90001" },
      protected: { by: "owner", at: "2026-03-02T00:00:00.000Z", note: "an old friend" },
    },
    { personId: `profile#${ANA_LEE}`, icpMismatch: { by: "owner", at: "2026-03-03T00:00:00.000Z", note: null } },
  ],
  runs: [
    {
      ...{ runId: "run-1", identityId: "identity-1#progress", save: "s1", chunks: 1, next: "https://api.example/2" },
      ...{ startedAt: "2026-03-10T09:00:00.000Z", pages: 1, repeats: 0, expiresAt: TOMORROW },
    },
    {
      ...{ runId: "run-1", identityId: "identity-1#progress#0001", save: "s1", unfitIds: ["76"] },
      expiresAt: TOMORROW,
      invitations: [
        {
          ...{ invitationId: "71", urn: "urn:li:fsd_invitation:71", personId: "90001", profileKey: ANA_LEE },
          sentBy: "2026-02-08T09:30:00.000Z",
        },
        { invitationId: "72", urn: "urn:li:fsd_invitation:72", personId: "90002", sentBy: null },
      ],
    },
  ],
} as const satisfies Record<keyof TableNames, readonly object[]>;

/** Puts them into tables as they are. */
export async function writeVersionBefore(client: DynamoDBDocumentClient, tables: TableNames): Promise<void> {
  for (const name of ["invitations", "identities", "flags", "runs"] as const) {
    const requests = VERSION_BEFORE[name].map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [tables[name]]: requests } }));
  }
}
