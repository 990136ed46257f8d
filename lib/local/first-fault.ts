/**
 * The first error that ends the command although whatever met it could go on, such as a log that cannot be written. Kept so
 * that what is under way ends in good order first, and nobody is left without a word.
 */
export interface FirstFault {
  /** Aborted by the first report; its reason is the error. */
  readonly signal: AbortSignal;
  report(error: Error): void;
  /** Does `work`, and reports its error in place of throwing it. */
  reported(work: () => void): void;
}

export function createFirstFault(): FirstFault {
  const controller = new AbortController();
  // Later reports change nothing: a signal keeps its first reason.
  const report = (error: Error) => controller.abort(error);
  return {
    signal: controller.signal,
    report,
    reported(work) {
      try {
        work();
      } catch (error) {
        report(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}
