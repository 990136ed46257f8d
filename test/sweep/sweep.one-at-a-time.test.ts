import { describe, expect, it } from "vitest";
import { OUTCOMES_NOT_KNOWN } from "../../lib/domain/gate.ts";
import { longestWait } from "../../lib/domain/waiting.ts";
import { fastForwardThrough } from "../../lib/local/fast-forward-clock.ts";
import { previewAll } from "../../lib/sweep/preview.ts";
import { reconcile } from "../../lib/sweep/reconcile.ts";
import { withdraw } from "../../lib/withdraw/withdraw.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";
import type { FieldCall } from "../helpers/field-api.ts";
import { type FieldBed, fieldBed } from "../helpers/field-bed.ts";
import type { FieldFault, FieldState } from "../helpers/field-state.ts";
import { keepingQueue } from "../helpers/hand-delivery.ts";
import { ANA, policyOf } from "../helpers/test-bed.ts";

const LIST = "linkedin-extract-sent-invitations";
const CONNECTIONS = "linkedin-extract-connections";
const WITHDRAW = "linkedin-withdraw-invitation";
/** How long a call may be at work at the vendor's, less what it took to get there; and the shortest gap after it. */
const LIMIT_S = 59;
const GAP_S = 60;
/** Of real time, and enough for every call that is answered. */
const TIMEOUT_MS = 1_000;

const worldWith = (...faults: readonly FieldFault[]): FieldState => ({
  identities: {
    [ANA]: {
      name: "Ana",
      invitations: [1, 2, 3].map((index) => ({
        ...{ id: 7_500_000_000_000_002_000n + BigInt(index), sent_date: "2026-10-20T12:00:00.000Z" },
        profile_id: 100 + index,
      })),
      connections: [{ profile_id: 101, connected_at: "2026-11-28T13:00:00.000Z" }],
    },
  },
  faults,
});
const hang = (action: string, times = 1): FieldFault => ({ match: { action }, do: "hang", times });

/** Its first invitation has left the list. */
const withoutTheFirst = ({ identities, ...state }: FieldState): FieldState => ({
  ...state,
  identities: Object.fromEntries(
    Object.entries(identities).map(([id, one]) => [id, { ...one, invitations: one.invitations.slice(1) }]),
  ),
});

/** Seconds between each call of the identity and the one before it. */
function secondsBefore({ api }: FieldBed): { readonly action: string; readonly seconds: number }[] {
  const calls = api.calls.filter(({ identityId }) => identityId !== null);
  const since = ({ at }: FieldCall, index: number) => (at.getTime() - (calls[index - 1]?.at.getTime() ?? 0)) / 1000;
  return calls.map((call, index) => ({ action: call.action, seconds: since(call, index) }));
}

