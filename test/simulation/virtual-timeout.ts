import type { Scheduler } from "./scheduler.ts";

/**
 * The HTTP client's time-out is the platform's own `AbortSignal.timeout`. While `work` runs it counts virtual time, so
 * that the real client's real time-out is part of the simulation. A dead function's time-out never comes.
 */
export async function withVirtualTimeouts<Result>(scheduler: Scheduler, work: () => Promise<Result>): Promise<Result> {
  const platform = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const process = scheduler.running();
    scheduler.at(scheduler.now() + ms, () => {
      if (process !== null) scheduler.resume(process, () => controller.abort(new Error("timed out")));
    });
    return controller.signal;
  };
  try {
    return await work();
  } finally {
    AbortSignal.timeout = platform;
  }
}
