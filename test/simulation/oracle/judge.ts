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
  return {
    accuse,
    violation: () => violation,
    see(happening) {
      for (const { name, see } of invariants) accuse(name, see?.(happening) ?? null);
      return violation !== null;
    },
    async atEnd() {
      for (const { name, atEnd } of invariants) if (violation === null) accuse(name, (await atEnd?.()) ?? null);
    },
  };
}
