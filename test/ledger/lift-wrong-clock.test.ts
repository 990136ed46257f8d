import { describe, expect, it } from "vitest";
import type { Claim } from "../../lib/domain/attempt.ts";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { findWrongClock, liftWorkspaceBlock, liftWrongClock } from "../../lib/ledger/lift-wrong-clock.ts";
import { ANA, idOf, testBedFor } from "../helpers/test-bed.ts";

/** Ana's ledger with a claim on the oldest invitation that was taken by a clock ten days ahead. */
async function claimedAhead() {
  const bed = await testBedFor();
  await bed.run({ mode: "dry-run" });
  bed.advance(1);
  const { ledger } = bed.workspace;
  const [oldest] = bed.truth();
  if (oldest === undefined) throw new Error("nobody is pending");
  const seen = await bed.find(oldest);
  const claim: Claim = {
    ...{ attempt: { id: "attempt-1", until: later(bed.now(), 10 * DAY_MS) }, attempts: 1, attemptsInRun: 1 },
    ...{ attemptRunId: "run-1", attemptReason: "stale" as const, lostAnswers: 0 },
  };
  await ledger.invitations.claim(seen, claim);
  return { bed, ledger, oldest };
}

describe("a claim that a wrong clock has taken", () => {
  it("is given back, and whether its call took effect stays in doubt until a list tells", async () => {
    const { bed, ledger, oldest } = await claimedAhead();

    const found = await findWrongClock(ledger, ANA, bed.now());
    await liftWrongClock(ledger, ANA, found, bed.now());

    expect(found).toMatchObject({ times: [], claims: [{ invitationId: idOf(oldest.urn), attemptId: "attempt-1" }] });
    expect(await bed.find(oldest)).toMatchObject({ state: "withdrawing", attempt: null, lostAnswers: 1 });
    bed.advance(1);
    await bed.run({ mode: "dry-run" });
    expect(await bed.find(oldest)).toMatchObject({ state: "pending", lostAnswers: 0 });
  });
});

describe("a stop of every identity", () => {
  it("is lifted where it lasts longer than any, and nowhere else", async () => {
    const { ledger, now } = { ledger: (await testBedFor()).workspace.ledger, now: new Date("2026-11-02T09:00:00Z") };
    const stop = (ms: number) => ({ until: later(now, ms), why: "NO_ACCESS", ref: null });

    await ledger.identities.blockWorkspace(stop(HOUR_MS));
    const [kept, still] = [await liftWorkspaceBlock(ledger, now), await ledger.identities.workspaceBlock()];
    await ledger.identities.blockWorkspace(stop(10 * DAY_MS));
    const lifted = await liftWorkspaceBlock(ledger, now);

    expect([kept, still]).toEqual([[], stop(HOUR_MS)]);
    expect(lifted).toEqual([{ what: "workspace-block", at: later(now, 10 * DAY_MS) }]);
    expect(await ledger.identities.workspaceBlock()).toBeNull();
  });
});
