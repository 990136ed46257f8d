import { DAY_MS } from "../../../lib/domain/time.ts";
import type { Happening } from "../happenings.ts";
import { INVARIANTS } from "./index.ts";
import type { View } from "./invariant.ts";

/** The first thing that went wrong. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * What is kept by comparing times that several functions have written. One whose clock is off by hours, and that nobody has
 * told yet, cannot keep it, nor can the others beside what it wrote; a day after it was put right they have to.
 */
const KEPT_BY_CLOCKS = new Set(["one at a time", "caps", "in its time", "never again"]);

/** All invariants over one simulation. */
export interface Judge {
  /** True when something has gone wrong. */
  see(happening: Happening): boolean;
  accuse(invariant: string, what: string): void;
  atEnd(): Promise<void>;
  violation(): Violation | null;
}

export function createJudge(view: View): Judge {
  const invariants = Object.entries(INVARIANTS).map(([name, make]) => ({ name, ...make(view) }));
  let violation: Violation | null = null;
  const accuse = (invariant: string, what: string | null): void => {
    if (what !== null) violation ??= { invariant, what, at: view.now() };
  };
  const isExcused = (name: string): boolean =>
    KEPT_BY_CLOCKS.has(name) && view.clockWasWrong() && view.now() < view.cleanRuns.first + DAY_MS;
  return {
    accuse,
    violation: () => violation,
    see(happening) {
      for (const { name, see } of invariants) {
        const what = see?.(happening) ?? null;
        if (what !== null && isExcused(name)) view.note(`${name}: not kept by a clock that is wrong`);
        else accuse(name, what);
      }
      return violation !== null;
    },
    async atEnd() {
      for (const { name, atEnd } of invariants) if (violation === null) accuse(name, (await atEnd?.()) ?? null);
    },
  };
}
