import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { Collaborators } from "../collaborators.ts";
import { DEFAULT_RETENTION_DAYS } from "../contract/environment.ts";
import { HTTP_TIMEOUT_MS } from "../contract/functions.ts";
import { createEdgesClient } from "../edges/client.ts";
import type { CustomDataShape } from "../edges/custom-data.ts";
import type { EdgesPlan } from "../edges/plan-rates.ts";
import { clockNotice } from "../observe/clock-notice.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import { type Sandbox, type SandboxServerOptions, startSandbox } from "../sandbox/server.ts";
import type { PolicySeed, PolicyStore } from "../settings/policy-store.ts";
import { stoppedPolicyStore } from "../settings/stopped-policy.ts";
import { clockLeadFile, readClockLead } from "./clock-lead.ts";
import { createFolder, type DataLayout, dataLayout } from "./data-layout.ts";
import { createDeadLetterFile, type DeadLetterFile, forgottenDeadLetters } from "./dead-letter-file.ts";
import { createFastForwardClock, type FastForwardClock, fastForwardThrough } from "./fast-forward-clock.ts";
import { createFirstFault, type FirstFault } from "./first-fault.ts";
import type { LocalLedger } from "./local-ledger.ts";
import type { LocalQueues } from "./local-queues.ts";
import { createLogFile, type LogFile, SILENT_LOG } from "./log-file.ts";
import { isLongWait, type OnLongWait, WAIT_OF_THE_API, withLongWaitsTold } from "./long-waits.ts";
import { EMBEDDED_PARTS, type LocalParts } from "./parts.ts";
import { createPolicyFile } from "./policy-file.ts";
import { createStopsFile, LOCAL_STOPS } from "./stops-file.ts";

/** The sandbox of this process, or an API at an address: the real one, or a sandbox that somebody else runs. */
export type EdgesTarget =
  | { readonly kind: "sandbox"; readonly options?: Omit<SandboxServerOptions, "clock" | "dataFile"> }
  | { readonly kind: "api"; readonly baseUrl: string; readonly apiKey: string };

export interface WorkspaceOptions {
  readonly root: string;
  readonly edges: EdgesTarget;
  /** How a withdrawal carries the attempt's id as `custom_data`. Default null: it is left out. */
  readonly customData?: CustomDataShape | null;
  /** Whose rate the list of identities keeps to. Default `trial`, the slowest. */
  readonly plan?: EdgesPlan;
  readonly policySeed: PolicySeed;
  /** Leaves no trace: what does not exist on disk yet is kept in memory and forgotten. Default false. */
  readonly traceless?: boolean;
  readonly retentionDays?: number;
  /** What the sandbox's clock says first, instead of the time of day; for a world that is the same at every start. */
  readonly startAt?: Date;
  /** What the clock runs ahead of. Default: the machine's; a test that compares instants holds it still. */
  readonly machineNow?: () => number;
  /** Default: random UUIDs. */
  readonly newId?: () => string;
  /** Default: the embedded servers. */
  readonly parts?: LocalParts;
  /** In [0, 1): where gaps and waits between pages fall. Default `Math.random`. */
  readonly random?: () => number;
  /** Told once of a clock that is more than two minutes off the API's; milliseconds, positive when ours is ahead. */
  readonly onClockOffset?: (offsetMs: number, now: Date) => void;
  /** Told of each wait of more than 30 seconds that is not skipped. */
  readonly onLongWait?: OnLongWait;
}

/** All that local mode needs but the queues, which only a run has. */
export interface Workspace extends Omit<Collaborators, "queues" | "policy"> {
  readonly clock: FastForwardClock;
  readonly policy: PolicyStore;
  readonly folder: DataLayout;
  /** Messages that runs gave up. */
  readonly deadLetters: DeadLetterFile;
  readonly sandbox: Sandbox | null;
  readonly metricTotals: ReadonlyMap<string, number>;
  /** Where the parts listen, and the key Edges asks for: what a function in another process needs. */
  readonly endpoints: { readonly dynamo: string; readonly edges: string; readonly apiKey: string };
  /** Queues for one run. */
  startQueues(): Promise<LocalQueues>;
  /** As in the options, for such a function. */
  readonly plan: EdgesPlan;
  readonly customData: CustomDataShape | null;
  /** What cannot be written of the data folder; whatever goes on by itself is to stop for it. */
  readonly fault: Pick<FirstFault, "signal" | "report">;
  /** Says that a run waits, and why, where it is for more than 30 seconds. Once for each wait. */
  readonly tellWait: OnLongWait;
  /** Waits for work that calls Edges outside a run; on the sandbox its waits between pages are skipped. */
  skipWaits<Result>(work: Promise<Result>): Promise<Result>;
  /** Throws the first fault, if there was one, once all is closed: then no command ends well. */
  close(): Promise<void>;
}

