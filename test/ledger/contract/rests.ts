import { describe, expect, it } from "vitest";
import type { Claim } from "../../../lib/domain/attempt.ts";
import { FRESH_WORKSPACE, type WorkspaceState } from "../../../lib/domain/workspace.ts";
import {
  aFailedCall,
  anEnding,
  appeared,
  claimed,
  ended,
  giveBack,
  minutesAfter,
  NOW,
  stored,
} from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger } from "./context.ts";

const THREE_DAYS = 3 * 24 * 60;
const rest = { until: minutesAfter(THREE_DAYS), count: 1, attempts: 5 };
const FIFTH = { attempts: 5 };

export function restContract(makeLedger: MakeLedger): void {
  describe("an invitation's rest", () => {
    const t = eachWithLedger(makeLedger);
    const invitations = () => t.ledger.invitations;

    it("begins as a claim is given back, and an earlier one stays where none begins", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, FIFTH);
      const { identityId, invitationId } = seen;
      await giveBack(t.ledger, seen, "attempt-1", { rest });
      const before = await stored(t.ledger, identityId, invitationId);
      await invitations().claim(before, { ...claimOf("attempt-2"), attempts: 6 });
      await giveBack(t.ledger, seen, "attempt-2", { rest: null });

      expect(before).toMatchObject({ state: "pending", rest });
      expect((await stored(t.ledger, identityId, invitationId)).rest).toEqual(rest);
    });

    it("is written later for whoever had none, and not once it has been called for again, or has ended", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, FIFTH);
      const { identityId, invitationId } = seen;

      const written = [
        await invitations().beginRest(identityId, invitationId, { ...rest, attempts: 4 }),
        await invitations().beginRest(identityId, invitationId, rest),
        await invitations().beginRest(identityId, invitationId, rest),
      ];
      await invitations().settle(identityId, invitationId, "attempt-1", anEnding(), null);
      written.push(await invitations().beginRest(identityId, invitationId, rest));

      expect(written).toEqual([false, true, true, false]);
    });

    it("ends at once when somebody says so, and only where one lasts", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, FIFTH);
      const { identityId, invitationId } = seen;
      await giveBack(t.ledger, seen, "attempt-1", { rest });
      const none = await appeared(t.ledger, { invitationId: "7100000000000000009" });

      const ended = [
        await invitations().endRest(identityId, none.invitationId, NOW),
        await invitations().endRest(identityId, invitationId, NOW),
        await invitations().endRest(identityId, invitationId, NOW),
      ];

      expect(ended).toEqual([false, true, false]);
      expect((await stored(t.ledger, identityId, invitationId)).rest).toEqual({ ...rest, until: NOW });
    });

    it("ends at once also where nobody has written it yet", async () => {
      const seen = await claimed(t.ledger, "attempt-1", {}, FIFTH);
      const { identityId, invitationId } = seen;
      await giveBack(t.ledger, seen, "attempt-1", { lastError: { label: "LK_ERROR", ref: null, at: NOW } });

      expect(await invitations().endRest(identityId, invitationId, minutesAfter(1))).toBe(true);
      expect((await stored(t.ledger, identityId, invitationId)).rest).toMatchObject({
        until: minutesAfter(1),
        count: 1,
      });
    });

    it("is what an earlier version's giving up is read as, and is kept as it is taken back", async () => {
      const given = { outcome: "failed", endedAt: NOW, withdrawnAt: null, reinviteAfter: null } as const;
      const seen = await ended(t.ledger, {}, given);
      const { identityId, invitationId } = seen;

      const back = await invitations().reopen(identityId, invitationId, NOW, seen.rest);

      expect(seen.rest).toMatchObject({ until: minutesAfter(THREE_DAYS), count: 1 });
      expect(back).toBe(true);
      expect(await stored(t.ledger, identityId, invitationId)).toMatchObject({ state: "pending", rest: seen.rest });
    });
  });
}

const claimOf = (id: string): Claim => ({
  ...{ attempt: { id, until: minutesAfter(1) }, attempts: 6, attemptsInRun: 1, attemptRunId: "run-2" },
  ...{ attemptReason: "stale", lostAnswers: 0 },
});

export function workspaceContract(makeLedger: MakeLedger): void {
  describe("what is known of faults of the workspace", () => {
    const t = eachWithLedger(makeLedger);
    const state: WorkspaceState = {
      stop: { runId: "run-1", since: NOW, why: "BAD_INPUT", ref: null, runs: 2 },
      stopped: [{ identityId: "a", runId: "run-1", why: "STATUS_403" }],
      rejected: [aFailedCall(), aFailedCall({ invitationId: null, runId: null })],
      trial: { runId: "run-1", isPassed: false, calls: [{ id: "attempt-1", until: minutesAfter(1) }] },
    };

    it("is nothing at first", async () => {
      expect(await t.ledger.workspace.find()).toEqual({ version: 0, state: FRESH_WORKSPACE });
    });

    it("is replaced whole by whoever has read the latest, and by nobody else", async () => {
      const first = await t.ledger.workspace.replace(0, state);
      const late = await t.ledger.workspace.replace(0, FRESH_WORKSPACE);
      const { version } = await t.ledger.workspace.find();
      const second = await t.ledger.workspace.replace(version, FRESH_WORKSPACE);

      expect([first, late, second]).toEqual([true, false, true]);
      expect((await t.ledger.workspace.find()).state).toEqual(FRESH_WORKSPACE);
    });

    it("is read as it was written, and is no run", async () => {
      await t.ledger.workspace.replace(0, state);

      expect((await t.ledger.workspace.find()).state).toEqual(state);
      expect(await t.ledger.runs.latest(10)).toEqual([]);
    });
  });
}
