/** Runs `work` over all `items`, at most `width` at once. Waits for all that began; then the first failure is thrown. */
export async function inParallel<Item>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  const workers = Array.from({ length: Math.min(width, items.length) }, worker);
  for (const result of await Promise.allSettled(workers)) if (result.status === "rejected") throw result.reason;
}
