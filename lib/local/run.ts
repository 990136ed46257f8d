import type { SQSBatchResponse } from "aws-lambda";
import { messageBody, parseSweepMessage } from "../contract/messages.ts";
import { MINUTE_MS } from "../domain/time.ts";
import { createBriefMemory } from "../ledger/briefly-kept.ts";
import { createGapMemory } from "../ledger/gap-memory.ts";
import type { OutgoingMessage, Queue } from "../queue/queue.ts";
import type { PolicySource } from "../settings/policy-source.ts";
import { onSchedule } from "../start-run/on-schedule.ts";
import type { StartedRun } from "../start-run/start-run.ts";
import { onSweepMessages } from "../sweep/on-messages.ts";
import type { Agreed } from "../sweep/queue-today.ts";
import { sweepTogether } from "../sweep/sweep-together.ts";
import { onWithdrawMessages } from "../withdraw/on-messages.ts";
import { agreedOnly } from "./agreed-only.ts";
import { type BundleOptions, startBundledFunctions } from "./bundles/bundled-functions.ts";
import { eventEmittingLedger } from "./events/event-emitting-ledger.ts";
import type { EventSink } from "./events/event-sink.ts";
import { fastForwardThrough } from "./fast-forward-clock.ts";
import { keepDeadLetters } from "./keep-dead-letters.ts";
import type { LocalQueue } from "./local-queues.ts";
import { createRunner, type EventSource, type Runner, type RunnerOptions } from "./runner.ts";
import { localSystem } from "./template/index.ts";
import type { LocalSystem } from "./template/local-system.ts";
import type { Workspace } from "./workspace.ts";

export interface LocalRunOptions {
  /** The workspace's own policy unless another is given. */
  readonly policy?: PolicySource;
  readonly fastForward: boolean;
  /** What a person has agreed to; all that the run decides on where it is left out or null. */
  readonly agreed?: Agreed | null;
  /** Runs the bundles that `cdk synth` made, each in a process of its own, in place of the sources. */
  readonly bundles?: BundleOptions;
  readonly onProgress?: RunnerOptions["onProgress"];
  /** Told what the functions write, as the pipes on AWS tell it. Not with `bundles`: those write in other processes. */
  readonly events?: EventSink;
  /** Handed the runner before anything is called, so that Ctrl-C can stop it. */
  readonly onStart?: (runner: Pick<Runner, "stop">) => void;
}

/**
 * One run on one machine: the same functions over embedded queues, until no message is left. Started at the clock's
 * now. Messages live as long as this call, except those given up, which go to the folder's dead letters; an invitation
 * whose message is lost is planned again by the next run.
 */
export function runOnce(workspace: Workspace, options: LocalRunOptions): Promise<StartedRun> {
  const { clock } = workspace;
  const scheduledTime = clock.now().toISOString();
  return overQueues(workspace, options, async ({ startRun }, { untilIdle, isStopped }) => {
    const start = (work: Promise<StartedRun>) => (options.fastForward ? fastForwardThrough(clock, work) : work);
    let started = await start(startRun(scheduledTime));
    // On AWS its own message has the function go on. Here nobody reads that: what was sent is done with, then it goes on.
    while (started.state === "starting" && !isStopped()) {
      await untilIdle();
      const waitMs = started.left === null ? MINUTE_MS : 0;
      const next = await start(clock.sleep(waitMs).then(() => startRun(scheduledTime)));
      started = { ...next, identities: [...started.identities, ...next.identities] };
    }
    return started;
  });
}

/** The same for messages that a run gave up, in place of starting one. What dies again is in the dead letters again. */
export function runMessages(
  workspace: Workspace,
  messages: Readonly<Record<QueueName, readonly OutgoingMessage[]>>,
  options: LocalRunOptions,
): Promise<void> {
  return overQueues(workspace, options, async (_functions, { queueNamed }) => {
    for (const name of QUEUE_NAMES) await queueNamed(name).send(messages[name]);
  });
}

async function overQueues<Begun>(
  workspace: Workspace,
  options: LocalRunOptions,
  begin: (functions: Functions, around: Around) => Promise<Begun>,
): Promise<Begun> {
  const system = await localSystem();
  const queues = await workspace.startQueues();
  let functions: Functions | null = null;
  try {
    const created = await queues.create(system.queues);
    const stopping = { asked: false };
    functions = await startFunctions(workspace, system, created, options, stopping);
    const { sweep } = functions;
    const { agreed = null } = options;
    const withdraw = agreed === null ? functions.withdraw : agreedOnly(functions.withdraw, agreed, workspace);
    const runner = createRunner({
      queues,
      clock: workspace.clock,
      log: workspace.log,
      fastForward: options.fastForward,
      onProgress(progress) {
        const { waitingUntil: until } = progress;
        if (until !== null && !options.fastForward) workspace.tellWait({ until, why: NEXT_CALL });
        options.onProgress?.(progress);
      },
      sources: [
        sourceOf("sweep", system, created, sweep, ["withdraw"]),
        sourceOf("withdraw", system, created, withdraw, []),
      ],
    });
    const stop = () => {
      stopping.asked = true;
      runner.stop();
    };
    options.onStart?.({ stop });
    const { signal } = workspace.fault;
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    const { clock } = workspace;
    const queueNamed = (name: QueueName) => queueOf(name, system, created).sender(clock.sleep);
    try {
      const isStopped = () => stopping.asked;
      const begun = await begin(functions, { queueNamed, untilIdle: runner.untilIdle, isStopped });
      await runner.untilIdle();
      // An event that is missing costs no invitation anything: the run goes on, and the command says so at its end.
      const unwritten = options.events?.fault?.() ?? null;
      signal.throwIfAborted();
      if (unwritten !== null) workspace.fault.report(unwritten);
      return begun;
    } finally {
      signal.removeEventListener("abort", stop);
      for (const name of QUEUE_NAMES) {
        const deadLetters = deadLettersOf(queueOf(name, system, created), created);
        await keepDeadLetters(deadLetters, name, workspace.deadLetters, clock.now());
      }
    }
  } finally {
    await functions?.close();
    await queues.close();
  }
}

