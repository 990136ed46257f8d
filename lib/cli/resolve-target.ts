import { edgesApiKey } from "./edges-address.ts";
import type { Io } from "./io.ts";
import type { TargetPlace } from "./target-place.ts";

/** The options that name a target, as a person gave them. */
export interface GivenTarget {
  readonly local?: boolean;
  readonly stack?: string;
  readonly edges?: "sandbox" | "real";
}

/** Which target is meant; where it is, is looked up afterwards. */
export type TargetChoice = { readonly kind: "sandbox" | "real" } | { readonly kind: "stack"; readonly stack: string };

export interface ResolvedTarget {
  readonly choice: TargetChoice;
  /** What named it; null when nothing did, and the sandbox is taken. */
  readonly namedBy: "option" | "saved" | null;
  /** Why something else than the sandbox may be meant although nothing was named; null when it cannot be. */
  readonly doubt: string | null;
}

/**
 * Which target a command works on. A stop or a protection must never land on another world than the one that was meant,
 * so a target is named or there is only one it can be:
 *
 * 1. `--stack` and `--edges` name it, `--edges sandbox` too. They win over what is saved.
 * 2. The target saved with `sweeper use` names it for its data folder. Each command shows it in its first line.
 * 3. Otherwise it is the sandbox. With an API key in the environment that is in doubt, for whoever has a key may mean the
 *    real API: commands that write refuse then, also when they would only rehearse (`--dry-run`), because a rehearsal on
 *    another ledger proves nothing. Commands that read go on, and say in their first line whose data they show.
 *
 * `--local` names no API, only this machine: it goes with a saved sandbox or real API, and leaves out a saved stack. Which
 * API is meant in its place was never said, so that is in doubt too, with or without a key.
 */
export function resolveTarget(given: GivenTarget, env: Io["env"], saved: TargetPlace | null): ResolvedTarget {
  if (given.stack !== undefined) {
    return { choice: { kind: "stack", stack: given.stack }, namedBy: "option", doubt: null };
  }
  if (given.edges !== undefined) return { choice: { kind: given.edges }, namedBy: "option", doubt: null };
  const leftOut = given.local === true && saved?.kind === "stack";
  if (saved !== null && !leftOut) {
    const choice = saved.kind === "stack" ? { kind: saved.kind, stack: saved.stack } : { kind: saved.kind };
    return { choice, namedBy: "saved", doubt: null };
  }
  const reasons = [
    ...(edgesApiKey({ env }) === "" ? [] : ["EDGES_API_KEY is set"]),
    ...(leftOut ? ["--local leaves out the saved stack"] : []),
  ];
  return { choice: { kind: "sandbox" }, namedBy: null, doubt: reasons.length === 0 ? null : reasons.join(" and ") };
}

/** Whether an option names the target, so that nothing saved counts. */
export const isNamedByOption = ({ stack, edges }: GivenTarget): boolean => stack !== undefined || edges !== undefined;
