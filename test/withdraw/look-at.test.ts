import { expect, it } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { DAY_MS, later, MINUTE_MS } from "../../lib/domain/time.ts";
import { lookAt } from "../../lib/withdraw/look-at.ts";
import { at, identityPolicy } from "../domain/helpers/records.ts";
import { aClaim, anInvitation } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const NOON = at("2026-11-02T12:00:00.000Z");
const LAG_MS = 800;
const { identityId, invitationId } = anInvitation();

/** An invitation of so many days, in a ledger that is read as it was 0.8 seconds ago where nobody asks for more. */
async function lagging(days: number) {
  const time = { now: later(NOON, -MINUTE_MS) };
  const ledger = createModelLedger({ now: () => time.now, indexLagMs: () => LAG_MS });
  const sentAt = later(NOON, -days * DAY_MS);
  await ledger.invitations.insertIfAbsent(anInvitation({ sentAt, sentFrom: sentAt, firstSeenAt: sentAt }));
  time.now = NOON;
  const c = { ledger, clock: { now: () => time.now }, edges: { clockOffsetMs: () => 0 } } as unknown as Collaborators;
  const look = async () => {
    time.now = later(time.now, LAG_MS / 2);
    const message = { v: 1, kind: "withdraw", runId: "run-1", identityId, invitationId } as const;
    const until = { plannedAt: NOON, expiresAt: later(NOON, DAY_MS) };
    return lookAt(c, {
      message: { ...message, ...until, reason: days > 20 ? "stale" : "requested" },
      policy: identityPolicy(),
      attemptId: "attempt-1",
      identity: await ledger.identities.find(identityId),
    });
  };
  return { ledger, look };
}

it("hears of a request that was noted a moment ago", async () => {
  const { ledger, look } = await lagging(2);
  await ledger.invitations.requestWithdrawal(identityId, invitationId, {
    id: "1",
    by: "crm",
    reason: "lost",
    at: NOON,
  });

  expect(await look()).toMatchObject({ judged: { reason: "requested", keptFor: null }, decision: { go: true } });
});

it("cannot claim what another attempt has claimed since what it saw", async () => {
  const { ledger, look } = await lagging(40);
  const before = await ledger.invitations.find(identityId, invitationId);
  if (before === null) throw new Error("it was inserted");
  await ledger.invitations.claim(before, aClaim("attempt-2"));

  const looked = await look();

  if (looked?.decision.go !== true) throw new Error("it looked free a moment ago");
  expect(looked.invitation.attempt).toBeNull();
  expect(await ledger.invitations.claim(looked.invitation, looked.decision.claim)).toBe(false);
});