const NEXT_CALL = "the next call is due then, after its gap or what the API asked for";

const QUEUE_NAMES = ["sweep", "withdraw"] as const;
type QueueName = (typeof QUEUE_NAMES)[number];

/** What stands around the functions while they are at work. */
interface Around {
  readonly queueNamed: (name: QueueName) => Pick<Queue, "send">;
  readonly untilIdle: Runner["untilIdle"];
  readonly isStopped: () => boolean;
}

interface Functions {
  readonly startRun: (scheduledTime: string) => Promise<StartedRun>;
  readonly sweep: EventSource["handle"];
  readonly withdraw: EventSource["handle"];
  close(): Promise<void>;
}

async function startFunctions(
  workspace: Workspace,
  system: LocalSystem,
  queues: ReadonlyMap<string, LocalQueue>,
  options: LocalRunOptions,
  stopping: { readonly asked: boolean },
): Promise<Functions> {
  const { policy = workspace.policy, bundles, events, fastForward, agreed = null, onProgress } = options;
  if (bundles !== undefined) {
    const { functions, close } = await startBundledFunctions(workspace, system, queues, policy, bundles);
    const handle = (name: QueueName): EventSource["handle"] => {
      const { timeoutMs } = system.functions[name];
      return async (event) => (await functions[name].invoke(event, timeoutMs)) as SQSBatchResponse;
    };
    const startRun = async (scheduledTime: string) =>
      (await functions["start-run"].invoke({ scheduledTime }, system.functions["start-run"].timeoutMs)) as StartedRun;
    return { startRun, sweep: handle("sweep"), withdraw: handle("withdraw"), close };
  }
  const queue = (name: QueueName): Queue => queueOf(name, system, queues).sender(workspace.clock.sleep);
  const kept = createBriefMemory(workspace.clock.now)(workspace.ledger);
  const ledger = events === undefined ? kept : eventEmittingLedger(kept, workspace.clock.now, events);
  const c = {
    ...workspace,
    ledger,
    policy,
    gaps: createGapMemory(),
    queues: { sweep: queue("sweep"), withdraw: queue("withdraw") },
  };
  return {
    async startRun(scheduledTime) {
      const messages: OutgoingMessage[] = [];
      const collecting: Queue = { ...c.queues.sweep, send: async (sent) => void messages.push(...sent) };
      const started = await onSchedule({ ...c, queues: { ...c.queues, sweep: collecting } }, { scheduledTime });
      const { source, timeoutMs } = system.functions.sweep;
      const left = await sweepTogether(
        c,
        messages.map(({ body }) => parseSweepMessage(body)),
        {
          // While the clock is put forward over waits, one at a time: a jump for one would be a jump for all.
          width: fastForward ? 1 : (source?.maxConcurrency ?? 1),
          leaseMs: timeoutMs,
          agreed,
          stopped: () => stopping.asked,
          onStep: () => onProgress?.({ waitingUntil: null }),
        },
      );
      await c.queues.sweep.send(messages.filter(({ body }) => left.some((one) => messageBody(one) === body)));
      return started;
    },
    sweep: (event, context) => onSweepMessages(c, event, context),
    withdraw: (event) => onWithdrawMessages(c, event),
    close: async () => {},
  };
}

function queueOf(name: QueueName, system: LocalSystem, queues: ReadonlyMap<string, LocalQueue>): LocalQueue {
  const queue = queues.get(system.functions[name].source?.queue ?? "");
  if (queue === undefined) throw new Error(`the template feeds ${name} from no queue`);
  return queue;
}

function deadLettersOf({ definition }: LocalQueue, queues: ReadonlyMap<string, LocalQueue>): LocalQueue {
  const queue = queues.get(definition.redrive?.deadLetters ?? "");
  if (queue === undefined) throw new Error(`the template has no dead letters for ${definition.logicalId}`);
  return queue;
}

function sourceOf(
  name: QueueName,
  system: LocalSystem,
  queues: ReadonlyMap<string, LocalQueue>,
  handle: EventSource["handle"],
  feeds: readonly ("sweep" | "withdraw")[],
): EventSource {
  const { source, timeoutMs } = system.functions[name];
  return {
    name,
    queue: queueOf(name, system, queues),
    timeoutMs,
    maxConcurrency: source?.maxConcurrency ?? 1,
    feeds,
    handle,
  };
}
