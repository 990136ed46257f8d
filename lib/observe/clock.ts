/** Time comes from here, so that a simulation and the local demo can run days in seconds. */
export interface Clock {
  now(): Date;
  /** Waits at least `ms` milliseconds of this clock's time. `why` is for whoever sees it wait. */
  sleep(ms: number, why?: string): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