/** Opens the data folder and starts what stands behind it. Throws one line with the remedy when something is in the way. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { root, edges: target, policySeed, traceless = false, retentionDays = DEFAULT_RETENTION_DAYS } = options;
  const { machineNow = Date.now, newId = randomUUID, parts = EMBEDDED_PARTS } = options;
  const { random = Math.random, onLongWait = () => {}, customData = null, plan = "trial" } = options;
  const folder = dataLayout(root, target.kind === "sandbox" ? null : target.baseUrl);
  const inMemory = traceless && !existsSync(folder.path);
  if (!inMemory) createFolder(folder);
  // The real API's time is everybody's time; only the sandbox's may run ahead.
  const keepLead = target.kind === "sandbox" && !inMemory;
  const given = target.kind === "sandbox" ? options.startAt : undefined;
  const keptLead = keepLead ? readClockLead(folder) : 0;
  const lead = given === undefined ? keptLead : given.getTime() - machineNow();
  const kept = keepLead && !traceless ? clockLeadFile(folder) : null;
  const fault = createFirstFault();
  // A jump that cannot be kept is made all the same, or whoever sleeps through it would never end.
  const clock = withLongWaitsTold(
    createFastForwardClock(lead, (aheadMs) => fault.reported(() => kept?.keep(aheadMs)), machineNow),
    onLongWait,
  );
  // Before anything is written by this clock, or a process killed now would leave dates from another time. And a file that
  // is there is written over in place, which needs no room on the disk.
  kept?.keep(lead);
  let ledger: LocalLedger | null = null;
  let sandbox: Sandbox | null = null;
  let log: LogFile = SILENT_LOG;
  try {
    ledger = await parts.openLedger(inMemory ? null : folder.ledger, clock, retentionDays, fault);
    if (target.kind === "sandbox") {
      const time = { now: () => clock.now().getTime(), sleep: clock.sleep };
      const dataFile = inMemory ? {} : { dataFile: folder.sandbox, onDataFault: fault.report };
      sandbox = await startSandbox({ ...target.options, clock: time, ...dataFile });
    }
    if (!traceless) log = createLogFile(folder.log, clock.now, fault.report);
  } catch (error) {
    await sandbox?.close();
    await ledger?.close();
    kept?.close();
    throw error;
  }
  const { metrics, metricTotals } = totalledMetrics();
  const apiKey = target.kind === "sandbox" ? (sandbox?.apiKey ?? "") : target.apiKey;
  const baseUrl = target.kind === "sandbox" ? (sandbox?.url ?? "") : target.baseUrl;
  const dispatcher = sandbox === null ? null : parts.dispatcher(sandbox);
  const edges = createEdgesClient({
    ...(dispatcher !== null && { dispatcher }),
    baseUrl,
    apiKey: async () => apiKey,
    now: clock.now,
    sleep: (ms) => clock.sleep(ms, WAIT_OF_THE_API),
    random,
    timeoutMs: HTTP_TIMEOUT_MS,
    customData,
    plan,
    onClockOffset: clockNotice({ metrics, log }, (offsetMs) => options.onClockOffset?.(offsetMs, clock.now())),
  });
  return {
    clock,
    random,
    newId,
    log: log satisfies Log,
    metrics,
    metricTotals,
    plan,
    endpoints: { dynamo: ledger.endpoint, edges: baseUrl, apiKey },
    startQueues: parts.startQueues,
    customData,
    policy: stoppedPolicyStore(createPolicyFile(folder.policy, policySeed), createStopsFile(folder.stops), LOCAL_STOPS),
    ledger: ledger.ledger,
    edges,
    folder,
    deadLetters: inMemory ? forgottenDeadLetters() : createDeadLetterFile(folder.deadLetters),
    sandbox,
    fault,
    isOnlyClock: true,
    tellWait: onceEach(clock.now, onLongWait),
    skipWaits: (work) => (sandbox === null ? work : fastForwardThrough(clock, work)),
    async close() {
      await edges.close();
      await sandbox?.close();
      await ledger.close();
      kept?.close();
      log.close();
      fault.signal.throwIfAborted();
    },
  };
}

/** The same wait is told of after every message that ends meanwhile. */
function onceEach(now: () => Date, onLongWait: OnLongWait): OnLongWait {
  let told: Date | null = null;
  return (wait) => {
    if (told?.getTime() === wait.until.getTime() || !isLongWait(wait.until, now())) return;
    told = wait.until;
    onLongWait(wait);
  };
}

/** Metrics of local mode: totals by name, for whoever prints a summary. */
function totalledMetrics(): { readonly metrics: Metrics; readonly metricTotals: ReadonlyMap<string, number> } {
  const metricTotals = new Map<string, number>();
  const metrics: Metrics = {
    count: (name, value = 1) => void metricTotals.set(name, (metricTotals.get(name) ?? 0) + value),
  };
  return { metrics, metricTotals };
}
