import { isInHoldout } from "../../../lib/domain/rules/held-out.ts";
import { DAY_MS } from "../../../lib/domain/time.ts";
import { isOpen } from "../../../lib/domain/tracked-invitation.ts";
import type { TrueState } from "../../../lib/sandbox/true-state.ts";
import { daysBetween, idOf, type MakeInvariant, type View } from "./invariant.ts";

/**
 * Once the faults are over, and a person has put right what only a person can, everything that is stale or flagged and
 * stays pending is settled by the clean runs, and everything that has ended has its outcome.
 */
export const settled: MakeInvariant = (view) => ({
  async atEnd() {
    for (const { uid } of view.scenario.identities) {
      const standings = view.truth.trueStates(uid, view.cleanRuns.first);
      // More than one date that nobody can read holds the whole sweep, as it should.
      // Also one that is sent only while the clean runs go on.
      const atTheEnd = view.truth.trueStates(uid, view.cleanRuns.last);
      const held = [standings, atTheEnd].some(
        (all) => all.filter((one) => one.unreadable && one.state === "pending").length > 1,
      );
      const { lastListing } = await view.identity(uid);
      if (lastListing?.trust === "collapsed" && !view.scenario.strict) {
        view.note(
          "an identity is held for good: more than half of 20 or more have left its list, and that is never believed",
        );
        continue;
      }
      const fullPage = lastListing?.trust === "full-last-page" && !view.scenario.strict;
      if (fullPage) view.note("absence is not believed for good: the list's last page stays full");
      for (const one of standings) {
        const wrong = await leftOver(view, one, held, fullPage);
        if (wrong !== null) return wrong;
      }
    }
    return null;
  },
});

async function leftOver(
  view: View,
  { urn, identityId }: TrueState,
  held: boolean,
  fullPage: boolean,
): Promise<string | null> {
  const id = idOf(urn);
  const item = await view.find(identityId, id);
  const truth = view.truth.fateOf(urn, view.now());
  if (truth === null) return null;
  const endedBefore = truth.endedAt !== null && truth.endedAt < view.cleanRuns.last - DAY_MS;
  // What ended before any listing showed it was never the sweeper's.
  if (item === null) return truth.state === "pending" ? `${id} is pending and not in the ledger` : null;
  if (!isOpen(item.state)) return null;
  if (endedBefore && fullPage) return null;
  if (endedBefore) return `${id} was ${truth.state} before the last clean runs and the ledger says ${item.state}`;
  const [policy] = view.policiesDuring(view.cleanRuns.first, view.cleanRuns.first);
  if (truth.state !== "pending" || held || policy === null || policy === undefined) return null;
  const flags = view.flagsOf(truth.profileId);
  if (flags.has("protected")) return null;
  if (flags.size > 0) return `${id}, flagged ${[...flags].join(" and ")}, is still ${item.state} after the clean runs`;
  if (item.withdrawalRequest !== null)
    return `${id}, asked for by an event, is still ${item.state} after the clean runs`;
  if (truth.unreadable) return null;
  const age = daysBetween(item.sentAt.getTime(), view.cleanRuns.first);
  const { holdout } = policy;
  const keep = holdout !== null && age < holdout.maxAgeDays && isInHoldout(id, holdout.share);
  return age >= policy.thresholdDays && !keep
    ? `${id}, ${age} days old, is still ${item.state} after the clean runs`
    : null;
}
