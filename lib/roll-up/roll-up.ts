import type { Collaborators } from "../collaborators.ts";
import { DAY_MS, later } from "../domain/time.ts";
import type { DayLedger } from "../ledger/day-ledger.ts";
import type { RunLedger } from "../ledger/ledger.ts";

/** All that packing days touches: no invitation, no policy, no queue and no API. */
export interface RollUpCollaborators extends Pick<Collaborators, "clock" | "log" | "metrics"> {
  readonly ledger: {
    readonly days: Pick<DayLedger, "due" | "pack" | "check">;
    readonly runs: Pick<RunLedger, "oldest">;
  };
}

/** How many days were dealt with, and how many are left to the next time. */
export interface RolledUp {
  readonly packed: number;
  readonly checked: number;
  /** Of `checked`: they differed from the index and were packed again. */
  readonly mended: number;
  /** Could not be read or written; each is in the log. Reports read them from the index. */
  readonly failed: number;
  readonly left: number;
}

/** Days at a time: each waits for its pages most of the time. */
const DAYS_AT_ONCE = 4;

/**
 * Packs the days of endings that are over and not packed yet, or whose endings have changed since, and holds old packs
 * against the index: what an earlier version or a person has changed is put right within four weeks. Goes on where the last
 * time stopped, and may be repeated. Begins no day after `stopAt`; what is left is for the next time.
 *
 * A day that fails does not stop the others: a report reads it from the index and is slower, never wrong.
 */
export async function rollUp({ ledger, clock, log }: RollUpCollaborators, stopAt: Date): Promise<RolledUp> {
  const began = clock.now();
  const oldest = await ledger.runs.oldest();
  // As far as the log goes back: see `beginningOfLog`.
  const due = oldest === null ? NOTHING : await ledger.days.due(later(oldest.startedAt, -DAY_MS));
  const done = { packed: 0, checked: 0, mended: 0, failed: 0 };
  const works = [
    ...due.toPack.map((day) => ({ day, isPacked: false })),
    ...due.toCheck.map((day) => ({ day, isPacked: true })),
  ];
  const work = async (day: string, isPacked: boolean): Promise<void> => {
    if (isPacked) {
      const isSame = await ledger.days.check(day);
      done.checked += 1;
      if (isSame) return;
      log.warn("packed day differs from the index", { reason: day });
    }
    await ledger.days.pack(day);
    done[isPacked ? "mended" : "packed"] += 1;
  };
  const waiting = works.values();
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (clock.now() < stopAt) {
      const next = waiting.next();
      if (next.done === true) return;
      begun += 1;
      const { day, isPacked } = next.value;
      try {
        await work(day, isPacked);
      } catch (error) {
        done.failed += 1;
        log.error("day not packed", { reason: day, fault: error instanceof Error ? error.name : "unknown" });
      }
    }
  };
  await Promise.all(Array.from({ length: DAYS_AT_ONCE }, worker));
  const rolledUp = { ...done, left: works.length - begun };
  const durationMs = clock.now().getTime() - began.getTime();
  log.info("days packed", { count: done.packed + done.mended, durationMs });
  return rolledUp;
}

const NOTHING = { toPack: [], toCheck: [] };
