import type { Collaborators } from "../../lib/collaborators.ts";
import { HTTP_TIMEOUT_MS } from "../../lib/contract/functions.ts";
import { parseWithdrawMessage } from "../../lib/contract/messages.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import { createEdgesClient } from "../../lib/edges/client.ts";
import { createBriefMemory } from "../../lib/ledger/briefly-kept.ts";
import { createGapMemory } from "../../lib/ledger/gap-memory.ts";
import type { FlagLedger, Ledger } from "../../lib/ledger/ledger.ts";
import { createQueueModel, type QueueModel } from "../../lib/local/memory/queue-model.ts";
import { createSqsQueue } from "../../lib/queue/sqs-queue.ts";
import { createApi } from "../../lib/sandbox/api.ts";
import { createFaultQueue } from "../../lib/sandbox/faults.ts";
import { seededRng } from "../../lib/sandbox/rng.ts";
import { createWorld } from "../../lib/sandbox/world.ts";
import { createSecretApiKey } from "../../lib/settings/secret-api-key.ts";
import { createSsmPolicy } from "../../lib/settings/ssm-policy.ts";
import { badInvitation } from "./bad-invitation.ts";
import { createClocks } from "./clocks.ts";
import { type Container, createCloud } from "./cloud.ts";
import type { Call, Happening, Item } from "./happenings.ts";
import { createFaults } from "./injected.ts";
import { secretsClient, sqsClient, ssmClient } from "./model/aws.ts";
import { createModelLedger } from "./model/ledger.ts";
import { observedLedger, toldOfNoFlags } from "./observed-ledger.ts";
import { createJudge, type Violation } from "./oracle/judge.ts";
import { createPolicyHistory } from "./policy-history.ts";
import { createProcess, type FunctionName, type Process } from "./process.ts";
import type { Scenario } from "./scenario.ts";
import { createSchedule, EPOCH, type Key } from "./schedule.ts";
import { createScheduler } from "./scheduler.ts";
import { steppedLedger } from "./stepped-ledger.ts";
import { stamp } from "./trace.ts";
import { withVirtualTimeouts } from "./virtual-timeout.ts";
import { Wire } from "./wire.ts";

export interface Simulated {
  readonly violation: Violation | null;
  /** Injected faults and unwished-for cases, by name. */
  readonly counts: ReadonlyMap<string, number>;
  readonly events: number;
  /** Every step, when it was asked for. */
  readonly trace: readonly string[];
}

/** More than any of these scenarios needs; beyond it something goes round in circles. */
const MAX_EVENTS = 60_000;
const SANDBOX_KEY = "sandbox-key";

