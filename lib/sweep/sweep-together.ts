import type { Collaborators } from "../collaborators.ts";
import type { SweepMessage } from "../contract/messages.ts";
import { later } from "../domain/time.ts";
import type { SweepDecision } from "./decide.ts";
import { closeSweep, decideListed, type WrittenSweep, writeSweep } from "./finish-sweep.ts";
import { inParallel } from "./in-parallel.ts";
import type { ListedIdentity } from "./list-identity.ts";
import type { Agreed } from "./queue-today.ts";
import { beginSweep } from "./sweep.ts";

export interface TogetherOptions {
  /** Identities listed at once. */
  readonly width: number;
  /** How long the gate of an identity is held for its list at most, in milliseconds. */
  readonly leaseMs: number;
  /** What a person has agreed to; null where nobody was asked. */
  readonly agreed: Agreed | null;
  /** True when no further list shall be begun. */
  readonly stopped: () => boolean;
  /** Told after each list and each sweep that is done. */
  readonly onStep?: () => void;
}

/**
 * Sweeps the identities of one run in one pass, on one machine: first all lists, then all decisions, each of which sees
 * all the lists, then the ledger and the queue. So a preview of the same lists shows what this does, whichever
 * identity comes first. Answers the messages that are not done with: those that have to wait, and those whose sweep
 * failed, which is logged; the queue is to deliver them as it would have.
 */
export async function sweepTogether(
  c: Collaborators,
  messages: readonly SweepMessage[],
  { width, leaseMs, agreed, stopped, onStep = () => {} }: TogetherOptions,
): Promise<readonly SweepMessage[]> {
  const left = new Set(messages);
  const listed = new Map<SweepMessage, ListedIdentity>();
  const guarded = async (message: SweepMessage, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      listed.delete(message);
      const { runId, identityId } = message;
      c.log.error("the sweep failed", { runId, identityId, fault: error instanceof Error ? error.message : "unknown" });
    }
  };
  await inParallel(width, messages, (message) =>
    guarded(message, async () => {
      if (stopped()) return;
      const result = await beginSweep(c, message, later(c.clock.now(), leaseMs));
      if (result.kind === "listed") listed.set(message, result);
      else if (result.result.kind === "ack") left.delete(message);
      onStep();
    }),
  );
  // In the order of the run, so that a cap over all of them is shared out the same way every time.
  const inOrder = messages.flatMap((message) => listed.get(message) ?? []);
  const all = [...listed.values()];
  const decided: (readonly [ListedIdentity, SweepDecision])[] = [];
  for (const one of inOrder) {
    await guarded(one.context.message, async () => {
      const others = all.filter((other) => other !== one);
      decided.push([one, await decideListed(c, one, others)]);
    });
  }
  const written: WrittenSweep[] = [];
  for (const [one, decision] of decided) {
    await guarded(one.context.message, async () => void written.push(await writeSweep(c, one, decision)));
  }
  for (const one of written) {
    await guarded(one.listed.context.message, async () => {
      await closeSweep(c, one, agreed);
      left.delete(one.listed.context.message);
      onStep();
    });
  }
  return [...left];
}
