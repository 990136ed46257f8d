import type { Account } from "./account.ts";
import type { WorldEffect } from "./effect.ts";
import { seededRng } from "./rng.ts";
import { faultOf, isAtWork, isHit, nextDueAt, type Run, type RunStart, type RunStep } from "./run.ts";

/** The asynchronous runs of a world. */
export interface RunBook {
  /** Begins a run. `runUid` follows from the seed and from how many there have been. */
  start(start: Omit<RunStart, "runUid">): Run;
  /** Does what the runs had to do by `now`, each call at its own instant. */
  workOff(now: number): void;
  find(runUid: string): Run | undefined;
  /** The run that holds an identity; call `workOff` first. */
  atWork(identityId: string): Run | undefined;
  all(): readonly Run[];
  /** Makes an effect from a journal hold again. */
  apply(effect: RunEffect): void;
}

type RunEffect = Extract<WorldEffect, { effect: "run" | "run-input" }>;

interface RunBookOptions {
  readonly seed: number;
  readonly accountOf: (identityId: string) => Account;
  /** Sees each effect before it takes hold: when it throws, nothing has happened. */
  readonly record: (effect: WorldEffect) => void;
  /** Told of each input that was worked off. */
  readonly onStep: (run: Run, step: RunStep) => void;
}

export function createRunBook({ seed, accountOf, record, onStep }: RunBookOptions): RunBook {
  const runs = new Map<string, { readonly start: RunStart; readonly steps: RunStep[] }>();
  /** The uids of those that are at work. */
  const open = new Set<string>();

  const asRun = ({ start, steps }: { start: RunStart; steps: readonly RunStep[] }): Run => ({ ...start, steps });
  function find(runUid: string): Run | undefined {
    const found = runs.get(runUid);
    return found === undefined ? undefined : asRun(found);
  }

  function apply(effect: RunEffect): void {
    if (effect.effect === "run") {
      const { effect: _, ...start } = effect;
      runs.set(start.runUid, { start, steps: [] });
      open.add(start.runUid);
    } else {
      const { urn, at, called, took, label } = effect;
      const found = runs.get(effect.runUid);
      if (found === undefined) throw new RangeError(`there is no run ${effect.runUid} in this sandbox`);
      found.steps.push({ urn, at, called, took, label });
    }
    const run = find(effect.runUid);
    if (run !== undefined && !isAtWork(run)) open.delete(run.runUid);
  }

  /** The step that is due by `now`; null when none is. */
  function nextStep(run: Run, now: number): RunStep | null {
    const account = accountOf(run.identityId);
    const urn = run.urns[run.steps.length];
    let at = nextDueAt(run);
    // In this mode the vendor waits out the limit, which may be used up again by the time it frees.
    while (at <= now && account.freeAt(at) > at) at = account.freeAt(at);
    if (urn === undefined || at > now) return null;
    const labelled = faultOf(run, "input-label");
    const label = isHit(run, labelled, run.steps.length) ? (labelled?.label ?? null) : null;
    if (label !== null && labelled?.takesEffect !== true) return { urn, at, called: false, took: false, label };
    if (!account.isConnected()) {
      return { urn, at, called: false, took: false, label: label ?? "NO_VALID_ACCOUNT_CONFIGURED" };
    }
    const took = account.trueStateOf(urn, at)?.state === "pending";
    return { urn, at, called: true, took, label: label ?? (took ? null : "STATUS_404") };
  }

  return {
    start({ identityId, urns, at, faults }) {
      const runUid = uidFrom(seed, runs.size + 1);
      const effect: RunEffect = { effect: "run", identityId, runUid, urns: [...urns], at, faults: [...faults] };
      record(effect);
      apply(effect);
      return { runUid, identityId, urns, at, faults, steps: [] };
    },
    workOff(now) {
      for (const runUid of [...open]) {
        for (let run = find(runUid); run !== undefined && isAtWork(run); run = find(runUid)) {
          const step = nextStep(run, now);
          if (step === null) break;
          const effect: RunEffect = { effect: "run-input", identityId: run.identityId, runUid, ...step };
          record(effect);
          apply(effect);
          accountOf(run.identityId).apply(effect);
          onStep(run, step);
        }
      }
    },
    find,
    atWork: (identityId) => [...open].map(find).find((run) => run?.identityId === identityId),
    all: () => [...runs.values()].map(asRun),
    apply,
  };
}

/** A UUID of version 4. */
function uidFrom(seed: number, number: number): string {
  const rng = seededRng(seed, "run", number);
  const hex = Array.from({ length: 32 }, () => Math.floor(rng() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