/** Plays one scenario to its end, or to the first violation. The same scenario is played the same way, always. */
export async function simulate(scenario: Scenario, options: { readonly trace?: boolean } = {}): Promise<Simulated> {
  const scheduler = createScheduler(EPOCH.getTime());
  const { now } = scheduler;
  const rng = seededRng(scenario.seed, "schedule");
  const lines: string[] = [];
  const trace = (line: () => string): void => {
    if (options.trace === true) lines.push(`${stamp(now())} ${line()}`);
  };
  const counts = new Map<string, number>();
  const note = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);

  // What Edges and LinkedIn are.
  const faultQueue = createFaultQueue(scenario.seed);
  const working = new Map<string, Call>();
  let handAtWork = false;
  const fates = { acceptedShare: 0.35, declinedShare: 0.1, declinesOverDays: 60 };
  const world = createWorld({
    ...{ seed: scenario.seed, epoch: EPOCH, fates, sharedPeopleShare: scenario.sharedPeopleShare ?? 0 },
    identities: scenario.identities.map((one) => ({ ...one, name: one.uid.slice(0, 1), timezone: "UTC" })),
    onEffect(effect) {
      if (handAtWork || effect.effect !== "withdraw-call" || !effect.took) return;
      const call = working.get(effect.urn);
      if (call !== undefined) call.took = true;
      if (call !== undefined) trace(() => `Edges: ${call.urn?.slice(-6)} is withdrawn`);
    },
  });
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      scheduler.at(now() + ms, () => {
        scheduler.woke();
        resolve();
      });
    });
  /** `lagMs`: answers as it would have answered so long ago. */
  const apiWith = (lagMs: number) =>
    createApi({
      ...{ world, faults: faultQueue, apiKey: SANDBOX_KEY, latencyMs: 2_000 },
      ...{ clock: { now: () => now() - lagMs, sleep }, origin: () => "http://edges.test" },
    });
  const [api, staleApi] = [apiWith(0), apiWith(3 * HOUR_MS)];

  // What the stack is.
  const bare = createModelLedger({
    now: () => new Date(now()),
    indexLagMs: () => Math.floor(rng() * scenario.indexLagMs),
  });
  let firstFlagAt: number | null = null;
  const flags: FlagLedger = {
    ...bare.flags,
    async add(subject, mark) {
      firstFlagAt ??= now();
      await bare.flags.add(subject, mark);
    },
    async create(added) {
      firstFlagAt ??= now();
      await bare.flags.create(added);
    },
  };
  const ledger: Ledger = { ...bare, flags };
  const policies = createPolicyHistory(scenario.policy, now());
  const key: Key = { current: "key-1", secretIs: "filled" };
  const schedule = createSchedule(scenario);
  const clocks = createClocks(note);
  const bad = badInvitation(scenario, world, schedule.firstRun);
  const judge = createJudge({
    ...{
      scenario,
      now,
      truth: world,
      note,
      find: ledger.invitations.find,
      identity: ledger.identities.find,
      cleanRuns: schedule.cleanRuns,
      firstRun: schedule.firstRun,
      bad,
      clockWasWrong: clocks.wasWrong,
    },
    policiesDuring: policies.during,
    flagsOf: schedule.flagsOf,
    firstFlagAt: () => firstFlagAt,
  });
  const tell = (happening: Happening): void => {
    if (happening.kind === "ended") trace(() => `${happening.process.name} ends ${endingIn(happening.item)}`);
    if (judge.see(happening)) scheduler.stop();
  };
  const deadLetter = (queue: FunctionName) => (message: { body: string; receiveCount: number }) =>
    tell({ kind: "dead-letter", queue, body: message.body, receives: message.receiveCount });
  const queues = {
    sweep: createQueueModel(SWEEP_QUEUE, now, deadLetter("sweep")),
    withdraw: createQueueModel(WITHDRAW_QUEUE, now, deadLetter("withdraw")),
  };
  const faults = createFaults(scenario, { now, begin: schedule.firstRun, end: schedule.faultsEnd, bad }, note);

  let processes = 0;
  const newProcess = (kind: FunctionName, message: Pick<Process, "identityId" | "expiresAt">): Process => {
    processes += 1;
    const died = (process: Process) => tell({ kind: "died", process });
    const surroundings = { scheduler, rng, trace, faultFor: faults.ofStep, died };
    return createProcess(surroundings, { ...message, kind, name: `${kind}-${processes}` });
  };
  const wire = { scheduler, rng, api, staleApi, faults: faultQueue, key: () => key.current, sandboxKey: SANDBOX_KEY };
  const onWork = (call: Call): void => {
    if (call.urn !== null) working.set(call.urn, call);
  };

  function newContainer(): Container {
    // Its clock runs ahead of the true one by up to two seconds, so that any two differ by as much at most.
    const skewMs = Math.floor(rng() * 2_000);
    const clockNow = () => new Date(now() + skewMs + clocks.aheadMs(container.process?.kind ?? null));
    const container: Container = { process: null, collaborators };
    const process = (): Process => {
      if (container.process === null) throw new Error("a container works for an invocation");
      return container.process;
    };
    const policy = createSsmPolicy(ssmClient(process, policies.parameter), "/policy", clockNow);
    const apiKey = createSecretApiKey(
      secretsClient(process, () => {
        if (key.secretIs !== "filled") note(`fault: the secret is ${key.secretIs}`);
        return contentOf(key);
      }),
      "key",
      clockNow,
    );
    const sleep = (ms: number): Promise<void> => {
      const self = process();
      return new Promise((resolve) => scheduler.at(now() + ms, () => scheduler.resume(self, resolve)));
    };
    const gaps = createGapMemory();
    const remembering = createBriefMemory(clockNow);
    const edges = createEdgesClient({
      ...{ baseUrl: "http://edges.test/v1", apiKey, now: clockNow, sleep, random: rng },
      timeoutMs: HTTP_TIMEOUT_MS,
      dispatcher: new Wire({ ...wire, faultFor: faults.ofCall, tell, trace, onWork }, process),
    });

    function collaborators(): Collaborators {
      const self = process();
      const clock = { now: clockNow, sleep };
      let ids = 0;
      const queue = (name: "sweep" | "withdraw", model: QueueModel) =>
        createSqsQueue({
          client: sqsClient(process, model, {
            refuses: faults.refusesEntry,
            onSent: (body) => {
              if (name === "withdraw") tell({ ...parseWithdrawMessage(body), kind: "queued", process: self });
            },
            onChange: () => cloud.watch(name),
          }),
          url: name,
          sleep: clock.sleep,
        });
      return {
        clock,
        random: rng,
        newId() {
          ids += 1;
          return `${self.name}/${ids}`;
        },
        log: { info() {}, warn() {}, error() {} },
        metrics: { count() {} },
        policy,
        ledger: toldOfNoFlags(remembering(steppedLedger(observedLedger(ledger, self, tell), self)), self, now, tell),
        gaps,
        edges,
        queues: { sweep: queue("sweep", queues.sweep), withdraw: queue("withdraw", queues.withdraw) },
      };
    }
    return container;
  }
  const cloud = createCloud({
    scheduler,
    rng,
    queues,
    newProcess,
    newContainer,
    losesDeletion: faults.losesDeletion,
    trace,
  });

  const withdrawByHand = (identityId: string, urn: string): void => {
    handAtWork = true;
    world.withdraw(identityId, urn, now());
    handAtWork = false;
  };
  schedule.enact({ scheduler, cloud, world, withdrawByHand, ledger, policies, key, clocks, trace, tell });
  await withVirtualTimeouts(scheduler, async () => {
    for (
      let at = now();
      at < schedule.end && scheduler.events() < MAX_EVENTS && !judge.violation();
      at += 30 * MINUTE_MS
    ) {
      await scheduler.runUntil(at);
    }
  });
  if (scheduler.events() >= MAX_EVENTS) judge.accuse("comes to rest", `${MAX_EVENTS} events and no end`);
  await judge.atEnd();
  const violation = judge.violation();
  if (violation !== null) trace(() => `VIOLATION of "${violation.invariant}": ${violation.what}`);
  return { violation, counts, events: scheduler.events(), trace: lines };
}

const contentOf = ({ current, secretIs }: Key): string | null =>
  secretIs === "denied" ? null : secretIs === "empty" ? "" : current;

const endingIn = ({ invitationId, ending: { outcome, confirmed } }: Item): string =>
  `${invitationId.slice(-6)} as ${outcome}${confirmed ? "" : ", unconfirmed"}`;
