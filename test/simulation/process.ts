import type { Rng } from "../../lib/sandbox/rng.ts";
import type { Scheduler } from "./scheduler.ts";

export type FunctionName = "start-run" | "sweep" | "withdraw" | "request";

/** One invocation of a function, which may be stopped at any of its steps. */
export interface Process {
  readonly name: string;
  readonly kind: FunctionName;
  /** Null for start-run, which works for all. */
  readonly identityId: string | null;
  /** When the message it works on says that it is over, by the sender's clock; null for a message that does not. */
  readonly expiresAt: number | null;
  readonly startedAt: number;
  alive(): boolean;
  /** Everything after the step it waits for never happens. */
  die(why: string): void;
  /** It has answered and is gone. */
  end(): void;
  /**
   * One call of a collaborator: parked here, made when the scheduler comes to it, answered after that. Between any two
   * steps any other function may run, and this one may end.
   */
  step<Result>(what: string, effect: () => Promise<Result>): Promise<Result>;
}

/** What befalls one step. `before`: its effect never happens. `after`: it does, and only the answer is missing. */
export type StepFault =
  | { readonly kind: "kill" | "error"; readonly when: "before" | "after" }
  | { readonly kind: "slow"; readonly when: "before" | "after"; readonly ms: number };

export interface ProcessSurroundings {
  readonly scheduler: Scheduler;
  readonly rng: Rng;
  readonly trace: (line: () => string) => void;
  readonly faultFor: (process: Process, what: string) => StepFault | null;
  readonly died: (process: Process) => void;
}

/** A service of the cloud has failed; the function lets it through and counts as failed itself. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
}

export function createProcess(
  { scheduler, rng, trace, faultFor, died }: ProcessSurroundings,
  about: Pick<Process, "name" | "kind" | "identityId" | "expiresAt">,
): Process {
  let alive = true;
  const process: Process = {
    ...about,
    startedAt: scheduler.now(),
    alive: () => alive,
    die(why) {
      if (!alive) return;
      alive = false;
      trace(() => `${about.name} dies: ${why}`);
      died(process);
    },
    end() {
      alive = false;
    },
    step: (what, effect) =>
      new Promise((resolve, reject) => {
        if (!alive) return;
        const fault = faultFor(process, what);
        const after = fault?.when === "after";
        const slow = fault?.kind === "slow" ? Math.min(fault.ms, longestWait(what)) : 0;
        const answer = (how: () => void): void => {
          if (slow > 0 && after) scheduler.at(scheduler.now() + slow, () => scheduler.resume(process, how));
          else scheduler.resume(process, how);
        };
        const fails = () => answer(() => reject(new ServiceError(`${what} failed`)));
        scheduler.at(scheduler.now() + latency(rng) + (after ? 0 : slow), () => {
          // A request that was on its way when its function died may arrive all the same.
          if (!alive && rng() < 0.5) return;
          if (fault !== null) trace(() => `${about.name} ${what}: ${fault.kind} ${fault.when} its effect`);
          if (fault?.kind === "kill" && !after) return process.die(`at ${what}`);
          if (fault?.kind === "error" && !after) return fails();
          scheduler.woke();
          const result = effect();
          // Whoever is interested hears of a failure below; a dead function's is nobody's.
          result.catch(() => {});
          trace(() => `${about.name} ${what}`);
          if (fault?.kind === "kill") return process.die(`after ${what}`);
          if (fault?.kind === "error") return fails();
          answer(() => resolve(result));
        });
      }),
  };
  return process;
}

/** Mostly a few milliseconds, now and then some tens: enough for any two functions to overtake each other. */
const latency = (rng: Rng): number => 2 + Math.floor(rng() ** 3 * 80);

/**
 * The key is read between a function's last look at the clock and its call. What is held up there for longer than the
 * lease still leaves time for calls when nobody expects it, and no check can prevent that: only the function's end does.
 */
const longestWait = (what: string): number => (what === "key.read" ? 5_000 : Number.POSITIVE_INFINITY);
