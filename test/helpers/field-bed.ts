import { onTestFinished } from "vitest";
import type { Policy } from "../../lib/domain/policy.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { createEdgesClient, type EdgesClient } from "../../lib/edges/client.ts";
import type { OutcomeRecord, SweepRecord } from "../../lib/ledger/ledger.ts";
import { memoryParts } from "../../lib/local/memory/memory-parts.ts";
import { EMBEDDED_PARTS } from "../../lib/local/parts.ts";
import { runOnce } from "../../lib/local/run.ts";
import { openWorkspace, type Workspace } from "../../lib/local/workspace.ts";
import type { LogFields } from "../../lib/observe/log.ts";
import { temporaryFolder } from "./command-line.ts";
import { type FieldApi, type FieldApiOptions, fieldApi } from "./field-api.ts";
import type { FieldState } from "./field-state.ts";
import { policyOf } from "./test-bed.ts";

/** The functions as on one machine, with a case's world as the API. Gaps and waits are skipped. */
export interface FieldBed {
  readonly api: FieldApi;
  readonly workspace: Workspace;
  /** Lines that were logged as warnings, in order. */
  readonly warnings: readonly { readonly message: string; readonly fields: LogFields }[];
  /** One run under a policy that is live unless `change` says otherwise; the sweeps by identity. */
  run(change?: Partial<Policy>): Promise<ReadonlyMap<string, SweepRecord>>;
  outcomes(): Promise<readonly OutcomeRecord[]>;
  /** Only the clock: what the API shows stands as it is. */
  advance(days: number): void;
  /** Lets the data folder go, for a command to open it. */
  close(): Promise<void>;
}

export interface FieldBedOptions extends FieldApiOptions {
  /** One call to the API, in milliseconds of real time. Default: as in a run. */
  readonly timeoutMs?: number;
  /** The data folder, for commands to go on with. Default: all is in memory. */
  readonly root?: string;
}

/** Closed when the test is over. */
export async function fieldBed(state: FieldState, options: FieldBedOptions = {}): Promise<FieldBed> {
  const time = { now: () => new Date() };
  // The bed's clock is put forward over waits, and the API's goes with it.
  const api = await fieldApi(state, { clock: () => time.now(), dateHeader: () => time.now(), ...options });
  const { EDGES_BASE_URL: baseUrl, EDGES_API_KEY: apiKey } = api.env;
  const opened = await openWorkspace({
    root: options.root ?? `${temporaryFolder()}/none`,
    edges: { kind: "api", baseUrl, apiKey },
    policySeed: { document: {}, where: "the test" },
    traceless: options.root === undefined,
    // Commands open what is on disk.
    parts: options.root === undefined ? memoryParts() : EMBEDDED_PARTS,
    random: () => 0,
  });
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= opened.close();
    return closed;
  };
  onTestFinished(close);
  time.now = opened.clock.now;
  const edges = options.timeoutMs === undefined ? opened.edges : hasty(opened, options.timeoutMs);
  const warnings: { message: string; fields: LogFields }[] = [];
  const log = { ...opened.log, warn: (message: string, fields = {}) => void warnings.push({ message, fields }) };
  const workspace: Workspace = { ...opened, edges, log };
  const { clock, ledger } = workspace;
  let version = 0;
  return {
    api,
    workspace,
    warnings,
    async run(change = {}) {
      version += 1;
      const { runId } = await runOnce(workspace, { policy: policyOf(change, version), fastForward: true });
      const sweeps = new Map<string, SweepRecord>();
      for await (const sweep of ledger.runs.sweeps(runId)) sweeps.set(sweep.identityId, sweep);
      return sweeps;
    },
    async outcomes() {
      const all: OutcomeRecord[] = [];
      const since = later(clock.now(), -365 * DAY_MS);
      for await (const one of ledger.invitations.outcomes({ since, until: clock.now() })) all.push(one);
      return all;
    },
    close,
    advance: (days) => clock.advance(later(clock.now(), days * DAY_MS)),
  };
}

/** A client that waits for an answer no longer than that. */
function hasty({ clock, endpoints, random }: Workspace, timeoutMs: number): EdgesClient {
  const { edges: baseUrl, apiKey } = endpoints;
  const time = { now: clock.now, sleep: clock.sleep, random };
  const client = createEdgesClient({ baseUrl, apiKey: async () => apiKey, ...time, timeoutMs });
  onTestFinished(() => client.close());
  return client;
}
