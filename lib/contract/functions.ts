import { MINUTE_MS, SECOND_MS } from "../domain/time.ts";

/** The functions' time-outs. In this order: HTTP 20 s < withdraw 30 s < claim lease 60 s < visibility 180 s. */
export const HTTP_TIMEOUT_MS = 20 * SECOND_MS;
/** @public The stack sets it. */
export const START_RUN_TIMEOUT_MS = 5 * MINUTE_MS;
export const SWEEP_TIMEOUT_MS = 5 * MINUTE_MS;
export const WITHDRAW_TIMEOUT_MS = 30 * SECOND_MS;
/** It looks a person up and sends a message or two. @public The stack sets it. */
export const REQUEST_TIMEOUT_MS = MINUTE_MS;
/** It claims up to a hundred invitations one after another, then calls once. @public The stack sets it. */
export const CLEANUP_TIMEOUT_MS = 3 * MINUTE_MS;
/** As long as Lambda lets a function run: it reads a year of endings. @public The stack sets it. */
export const DIGEST_TIMEOUT_MS = 15 * MINUTE_MS;
/** As long as Lambda lets a function run: the first nights pack all days there are. @public The stack sets it. */
export const ROLL_UP_TIMEOUT_MS = 15 * MINUTE_MS;

/** One message an invocation: a message's failure then never takes another one along. @public */
export const BATCH_SIZE = 1;

/** The functions of a run, by their folder in `lambdas/`. */
export const FUNCTION_NAMES = ["start-run", "sweep", "withdraw"] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Deployed where a digest is configured. It has no part in a run, so local mode knows nothing of it. */
export const DIGEST_FUNCTION = "digest";
/** Carries out what comes in by the event bus, so it is deployed and no part of a run. */
export const REQUEST_FUNCTION = "request";
/** Follows clean-ups by hand to their end, a look every few minutes. It has no part in a run. */
export const CLEANUP_FUNCTION = "cleanup";
/** Packs days of endings for reports. It has no part in a run either. */
export const ROLL_UP_FUNCTION = "roll-up";
export type DeployedFunctionName =
  | FunctionName
  | typeof DIGEST_FUNCTION
  | typeof REQUEST_FUNCTION
  | typeof CLEANUP_FUNCTION
  | typeof ROLL_UP_FUNCTION;

/**
 * Memory in MB. A function waits for the API most of the time, so memory buys little but a shorter cold start; sweep
 * holds a whole listing with what the ledger knows of it.
 */
export const START_RUN_MEMORY_MB = 256;
export const SWEEP_MEMORY_MB = 512;
export const WITHDRAW_MEMORY_MB = 256;
export const REQUEST_MEMORY_MB = 256;
export const CLEANUP_MEMORY_MB = 256;
/** Four days at a time, ten thousand outcomes of each. */
export const ROLL_UP_MEMORY_MB = 512;
/** Its work is arithmetic and drawing, and processor time comes with memory. */
export const DIGEST_MEMORY_MB = 1_024;
