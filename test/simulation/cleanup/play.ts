import { advanceCleanup } from "../../../lib/cleanup/advance.ts";
import type { CleanupCollaborators, CleanupStep } from "../../../lib/cleanup/cleanup-step.ts";
import { reopenParts } from "../../../lib/cleanup/reopen-parts.ts";
import { startCleanup } from "../../../lib/cleanup/start-cleanup.ts";
import type { Collaborators } from "../../../lib/collaborators.ts";
import { parseWithdrawMessage } from "../../../lib/contract/messages.ts";
import type { ChosenInvitation } from "../../../lib/domain/cleanup.ts";
import { invitationIdOf } from "../../../lib/domain/linkedin-ids.ts";
import { DEFAULT_POLICY, type Policy } from "../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from "../../../lib/domain/time.ts";
import { createEdgesClient } from "../../../lib/edges/client.ts";
import type { OutgoingMessage } from "../../../lib/queue/queue.ts";
import { assembleSandbox } from "../../../lib/sandbox/assemble.ts";
import { type Rng, seededRng } from "../../../lib/sandbox/rng.ts";
import { reconcile } from "../../../lib/sweep/reconcile.ts";
import { sweep } from "../../../lib/sweep/sweep.ts";
import { withdraw } from "../../../lib/withdraw/withdraw.ts";
import { Crash } from "../../helpers/crash.ts";
import { aMark } from "../../helpers/dynamo-records.ts";
import { createModelLedger } from "../model/ledger.ts";
import { InProcess } from "./in-process.ts";
import { countCalls, judgeCalls, judgeLedger, type Played } from "./judge.ts";
import { scenarioOf } from "./scenario.ts";
import { createTurns, type Death } from "./turns.ts";

/** A queue that nobody polls. */
function keepingQueue() {
  const sent: OutgoingMessage[] = [];
  return {
    sent,
    send: async (messages: readonly OutgoingMessage[]) => void sent.push(...messages),
    hide: async () => {},
  };
}

/** Claiming takes many calls, following few. */
const drawDeath = (rng: Rng): Death => ({
  at: 1 + Math.floor(rng() * (rng() < 0.6 ? 6 : 200)),
  when: rng() < 0.5 ? "before" : "after",
  calls: 0,
});

const MAX_STEPS = 3_000;
/** So many random happenings; then it is only carried on. */
const HAPPENINGS = 60;