describe("a call that ran into its time-out keeps every other of its identity away until it has ended", () => {
  it("a list", async () => {
    const bed = await fieldBed(worldWith(hang(LIST)), { timeoutMs: TIMEOUT_MS });

    const sweeps = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)).toMatchObject({ listing: "complete", listed: 3 });
    const [, repeated] = secondsBefore(bed);
    expect(repeated).toMatchObject({ action: LIST });
    expect(repeated?.seconds).toBeGreaterThanOrEqual(LIMIT_S);
  });

  it("a list that is given up: its lease says so, and a preview lists nothing", async () => {
    const bed = await fieldBed(worldWith(hang(LIST, 9)), { timeoutMs: TIMEOUT_MS });
    const { workspace } = bed;

    const sweeps = await bed.run();

    const last = bed.api.calls.at(-1)?.at.getTime() ?? 0;
    const { gate } = await workspace.ledger.identities.find(ANA);
    expect(sweeps.get(ANA)).toMatchObject({ listing: "partial", lastError: { label: "no-answer" } });
    expect((gate.lease?.until.getTime() ?? 0) - last).toBeGreaterThanOrEqual(LIMIT_S * 1000);
    expect((gate.nextAllowedAt?.getTime() ?? 0) - last).toBeGreaterThanOrEqual((LIMIT_S + GAP_S) * 1000);
    const calls = bed.api.calls.filter(({ action }) => action === LIST).length;
    const { policy } = await policyOf({}).read();
    const { identities } = await previewAll(workspace, policy, undefined, () => {});
    expect(identities[0]?.heldBecause).toMatch(/^not listed, busy until /);
    expect(bed.api.calls.filter(({ action }) => action === LIST)).toHaveLength(calls);
  });

  it("a withdrawal: the next one, of whomever, comes when it has ended and the gap is over", async () => {
    const bed = await fieldBed(worldWith(hang(WITHDRAW)), { timeoutMs: TIMEOUT_MS });

    await bed.run();

    const [hung, ...others] = secondsBefore(bed).filter(({ action }) => action === WITHDRAW);
    expect(hung).toBeDefined();
    expect(others.length).toBeGreaterThanOrEqual(3);
    expect(others[0]?.seconds).toBeGreaterThanOrEqual(LIMIT_S + GAP_S);
    expect(bed.api.withdrawn).toHaveLength(3);
  });

  it("a list that is given up, also for a preview of an identity that needs a person", async () => {
    const bed = await fieldBed(worldWith(hang(LIST, 9)), { timeoutMs: TIMEOUT_MS });
    const { workspace } = bed;
    await bed.run();
    const needsPerson = { since: workspace.clock.now(), why: OUTCOMES_NOT_KNOWN, ref: null };
    await workspace.ledger.identities.setNeedsPerson(ANA, needsPerson);
    const { policy } = await policyOf({}).read();

    const { identities } = await previewAll(workspace, policy, undefined, () => {});

    expect(identities[0]?.heldBecause).toMatch(/^not listed, busy until /);
  });

  it("a withdrawal: its message is hidden until the next call may be made, which costs one receive", async () => {
    const bed = await fieldBed(worldWith(hang(WITHDRAW)), { timeoutMs: TIMEOUT_MS });
    const { workspace } = bed;
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    const queues = { sweep: keepingQueue(), withdraw: keepingQueue() };
    const now = workspace.clock.now();
    const message = {
      ...({ v: 1, kind: "withdraw", runId: "run-1", identityId: ANA, invitationId: "7500000000000002001" } as const),
      ...({ reason: "stale", plannedAt: now, expiresAt: new Date(now.getTime() + 3_600_000) } as const),
    };

    // The longest gap the policy allows.
    const random = () => 0.999;
    const result = await withdraw({ ...workspace, random, policy: policyOf({}), queues }, message);

    const called = bed.api.calls.at(-1)?.at.getTime() ?? 0;
    const { gate } = await workspace.ledger.identities.find(ANA);
    if (result.kind === "ack") throw new Error("the message is gone");
    expect((gate.lease?.until.getTime() ?? 0) - called).toBeGreaterThanOrEqual(LIMIT_S * 1000);
    expect((gate.nextAllowedAt?.getTime() ?? 0) - called).toBeGreaterThanOrEqual((LIMIT_S + 2 * GAP_S) * 1000);
    expect(result.at.getTime()).toBeGreaterThanOrEqual(gate.nextAllowedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  it("the list of connections: the withdrawal after it waits", async () => {
    const bed = await fieldBed(worldWith(hang(CONNECTIONS, 9)), { timeoutMs: TIMEOUT_MS });
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    bed.api.become(withoutTheFirst);

    const sweeps = await bed.run();

    expect(sweeps.get(ANA)).toMatchObject({ unresolved: 1, accepted: 0, gone: 0 });
    expect(bed.warnings).toContainEqual({
      message: "the list of connections ended early",
      fields: { identityId: ANA, label: "no-answer", fault: "timed out after 1 s" },
    });
    const calls = secondsBefore(bed);
    const [first, ...repeated] = calls.filter(({ action }) => action === CONNECTIONS);
    expect(first).toBeDefined();
    expect(repeated.length).toBeGreaterThan(0);
    for (const { seconds } of repeated) expect(seconds).toBeGreaterThanOrEqual(LIMIT_S);
    const next = calls.find(({ action }) => action === WITHDRAW);
    expect(next?.seconds).toBeGreaterThanOrEqual(LIMIT_S + GAP_S);
  });

  it("the list of connections that a person asked for with reconcile", async () => {
    const bed = await fieldBed(worldWith(hang(CONNECTIONS, 9)), { timeoutMs: TIMEOUT_MS });
    const { clock, ledger } = bed.workspace;
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    bed.api.become(withoutTheFirst);
    const request = { identityId: ANA, policy: await policyOf({}).read(), agree: async () => true };

    const result = await fastForwardThrough(clock, reconcile(bed.workspace, request));

    const last = bed.api.calls.at(-1);
    const { gate } = await ledger.identities.find(ANA);
    expect(result).toMatchObject({ kind: "mended", counts: { unresolved: 1 } });
    expect(last?.action).toBe(CONNECTIONS);
    expect((gate.lease?.until.getTime() ?? 0) - (last?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(LIMIT_S * 1000);
  });

  it("a preview's list, which no lease tells of: the preview itself ends later", async () => {
    const bed = await fieldBed(worldWith(hang(LIST, 9)), { timeoutMs: TIMEOUT_MS });
    const { clock } = bed.workspace;
    const { policy } = await policyOf({}).read();

    const preview = await fastForwardThrough(
      clock,
      previewAll(bed.workspace, policy, undefined, () => {}),
    );

    const last = bed.api.calls.at(-1)?.at.getTime() ?? 0;
    expect(preview.identities[0]?.heldBecause).toContain("timed out");
    expect(clock.now().getTime() - last).toBeGreaterThanOrEqual(LIMIT_S * 1000);
  });

  it("is told by the command that would call meanwhile", async () => {
    const root = temporaryFolder();
    const bed = await fieldBed(worldWith(hang(LIST, 9)), { timeoutMs: TIMEOUT_MS, root });
    await bed.run();
    await bed.close();
    const calls = bed.api.calls.filter(({ action }) => action === LIST).length;

    const { out } = await sweeper(["preview", "--edges", "real", "--data", root], { env: bed.api.env });

    expect(out).toMatch(/held: .*not listed, busy until 20\d\d-/);
    expect(bed.api.calls.filter(({ action }) => action === LIST)).toHaveLength(calls);
  });
});

it("the queue hides a message for longer than a call may be under way, with the gap after it", () => {
  expect(longestWait("busy")).toBeGreaterThan((LIMIT_S + 900) * 1000);
});
