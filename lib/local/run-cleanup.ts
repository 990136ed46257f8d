import { advanceCleanup } from "../cleanup/advance.ts";
import type { CleanupCollaborators, CleanupKey, CleanupProgress, CleanupStep } from "../cleanup/cleanup-step.ts";
import { HOUR_MS, SECOND_MS } from "../domain/time.ts";
import type { PolicySource } from "../settings/policy-source.ts";
import { eventEmittingLedger } from "./events/event-emitting-ledger.ts";
import type { EventSink } from "./events/event-sink.ts";
import { fastForwardThrough } from "./fast-forward-clock.ts";
import type { Workspace } from "./workspace.ts";

/** Between two looks at a run of the API's. */
const POLL_MS = 30 * SECOND_MS;
/** What is due later than this is left to `cleanup --resume`: nobody leaves a command open for a day. */
const MAX_WAIT_MS = 2 * HOUR_MS;

export interface LocalCleanupOptions {
  readonly policy: PolicySource;
  /** On the sandbox waits are skipped, whole days too. */
  readonly fastForward: boolean;
  readonly events?: EventSink | undefined;
  /** Told after each step of an identity. */
  readonly onStep?: (identityId: string, step: CleanupStep) => void;
  /** Handed a way to stop before anything is called. */
  readonly onStart?: (stop: () => void) => void;
}

/** Where each identity's part stands when the command ends. */
export type CleanupCourse = ReadonlyMap<string, CleanupStep>;

/**
 * Carries a clean-up on until every part is over, or waits for longer than two hours, or it is stopped. What is under way at
 * the API then goes on there, and is followed by the next call.
 */
export async function runCleanup(
  workspace: Workspace,
  cleanupId: string,
  { policy, fastForward, events, onStep = () => {}, onStart = () => {} }: LocalCleanupOptions,
): Promise<CleanupCourse> {
  const { clock, fault } = workspace;
  const ledger = events === undefined ? workspace.ledger : eventEmittingLedger(workspace.ledger, clock.now, events);
  const c: CleanupCollaborators = { ...workspace, ledger, policy, pollMs: POLL_MS };
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  fault.signal.addEventListener("abort", stop);
  onStart(stop);
  const keys: CleanupKey[] = [];
  for await (const { identityId } of ledger.cleanups.parts(cleanupId)) keys.push({ cleanupId, identityId });
  const work = advanceAll(c, keys, { onStep, signal: stopping.signal, isEndless: fastForward });
  try {
    return await (fastForward ? fastForwardThrough(clock, work) : work);
  } finally {
    fault.signal.removeEventListener("abort", stop);
    fault.signal.throwIfAborted();
  }
}

interface Around {
  readonly onStep: NonNullable<LocalCleanupOptions["onStep"]>;
  readonly signal: AbortSignal;
  readonly isEndless: boolean;
}

async function advanceAll(
  c: CleanupCollaborators,
  keys: readonly CleanupKey[],
  { onStep, signal, isEndless }: Around,
): Promise<CleanupCourse> {
  const course = new Map<string, CleanupStep>();
  for (;;) {
    for (const key of keys) {
      const before = course.get(key.identityId);
      if (before?.kind === "over" || (before?.kind === "wait" && before.until > c.clock.now())) continue;
      if (signal.aborted) break;
      const step = await advanceCleanup(c, key);
      course.set(key.identityId, step);
      onStep(key.identityId, step);
    }
    const due = [...course.values()].flatMap((step) => (step.kind === "wait" ? step.until.getTime() : []));
    const waitMs = Math.min(...due) - c.clock.now().getTime();
    if (due.length === 0 || signal.aborted || (!isEndless && waitMs > MAX_WAIT_MS)) return course;
    // A thousandth more: a date has whole milliseconds, and what is due at one is not due before.
    await sleepUnless(signal, c.clock.sleep(Math.max(0, waitMs) + 1, "the API works off its run, or has no place yet"));
  }
}

/** The sleeper is left to wake by itself. */
function sleepUnless(signal: AbortSignal, sleep: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => resolve();
    if (signal.aborted) wake();
    signal.addEventListener("abort", wake, { once: true });
    sleep.then(wake, reject).finally(() => signal.removeEventListener("abort", wake));
  });
}

/** All identities together. */
export const totalOf = (course: Iterable<CleanupStep>): Pick<CleanupProgress, "chosen" | "left" | "withdrawn"> => {
  let [chosen, left, withdrawn] = [0, 0, 0];
  for (const { progress } of course) {
    chosen += progress.chosen;
    left += progress.left;
    withdrawn += progress.withdrawn;
  }
  return { chosen, left, withdrawn };
};