/** Plays one world: a clean-up with crashes, faults, flags, stops and ordinary runs in between, then lists. */
export async function playCleanup(seed: number): Promise<Played> {
  const rng = seededRng(seed, "cleanup");
  const scenario = scenarioOf(seed);
  let now = Date.parse("2026-11-02T09:00:00.000Z");
  const clock = {
    now: () => new Date(now),
    sleep: async (ms: number) => {
      now += Math.max(0, ms);
    },
  };
  const fates = { acceptedShare: scenario.acceptedShare, declinedShare: 0, declinesOverDays: 60 };
  const { api, world, faults, apiKey } = assembleSandbox(
    {
      ...{
        seed,
        epoch: new Date(now),
        identities: scenario.identities,
        fates,
        minGapSeconds: 55,
        sharedPeopleShare: 0,
      },
      clock: { now: () => now, sleep: async () => {} },
    },
    () => "http://edges.invalid",
  );
  const edges = createEdgesClient({
    ...{ baseUrl: "http://edges.invalid/v1", apiKey: async () => apiKey, dispatcher: new InProcess(api, () => now) },
    ...{ now: clock.now, sleep: clock.sleep, random: rng },
  });
  const ledger = createModelLedger({ now: clock.now });
  let policy: Policy = { ...DEFAULT_POLICY, mode: "live", dailyCap: scenario.dailyCap, runCap: scenario.runCap };
  let ids = 0;
  const queues = { sweep: keepingQueue(), withdraw: keepingQueue() };
  const c: Collaborators & CleanupCollaborators = {
    ...{ clock, random: rng, edges, ledger, queues, isOnlyClock: true, pollMs: 5 * MINUTE_MS },
    newId: () => `id-${seed}-${++ids}`,
    log: { info() {}, warn() {}, error() {} },
    metrics: { count() {} },
    policy: { read: async () => ({ policy, version: 1 }) },
  };
  const identityIds = scenario.identities.map(({ uid }) => uid);
  const jump = (ms: number): void => {
    now += ms;
  };

  /** A run, as far as its gates let it: lists, and in live mode up to three calls for each. */
  const run = async (mode: Policy["mode"]): Promise<void> => {
    const startedAt = clock.now();
    const runId = startedAt.toISOString();
    await ledger.runs.begin({ runId, scheduledAt: startedAt, startedAt, mode: "live", policyVersion: 1 });
    const own: Collaborators = { ...c, policy: { read: async () => ({ policy: { ...policy, mode }, version: 1 }) } };
    for (const identityId of identityIds) {
      for (let tries = 0; tries < 3; tries += 1) {
        const message = { v: 1, kind: "sweep", runId, identityId, connected: true } as const;
        const result = await sweep(own, message, later(clock.now(), 10 * MINUTE_MS));
        if (result.kind === "ack") break;
        now = Math.max(now, result.at.getTime());
      }
    }
    await ledger.runs.markStarted(runId, identityIds.length, []);
    for (const { body } of queues.withdraw.sent.splice(0).slice(0, 3 * identityIds.length)) {
      for (let tries = 0; tries < 3; tries += 1) {
        const result = await withdraw(own, parseWithdrawMessage(body));
        if (result.kind === "ack") break;
        now = Math.max(now, result.at.getTime());
      }
    }
  };

  await run("dry-run");
  jump(HOUR_MS);
  const choice = new Map<string, ChosenInvitation[]>();
  const chosen = new Set<string>();
  for (const identityId of identityIds) {
    const all: ChosenInvitation[] = [];
    for await (const { invitationId, sentAt } of ledger.invitations.open(identityId)) {
      const isOld = now - sentAt.getTime() >= 21 * DAY_MS;
      if (rng() < (isOld ? 0.8 : 0.1)) all.push({ invitationId, reason: "stale" });
    }
    if (all.length > 0) choice.set(identityId, all);
    for (const { invitationId } of all) chosen.add(`urn:li:fsd_invitation:${invitationId}`);
  }
  faults.add(...scenario.faults);
  const cleanupId = await startCleanup(c, choice);
  const flagged = new Set<string>();
  const broken: string[] = [];
  const steps = new Map<string, CleanupStep>();
  let crashes = 0;

  const advance = async (identityId: string, death: Death | null, turns: ReturnType<typeof createTurns>) => {
    const mortal = { ...c, ledger: turns.process(ledger, death), edges: turns.process(edges, death) };
    try {
      steps.set(identityId, await advanceCleanup(mortal, { cleanupId, identityId }));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashes += 1;
      steps.delete(identityId);
    }
  };
  /** Advances some parts, now and then one of them twice at once, and looks that nobody protected was handed over. */
  const advanceSome = async (isQuiet: boolean): Promise<void> => {
    const open = [...choice.keys()].filter((id) => steps.get(id)?.kind !== "over");
    const turns = createTurns(rng);
    const before = world.runs(now).length;
    await Promise.all(
      open.flatMap((id) => {
        const death = (): Death | null => (isQuiet || rng() > 0.4 ? null : drawDeath(rng));
        const work = [advance(id, death(), turns)];
        if (!isQuiet && rng() < 0.25) work.push(advance(id, death(), turns));
        return work;
      }),
    );
    for (const { urns } of world.runs(now).slice(before)) {
      for (const urn of urns) if (flagged.has(urn)) broken.push(`handed over though protected: ${urn}`);
    }
    const due = [...steps.values()].flatMap((step) => (step.kind === "wait" ? step.until.getTime() : []));
    const next = due.length === 0 ? now + 5 * MINUTE_MS : Math.min(...due);
    if (isQuiet || rng() < 0.7) now = Math.max(now + 1_000, next);
    else jump(Math.floor(rng() * 40 * MINUTE_MS));
  };
  const happen = async (): Promise<void> => {
    const drawn = rng();
    if (drawn < 0.1) {
      const urn = [...chosen][Math.floor(rng() * chosen.size)];
      const standing = urn === undefined ? null : world.fateOf(urn, now);
      const held =
        standing === null
          ? null
          : await ledger.invitations.find(standing.identityId, invitationIdOf(standing.urn) ?? "");
      if (urn === undefined || held?.personId == null) return;
      await ledger.flags.add(held.personId, aMark({ kind: "protected" }));
      flagged.add(urn);
    } else if (drawn < 0.16) {
      policy = { ...policy, mode: policy.mode === "live" ? "off" : "live" };
    } else if (drawn < 0.2) {
      policy = { ...policy, paused: policy.paused.length === 0 ? [{ id: identityIds[0] ?? "" }] : [] };
    } else if (drawn < 0.28) {
      await run(policy.mode);
    } else if (drawn < 0.33) {
      await goOn();
    } else {
      await advanceSome(false);
    }
  };
  /** A person has mended what stopped it, and resumes. */
  const goOn = async (): Promise<void> => {
    policy = { ...policy, mode: "live", paused: [] };
    for (const id of identityIds) {
      const { gate } = await ledger.identities.find(id);
      if (gate.needsPerson !== null || gate.stop !== null) await ledger.identities.setNeedsPerson(id, null);
    }
    await reopenParts(ledger, cleanupId);
    steps.clear();
  };

  for (let count = 0; count < HAPPENINGS; count += 1) await happen();
  await goOn();
  const isOver = () => [...choice.keys()].every((id) => steps.get(id)?.kind === "over");
  let rounds = 0;
  while (!isOver() && rounds < MAX_STEPS) {
    rounds += 1;
    await advanceSome(true);
  }
  if (!isOver()) broken.push("it is never over");
  faults.clear();
  for (let day = 0; day < 3; day += 1) {
    jump(DAY_MS);
    await goOnWithLists();
  }
  async function goOnWithLists(): Promise<void> {
    for (const id of identityIds) {
      const { gate } = await ledger.identities.find(id);
      if (gate.needsPerson !== null) await ledger.identities.setNeedsPerson(id, null);
    }
    policy = { ...policy, mode: "live", paused: [] };
    // With a person who vouches: a list that has lost more than half would be held.
    for (const identityId of identityIds) {
      await reconcile(c, { identityId, policy: { policy, version: 1 }, agree: async () => true });
    }
  }

  broken.push(...judgeCalls(world, chosen, scenario.dailyCap, now));
  broken.push(...(await judgeLedger(world, ledger, identityIds, now)));
  const runs = world.runs(now);
  return {
    ...{ seed, broken, chosen: chosen.size, runs: runs.length, crashes },
    inputs: runs.reduce((sum, { urns }) => sum + urns.length, 0),
    withdrawn: countCalls(world.calls()),
    lostStarts: scenario.faults.filter((fault) => "action" in fault && fault.action === "start-run").length,
  };
}
