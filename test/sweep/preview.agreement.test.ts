import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { parseSweepMessage, parseWithdrawMessage } from "../../lib/contract/messages.ts";
import { FRESH_GATE } from "../../lib/domain/gate.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { flag } from "../../lib/ledger/flagging.ts";
import { keyOfAddress } from "../../lib/ledger/profile-key.ts";
import { parsePolicyText } from "../../lib/settings/policy-source.ts";
import { startRun } from "../../lib/start-run/start-run.ts";
import { type Preview, previewAll } from "../../lib/sweep/preview.ts";
import { sweepTogether } from "../../lib/sweep/sweep-together.ts";
import { withdraw } from "../../lib/withdraw/withdraw.ts";
import { aMark, anEnding } from "../helpers/dynamo-records.ts";
import { keepingQueue } from "../helpers/hand-delivery.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";
import {
  addressOf,
  apiOf,
  BEGIN,
  identityOf,
  invitationIdOf,
  personOf,
  sentAtOf,
  type World,
  worlds,
} from "./helpers/worlds.ts";

/** More, and others, with `WORLDS=5000 SEED=7`. */
const WORLDS = Number(process.env.WORLDS ?? 1_000);
const SEED = Number(process.env.SEED ?? 20_261_128);

/** Everything a run touches, over a world, on a clock that only moves when somebody waits. */
async function play(world: World) {
  let now = BEGIN.getTime();
  const clock = {
    now: () => new Date(now),
    async sleep(ms: number) {
      now += ms;
    },
  };
  const ledger = createModelLedger({ now: clock.now });
  const edges = apiOf(world);
  await fill(world, ledger);
  let ids = 0;
  const common = {
    ...{ clock, ledger, edges, random: () => 0.5, log: { info() {}, warn() {}, error() {} }, metrics: { count() {} } },
    newId: () => `id-${++ids}`,
  };
  const policyIn = (mode: "dry-run" | "live") => parsePolicyText(JSON.stringify({ mode, ...world.policy }), "the test");

  const preview = () => previewAll(common, policyIn("live"), undefined, () => {});
  const run = async (mode: "dry-run" | "live") => {
    const queues = { sweep: keepingQueue(), withdraw: keepingQueue() };
    const policy = { read: async () => ({ policy: policyIn(mode), version: 1 }) };
    const c: Collaborators = { ...common, policy, queues };
    const { runId } = await startRun(c, clock.now());
    let messages = queues.sweep.sent.map(({ body }) => parseSweepMessage(body));
    const options = { width: 1, leaseMs: 300_000, agreed: null, stopped: () => false };
    while (messages.length > 0) {
      const left = await sweepTogether(c, messages, options);
      if (left.length === messages.length) now += 60_000;
      messages = [...left];
    }
    for (const { body } of queues.withdraw.sent) {
      for (;;) {
        const result = await withdraw(c, parseWithdrawMessage(body));
        if (result.kind === "ack") break;
        now = Math.max(now, result.at.getTime());
      }
    }
    const eligible = new Map<string, number>();
    for await (const sweep of ledger.runs.sweeps(runId)) eligible.set(sweep.identityId, sweep.eligible);
    now += 600_000;
    return eligible;
  };
  return { preview, run, calls: edges.calls };
}

/** What runs of another day have left behind. */
async function fill(world: World, ledger: ReturnType<typeof createModelLedger>): Promise<void> {
  for (let index = 0; index < world.identities; index += 1) {
    const needs = world.needsPerson.find(({ identity }) => identity === index);
    const needsPerson = needs === undefined ? null : { since: BEGIN, why: needs.why, ref: null };
    await ledger.identities.replaceGate(identityOf(index), 0, { ...FRESH_GATE, needsPerson });
  }
  for (const one of world.invitations.filter(({ before }) => before !== "nothing")) {
    const [identityId, invitationId] = [identityOf(one.identity), invitationIdOf(one)];
    const sentAt = sentAtOf(one);
    await ledger.invitations.insertIfAbsent({
      ...{
        identityId,
        invitationId,
        urn: `urn:li:fsd_invitation:${invitationId}`,
        personId: personOf(one.person),
        kind: "CONNECTION",
      },
      ...{
        profileKey: keyOfAddress(addressOf(one.person)),
        sentAt,
        firstSeenAt: sentAt,
        unreadableAt: null,
        salesNavigatorKey: null,
        sentFrom: null,
        sentWidthAtFirstSight: null,
        contradictingAt: null,
      },
    });
    if (one.before === "open") continue;
    const outcome = one.before === "gone" ? "gone" : "withdrawn";
    const endedAt = later(BEGIN, -DAY_MS);
    const ending = anEnding({ outcome, endedAt, confirmed: one.before !== "withdrawn-unconfirmed" });
    await ledger.invitations.end(identityId, invitationId, ending, BEGIN);
  }
  for (const { person, kind, by } of world.flags) {
    const target = by === "id" ? { personId: personOf(person) } : { profileKey: keyOfAddress(addressOf(person)) };
    await flag(ledger, target, { ...aMark(), kind });
  }
}

const callsIn = ({ identities }: Preview): string[] =>
  identities
    .flatMap(({ identityId, today }) => today.map(({ invitation }) => `${identityId}/${invitation.invitationId}`))
    .sort();

const eligibleIn = ({ identities }: Preview): Record<string, number> =>
  Object.fromEntries(
    identities
      .filter(({ decision, heldBecause }) => decision !== null && heldBecause !== "outcomes-not-known")
      .map(({ identityId, decision }) => [identityId, decision?.eligible.length ?? 0]),
  );

/** Of identities that a run sweeps; what is shown of one that waits for a person is for that person. */
const verdictsIn = ({ identities }: Preview): string[] =>
  identities
    .filter(({ heldBecause }) => heldBecause !== "outcomes-not-known")
    .flatMap(({ decision }) => decision?.plan ?? [])
    .map(({ invitation, verdict, reason }) => `${invitation.invitationId} ${verdict} ${reason}`)
    .sort();

describe(`in ${WORLDS} worlds`, () => {
  it("the first preview, the dry run, the question and the calls of the first live run agree", async () => {
    let called = 0;
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { preview, run, calls } = await play(world);

        const first = await preview();
        const again = await preview();
        const dry = await run("dry-run");
        const question = await preview();
        await run("live");

        expect(verdictsIn(again)).toEqual(verdictsIn(first));
        expect(verdictsIn(question)).toEqual(verdictsIn(first));
        expect(Object.fromEntries([...dry].filter(([id]) => id in eligibleIn(first)))).toEqual(eligibleIn(first));
        expect(callsIn(question)).toEqual(callsIn(first));
        expect([...calls].sort()).toEqual(callsIn(first));
        called += calls.length;
      }),
      { numRuns: WORLDS, seed: SEED },
    );
    // Worlds in which nobody is called for would agree about nothing.
    expect(called).toBeGreaterThan(WORLDS);
  }, 300_000);
});
