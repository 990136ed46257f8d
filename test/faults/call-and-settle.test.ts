import { describe, expect, it } from "vitest";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import { ANA, idOf } from "../helpers/test-bed.ts";
import { AGREED } from "./agreement.ts";
import { type Job, type Stand, stand } from "./stand.ts";
import type { Death } from "./steps.ts";
import { callsFor, quietWorld, staleIn } from "./worlds.ts";

const BACKLOG = 6;
/** The first listing writes each invitation once; then come the claim and the settling of the oldest. */
const SETTLING = BACKLOG + 2;
const WITHDRAW = "linkedin-withdraw-invitation";

/** What became of the invitation that the first call is for. Calls are those that have reached the sandbox. */
async function oldestAfter(here: Stand, kill: (here: Stand) => Promise<void>) {
  const [oldest] = staleIn(here.outside);
  if (oldest === undefined) throw new Error("nothing is stale in this world");
  await kill(here);
  await here.noteWritten();
  const found = await here.settle();
  const item = await here.reading((ledger) => ledger.invitations.find(ANA, idOf(oldest.urn)));
  const { outcome, confirmed } = item?.ending ?? {};
  return { found, outcome, confirmed, calls: callsFor(here.outside, oldest) };
}

/** A live run that dies at a step of its own. */
const dyingAt =
  (death: Death, job: Job = {}) =>
  async ({ start }: Stand) => {
    const { signal, diedAt } = await start({ ...job, death }).ended;
    expect({ signal, at: diedAt?.includes(death.at) }).toEqual({ signal: "SIGKILL", at: true });
  };

/** A live run that is killed while it waits for the answer to its first withdrawal. */
const waiting = (effect: boolean) => async (here: Stand) => {
  const run = here.start();
  await here.outside.interrupt({ action: "withdraw", nth: 1, effect, meanwhile: run.kill });
  expect((await run.ended).signal).toBe("SIGKILL");
};

describe("a run that is killed between a call and its settling", { timeout: 120_000 }, () => {
  it.each([
    ["with the claim written, before it calls", dyingAt({ at: `${WITHDRAW} is about`, nth: 1 }), 1, true],
    ["while it waits, before the effect", waiting(false), 1, true],
    ["while it waits, after the effect", waiting(true), 1, false],
    ["with the answer in hand", dyingAt({ at: `${WITHDRAW} has answered`, nth: 1 }), 1, false],
    ["with the outcome half written", dyingAt({ at: "_del index-global Invitations pending is", nth: 1 }), 1, false],
    ["with the outcome in one index", dyingAt({ at: "outcomesByDay is on disk", nth: 1 }), 1, false],
    ["with the outcome written", dyingAt({ at: "_put item-Invitations is on disk", nth: SETTLING }), 1, true],
    ["with the message still there", dyingAt({ at: "DeleteMessage arrives", nth: 2 }), 1, true],
  ] as const)("%s: one outcome, and confirmed only if its answer was written", async (_, kill, calls, confirmed) => {
    const after = await oldestAfter(await stand(quietWorld(BACKLOG)), kill);

    expect(after).toEqual({ found: AGREED, outcome: "withdrawn", confirmed, calls });
  });
});

describe("an answer that is lost, and then the run is killed", { timeout: 120_000 }, () => {
  const afterEffect: FaultSpec = { kind: "drop-after-effect", action: "withdraw" };
  const beforeEffect: FaultSpec = { kind: "drop-before-effect", action: "withdraw" };
  const lossWritten: Death = { at: "_put item-Invitations is on disk", nth: SETTLING };
  const lossHalfWritten: Death = { at: "_put index-global Invitations pending is on disk", nth: SETTLING };
  const secondAnswer: Death = { at: `${WITHDRAW} has answered`, nth: 1 };

  it.each([
    ["dropped after the effect, its loss half written", [afterEffect], lossHalfWritten, 1, false],
    ["dropped after the effect, its loss written", [afterEffect], lossWritten, 1, false],
    ["dropped after the effect, the second answer in hand", [afterEffect], secondAnswer, 2, false],
    ["dropped before the effect, its loss written", [beforeEffect], lossWritten, 2, true],
    ["dropped before the effect, the second answer in hand", [beforeEffect], secondAnswer, 2, false],
  ] as const)("%s: one outcome, as the truth says", async (_, faults, death, calls, confirmed) => {
    const after = await oldestAfter(await stand({ ...quietWorld(BACKLOG), faults }), dyingAt(death));

    expect(after).toEqual({ found: AGREED, outcome: "withdrawn", confirmed, calls });
  });

  it.each([
    ["its loss written", lossWritten, 1],
    ["the second answer in hand", secondAnswer, 2],
  ] as const)("by the time-out after the effect, %s: one outcome, as the truth says", async (_, death, calls) => {
    const here = await stand(quietWorld(BACKLOG));
    const over = here.outside.interrupt({ action: "withdraw", nth: 1, effect: true, meanwhile: () => {} });

    const after = await oldestAfter(here, dyingAt(death, { httpTimeoutMs: 300 }));

    await over;
    expect(after).toEqual({ found: AGREED, outcome: "withdrawn", confirmed: false, calls });
  });
});
