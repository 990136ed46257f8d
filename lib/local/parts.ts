import type { Dispatcher } from "undici";
import type { Clock } from "../observe/clock.ts";
import type { Sandbox } from "../sandbox/server.ts";
import type { FirstFault } from "./first-fault.ts";
import { type LocalLedger, openLocalLedger } from "./local-ledger.ts";
import type { LocalQueues } from "./local-queues.ts";

/** What stands in for AWS, and between the functions and a sandbox, in local mode. */
export interface LocalParts {
  /** On disk under `path`, or nowhere when it is null. What the disk refuses is reported to `fault`. */
  openLedger(
    path: string | null,
    clock: Clock,
    retentionDays: number,
    fault: Pick<FirstFault, "signal" | "report">,
  ): Promise<LocalLedger>;
  startQueues(): Promise<LocalQueues>;
  /** How a sandbox of this process is called; null for its address, as the real API is. */
  dispatcher(sandbox: Sandbox): Dispatcher | null;
}

/** DynamoDB and SQS embedded in this process, each behind a server on 127.0.0.1. */
export const EMBEDDED_PARTS: LocalParts = {
  openLedger: openLocalLedger,
  // Loaded by a run alone: whoever looks has no queue.
  startQueues: async () => (await import("./embedded-queues.ts")).startEmbeddedQueues(),
  dispatcher: () => null,
};
