import { describe, expect, it } from "vitest";
import type { WithdrawMessage } from "../../lib/contract/messages.ts";
import { WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { HOUR_MS, later } from "../../lib/domain/time.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import { withdraw } from "../../lib/withdraw/withdraw.ts";
import { type CrashPlan, crashPlan, dying } from "../helpers/crash.ts";
import { collaborators, deliverByHand } from "../helpers/hand-delivery.ts";
import { ANA, account, contradictions, idOf, NO_CONTRADICTIONS, staleAt, testBedFor } from "../helpers/test-bed.ts";

/** More than the steps of any one pass, so that the loop below ends by completing and not by this. */
const MAX_STEPS = 40;

describe.each(["before", "after"] as const)("a withdraw function that dies %s any one of its steps", (when) => {
  it.each([
    { answer: "arrives", faults: [] },
    { answer: "is lost, with effect", faults: [{ kind: "drop-after-effect", action: "withdraw" }] },
    { answer: "is lost, without effect", faults: [{ kind: "drop-before-effect", action: "withdraw" }] },
    { answer: "says to try later", faults: [{ kind: "label", label: "GENERIC_ERROR", action: "withdraw" }] },
  ] as const)("is healed by redelivery, or by the next list, when the answer $answer", async ({ faults }) => {
    const bed = await testBedFor({ identities: [account({ backlog: 70, backlogDays: 60 })] });
    await bed.run({ mode: "dry-run" });
    const { clock, ledger, edges } = bed.workspace;
    const queue = staleAt(bed.truth(), bed.now());
    const told: Record<string, unknown>[] = [];

    const left: { readonly standing: TrueState; readonly diedAt: string | null }[] = [];
    let finished = false;
    for (let step = 1; step <= MAX_STEPS && !finished; step += 1) {
      const standing = queue.shift();
      if (standing === undefined) throw new Error("not enough stale invitations for all steps");
      // A day apart: neither the cap nor the streak of unknown answers of one crash meets the next.
      bed.advance(1.1);
      bed.sandbox.faults.clear();
      bed.sandbox.faults.add(...(faults as readonly FaultSpec[]));
      const plan: CrashPlan = crashPlan(step, when);
      const c = collaborators(bed);
      const mortal = { ...c, ledger: dying(ledger, plan, "ledger."), edges: dying(edges, plan, "edges.") };
      const message: WithdrawMessage = {
        ...{ v: 1, kind: "withdraw", runId: `run-${step}`, identityId: ANA, invitationId: idOf(standing.urn) },
        ...{ reason: "stale", plannedAt: bed.now(), expiresAt: later(bed.now(), 18 * HOUR_MS) },
      };

      await deliverByHand(clock, WITHDRAW_QUEUE, () => withdraw(mortal, message));

      finished = plan.diedAt === null;
      const { state } = await bed.find(standing);
      const truth = bed.sandbox.world.fateOf(standing.urn, bed.now().getTime())?.state;
      const calls = bed.withdrawCalls(standing.urn).length;
      if (calls > 1 + faults.length + 1) told.push({ diedAt: plan.diedAt, state, truth, calls });
      // A call that failed after one whose function died is this run's second: the next list tells what it did.
      if (state !== "withdrawn" || truth !== "withdrawn") left.push({ standing, diedAt: plan.diedAt });
    }
    bed.advance(1);
    await bed.run({ mode: "dry-run" });
    for (const { standing, diedAt } of left) {
      const { state } = await bed.find(standing);
      const truth = bed.sandbox.world.fateOf(standing.urn, bed.now().getTime())?.state;
      if (state !== truth || faults.length === 0) told.push({ diedAt, state, truth });
    }

    expect(finished).toBe(true);
    expect(told).toEqual([]);
    const { calledAfterDone, confirmedWrongly, ...others } = await contradictions(bed);
    // Dying with the answer in hand is losing it: the second call is how it is found out, and not confirmed then.
    expect(calledAfterDone?.length).toBeLessThanOrEqual(5);
    expect(confirmedWrongly?.toSorted()).toEqual(calledAfterDone?.toSorted());
    expect(others).toEqual(
      Object.fromEntries(Object.entries(NO_CONTRADICTIONS).filter(([key]) => Object.hasOwn(others, key))),
    );
  });
});
