import type { Collaborators } from "../collaborators.ts";
import type { SweepMessage } from "../contract/messages.ts";
import { shareByNeed } from "../domain/share-out.ts";
import { later } from "../domain/time.ts";
import type { SweepDecision } from "./decide.ts";
import { closeSweep, decideListed, type WrittenSweep, writeSweep } from "./finish-sweep.ts";
import { inParallel } from "./in-parallel.ts";
import type { ListedIdentity } from "./list-identity.ts";
import { type Agreed, neededToday } from "./queue-today.ts";
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
  const inOrder = messages.flatMap((message) => listed.get(message) ?? []);
  const all = [...listed.values()];
  // One instant for all, as in a preview: what follows from all the lists is then worked out once.
  const now = c.clock.now();
  const decided: (readonly [ListedIdentity, SweepDecision])[] = [];
  for (const one of inOrder) {
    await guarded(one.context.message, async () => {
      const others = all.filter((other) => other !== one);
      decided.push([one, await decideListed(c, one, others, now)]);
    });
  }
  const written: WrittenSweep[] = [];
  for (const [one, decision] of decided) {
    await guarded(one.context.message, async () => void written.push(await writeSweep(c, one, decision)));
  }
  const places = await placesFor(c, written, agreed);
  for (const one of written) {
    await guarded(one.listed.context.message, async () => {
      await closeSweep(c, one, { agreed, places: places.get(one) ?? 0 });
      left.delete(one.listed.context.message);
      onStep();
    });
  }
  return [...left];
}

/** Every need is known here, so that what is left of the run's cap is shared out exactly. */
async function placesFor(
  { ledger, clock }: Pick<Collaborators, "ledger" | "clock">,
  written: readonly WrittenSweep[],
  agreed: Agreed | null,
): Promise<ReadonlyMap<WrittenSweep, number>> {
  const [first] = written;
  if (first === undefined) return new Map();
  const { runCap, message } = first.listed.context;
  const run = await ledger.runs.find(message.runId);
  const needs = written.map((sweep) => {
    const { ended } = sweep.applied;
    const need = neededToday(sweep.decision, { ended, agreed }).length;
    return { ...sweep.listed.compared.identity, need, of: sweep };
  });
  const shares = shareByNeed(needs, runCap - (run?.queued ?? 0), clock.now());
  return new Map(shares.map(({ one, places }) => [one.of, places]));
}
