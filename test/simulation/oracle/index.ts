import { absence } from "./absence.ts";
import { blame } from "./blame.ts";
import { caps } from "./caps.ts";
import { noDeadLetters } from "./dead-letters.ts";
import { duplicatesKeepOne } from "./duplicates-keep-one.ts";
import { inItsTime } from "./in-its-time.ts";
import type { MakeInvariant } from "./invariant.ts";
import { isolation } from "./isolation.ts";
import { neverAgain } from "./never-again.ts";
import { noDeadEnds } from "./no-dead-ends.ts";
import { nobodyStarves } from "./nobody-starves.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { onlyLive } from "./only-live.ts";
import { onlyStale } from "./only-stale.ts";
import { settled } from "./settled.ts";
import { trueOutcomes } from "./true-outcomes.ts";

/** All that must hold, by the name under which a violation is told. A new one is one file and one row. */
export const INVARIANTS: Readonly<Record<string, MakeInvariant>> = {
  "never again": neverAgain,
  "only stale": onlyStale,
  "only live": onlyLive,
  "in its time": inItsTime,
  "one at a time": oneAtATime,
  caps,
  "true outcomes": trueOutcomes,
  "absence believed": absence,
  "no dead letters": noDeadLetters,
  "duplicates keep one": duplicatesKeepOne,
  isolation,
  settled,
  "no dead ends": noDeadEnds,
  blame,
  "nobody starves": nobodyStarves,
};
