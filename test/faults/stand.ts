import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { type DataLayout, dataLayout } from "../../lib/local/data-layout.ts";
import { createFastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import { openLocalLedger } from "../../lib/local/local-ledger.ts";
import { afterEveryTest } from "../helpers/clean-up.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { disagreements, type Written, writtenIn } from "./agreement.ts";
import type { ChildOrder } from "./child.ts";
import { makeRuns, type Order } from "./live-runs.ts";
import { type Outside, type OutsideOptions, openOutside } from "./outside.ts";

const CHILD = resolve(import.meta.dirname, "child.ts");
/** What a list shows about a lost answer is believed after six hours: the second day's list tells what is left. */
const CLEAN_RUNS = 2;

export type Job = Partial<Omit<ChildOrder, "root" | "edges">>;

export interface Ended {
  readonly signal: NodeJS.Signals | null;
  /** The step at which it killed itself. */
  readonly diedAt: string | null;
  /** All steps it took, when it came to its end. */
  readonly steps: readonly string[] | null;
  readonly err: string;
}

export interface Started {
  kill(): void;
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A data folder with the world it is about, and whoever works on the two. */
export interface Stand {
  readonly root: string;
  readonly folder: DataLayout;
  readonly outside: Outside;
  /** Live runs in a process of their own; one, unless told otherwise. */
  start(job?: Job): Started;
  /** Runs that nobody disturbs, in this process; then all that ledger and sandbox do not agree on. */
  settle(policy?: object): Promise<Readonly<Record<string, readonly string[]>>>;
  /** What the disk says now, kept for `settle`: nobody may be called for again whose outcome is written. */
  noteWritten(): Promise<Written>;
  /** The ledger as it lies on disk, in a copy that is thrown away. */
  reading<Result>(read: (ledger: Ledger) => Promise<Result>): Promise<Result>;
}

const open: { close(): Promise<void> }[] = [];
const children: ChildProcess[] = [];
afterEveryTest(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGKILL")) await once(child, "exit");
  }
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** `prepared`: a data folder to begin with a copy of. */
export async function stand(options: OutsideOptions, prepared?: string): Promise<Stand> {
  const root = temporaryFolder();
  if (prepared !== undefined) cpSync(prepared, root, { recursive: true });
  const folder = dataLayout(root, null);
  const outside = await openOutside(folder, options);
  open.push(outside);
  const { sandbox, edges } = outside;
  const writtenBefore: Written[] = [];
  let kills = 0;

  const start = (job: Job = {}): Started => {
    const started = startChild({ ...{ root, edges, runs: 1, death: null, policy: {} }, ...job });
    void started.ended.then(({ signal }) => {
      if (signal === "SIGKILL") kills += 1;
    });
    return started;
  };

  async function reading<Result>(read: (ledger: Ledger) => Promise<Result>): Promise<Result> {
    const copy = join(temporaryFolder(), "ledger");
    cpSync(folder.ledger, copy, { recursive: true });
    const clock = createFastForwardClock(outside.now() - Date.now());
    const { ledger, close } = await openLocalLedger(copy, clock, 730);
    try {
      return await read(ledger);
    } finally {
      await close();
      rmSync(copy, { recursive: true });
    }
  }

  return {
    root,
    folder,
    outside,
    start,
    reading,
    async noteWritten() {
      const written = await reading((ledger) => writtenIn(ledger, sandbox, outside.now()));
      writtenBefore.push(written);
      return written;
    },
    async settle(policy = {}) {
      const order: Order = { root, edges, policy, runs: CLEAN_RUNS };
      const lastRunAt = (await makeRuns(order)).at(-1)?.getTime() ?? Number.NaN;
      // Each identity has one call under way at most.
      const lostAtMost = (kills + outside.interrupted()) * sandbox.world.spec.identities.length;
      return reading((ledger) =>
        disagreements({ ledger, sandbox, now: outside.now(), lastRunAt, writtenBefore, lostAtMost }),
      );
    },
  };
}

function startChild(order: ChildOrder): Started {
  const argv = ["--import", "tsx", CHILD, JSON.stringify(order)];
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"], env });
  children.push(child);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, "close").then((): Ended => {
    const told: Partial<Ended> = JSON.parse(out.trim().split("\n").at(-1) || "{}");
    return { signal: child.signalCode, diedAt: told.diedAt ?? null, steps: told.steps ?? null, err };
  });
  return { child, ended, kill: () => void child.kill("SIGKILL") };
}
