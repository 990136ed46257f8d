import { expect, onTestFinished, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../lib/domain/time.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import { startSandbox } from "../../lib/sandbox/server.ts";
import { edgesAt, IDENTITY } from "./helpers/edges.ts";

const START = Date.parse("2026-11-22T12:00:00.000Z");

/** A run over five pending invitations on the sandbox, an hour later. */
async function runOnSandbox(...faults: FaultSpec[]) {
  let now = START;
  const clock = { now: () => now, sleep: async () => {} };
  const identities = [{ uid: IDENTITY, name: "Ana", backlog: 20 }];
  const fates = { acceptedShare: 0, declinedShare: 0, declinesOverDays: 60 };
  const sandbox = await startSandbox({ seed: 3, epoch: new Date(START), identities, fates, clock, faults });
  onTestFinished(() => sandbox.close());
  const { client } = edgesAt(sandbox.url, { apiKey: async () => sandbox.apiKey });
  const states = () => sandbox.world.trueStates(IDENTITY, now);
  const urns = states()
    .filter(({ state }) => state === "pending")
    .slice(0, 5)
    .map(({ urn }) => urn);
  const accepted = await client.startWithdrawRun({ identityId: IDENTITY, urns, mode: "live" });
  now += HOUR_MS;
  const runUid = accepted.kind === "accepted" ? accepted.runUid : "";
  const withdrawn = () => states().flatMap(({ urn, state }) => (state === "withdrawn" ? [urn] : []));
  return { client, urns, accepted, runUid, withdrawn, later: () => (now += DAY_MS) };
}

test("a run on the sandbox is followed to its end, and every input has its result", async () => {
  const { client, runUid, urns, withdrawn } = await runOnSandbox();
  expect(await client.readWithdrawRun(runUid)).toMatchObject({ state: { status: "SUCCEEDED", phase: "over" } });
  const answer = await client.readWithdrawRunOutputs(runUid);
  expect(answer).toMatchObject({ kind: "outputs", isComplete: true });
  const outputs = answer.kind === "outputs" ? answer.outputs : [];
  expect(outputs.map(({ urn }) => urn).toSorted()).toEqual(urns.toSorted());
  expect(outputs.every(({ result }) => result.kind === "done")).toBe(true);
  expect(withdrawn().toSorted()).toEqual(urns.toSorted());
});

test("only what the sandbox has withdrawn is done, whatever is wrong with the outputs", async () => {
  const { client, runUid, withdrawn } = await runOnSandbox(
    { kind: "lost-outputs", inputs: 1 },
    { kind: "unnamed-output", inputs: 1 },
    { kind: "input-label", label: "STATUS_404", inputs: 2 },
  );
  const answer = await client.readWithdrawRunOutputs(runUid);
  const outputs = answer.kind === "outputs" ? answer.outputs : [];
  const done = outputs.flatMap(({ urn, result }) => (result.kind === "done" ? [urn] : []));
  expect(done.length).toBeGreaterThan(0);
  expect(withdrawn()).toEqual(expect.arrayContaining(done));
  for (const { result } of outputs) {
    if (result.kind === "failed") expect(result.failure).toMatchObject({ effect: "maybe", reaction: "not-known" });
  }
});

test("a lost answer to a start is a failure that may have taken effect, and it did", async () => {
  const lost = await runOnSandbox({ kind: "drop-after-effect", action: "start-run" });
  expect(lost.accepted).toMatchObject({ kind: "failed", failure: { effect: "maybe", sent: true } });
  expect(lost.withdrawn().toSorted()).toEqual(lost.urns.toSorted());
});

test.each([
  ["forgotten-run", { kind: "unknown-run" }],
  ["stuck-run", { state: { status: "RUNNING", phase: "under-way" } }],
  ["invalid-run", { state: { phase: "refused" } }],
  ["status-word", { state: { phase: "under-way", unlisted: true } }],
] as const)("with the fault %s the client says so", async (kind, said) => {
  const { client, runUid, later } = await runOnSandbox({ kind });
  later();
  expect(await client.readWithdrawRun(runUid)).toMatchObject(said);
});
