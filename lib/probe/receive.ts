import { z } from "zod";

const receiveSchema = z.object({
  message: z.string(),
  /** SQS's own count, waits included. */
  receiveCount: z.int().min(1),
  /** When SQS took the message, and when the function received it; both by AWS's clocks, in epoch milliseconds. */
  sentAt: z.number(),
  at: z.number(),
  /** Why the message could not be hidden. */
  fault: z.string().optional(),
});

/** One receive of a message, as the probe's function reported it. */
export type Receive = Readonly<z.infer<typeof receiveSchema>>;

/** Reads a report of the function. Throws when it is not one. */
export function parseReceive(text: string): Receive {
  return receiveSchema.parse(JSON.parse(text));
}

/** In the order of time, each once: the results queue is a standard one and may hand out a report twice. */
export function inOrder(receives: readonly Receive[]): readonly Receive[] {
  const once = new Map(receives.map((receive) => [`${receive.message} ${receive.receiveCount}`, receive]));
  return [...once.values()].sort((a, b) => a.at - b.at);
}

/** The n-th receive of a message, 1 being the first, or undefined when it was not seen. */
export function receiveOf(receives: readonly Receive[], message: string, nth: number): Receive | undefined {
  return inOrder(receives).filter((receive) => receive.message === message)[nth - 1];
}
