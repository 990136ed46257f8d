import { DAY_MS } from "../../../lib/domain/time.ts";
import type { MakeInvariant } from "./invariant.ts";

const MOST_DAYS = 7;

interface Wait {
  readonly since: number;
  /** Sweeps that were held by the run's cap alone, and got nothing of it. */
  readonly sweeps: number;
}

/**
 * No identity that has something to be called for, whose lists succeed, waits for the run's cap for more than seven days
 * without getting any of it, or, where the cap has fewer places than there are identities, for more runs than it takes to
 * serve them one each.
 */
export const nobodyStarves: MakeInvariant = (view) => {
  const waits = new Map<string, Wait>();
  const identities = view.scenario.identities.length;
  return {
    see(happening) {
      if (happening.kind !== "swept") return null;
      const { identityId, queued, held, listing } = happening.sweep;
      // Without a list, or held for something else, it is not the cap that it waits for.
      const heldByCap = (held["run-cap"] ?? 0) > 0;
      if (queued > 0 || (listing === "complete" && !heldByCap)) waits.delete(identityId);
      if (queued > 0 || !heldByCap) return null;
      const { since, sweeps } = waits.get(identityId) ?? { since: view.now(), sweeps: 0 };
      waits.set(identityId, { since, sweeps: sweeps + 1 });
      const caps = view.policiesDuring(since, view.now()).map((policy) => policy?.runCap ?? Number.POSITIVE_INFINITY);
      const rounds = Math.ceil(identities / Math.min(...caps));
      view.note("an identity got nothing of the run's cap");
      if (view.now() - since <= MOST_DAYS * DAY_MS || sweeps < rounds) return null;
      return `${identityId} has waited ${sweeps + 1} sweeps for a place under the run's cap, since ${new Date(since).toISOString()}`;
    },
  };
};
