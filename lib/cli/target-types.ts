import type { Workspace } from "../local/workspace.ts";
import type { Clock } from "../observe/clock.ts";
import type { NamedTarget } from "./name-target.ts";

/** What a command works on, as its action gets it: whatever the person left out is found by then, and printed. */
export interface TargetOptions extends Omit<NamedTarget, "stack"> {
  readonly stack?: string;
  readonly data: string;
  readonly json?: boolean;
}

/** What a command works on, here or on AWS. */
export interface Target extends Pick<Workspace, "ledger" | "edges" | "policy" | "log" | "skipWaits" | "close"> {
  readonly clock: Clock;
}
