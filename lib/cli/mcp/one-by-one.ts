/** Does one work after another, in the order they were handed in; a failure is its own work's and stops none after it. */
export interface OneByOne {
  do<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves once all that was handed in has ended. */
  settled(): Promise<void>;
}

export function createOneByOne(): OneByOne {
  let last: Promise<unknown> = Promise.resolve();
  return {
    do(work) {
      const done = last.then(work);
      last = done.catch(() => {});
      return done;
    },
    async settled() {
      await last;
    },
  };
}
