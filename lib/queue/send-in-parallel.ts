import type { OutgoingMessage, Queue } from "./queue.ts";

/** What one request takes. */
const BATCH = 10;
const REQUESTS_AT_ONCE = 8;

/**
 * Sends messages in batches of ten, eight at once: for messages of different groups, whose order means nothing. Waits for
 * all that it has begun; then throws the first error there was, and what was sent stays sent.
 */
export async function sendInParallel(queue: Pick<Queue, "send">, messages: readonly OutgoingMessage[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, index) =>
    messages.slice(index * BATCH, (index + 1) * BATCH),
  ).values();
  const errors: unknown[] = [];
  const sender = async () => {
    for (const batch of batches) {
      if (errors.length > 0) return;
      await queue.send(batch).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, sender));
  if (errors.length > 0) throw errors[0];
}
