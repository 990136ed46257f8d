/** Rounds in which DynamoDB may leave a part of a batch undone before it counts as a fault. */
const MAX_ROUNDS = 8;
const FIRST_WAIT_MS = 50;

/**
 * Sends a batch, then what DynamoDB has left undone of it, because it is throttled or the answer would be too large,
 * until nothing is left; with waits of 50 ms, doubled each time and jittered.
 *
 * @param undone tells of so many in the error
 * @param send answers what it left undone
 * @throws Error when something is still left after 8 rounds: undone must never look like done
 */
export async function retryUnprocessed<Part>(
  undone: (count: number) => string,
  batch: readonly Part[],
  sleep: (ms: number) => Promise<void>,
  send: (left: Part[]) => Promise<Part[]>,
): Promise<void> {
  let left = [...batch];
  for (let round = 1; left.length > 0; round++) {
    if (round > MAX_ROUNDS) throw new Error(`${undone(left.length)} after ${MAX_ROUNDS} rounds`);
    if (round > 1) await sleep(FIRST_WAIT_MS * 2 ** (round - 2) * (0.5 + Math.random() / 2));
    left = await send(left);
  }
}
