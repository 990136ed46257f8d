import { type IdCalibration, type IdTrial, NO_TRIALS, recordTrials, TRIAL_SLACK_MS } from "../domain/id-clock.ts";
import { later } from "../domain/time.ts";
import type { ComparedList } from "./compare.ts";

/**
 * How the ids that are new on a complete list stand their trial: each must decode into the time since the list before.
 *
 * An invitation whose own date says that it was sent earlier shows that the list before was not whole, and is no trial;
 * nor is one whose date cannot be read. After a list that may not have been whole (an empty one, or one that ended on a
 * full page) only what fits counts: what does not may be that list's fault.
 */
export function idTrialsOf({ identity, listing, fresh }: ComparedList, now: Date): IdCalibration {
  const { lastWholeListingAt, lastBelievedListingAt } = identity;
  const after = lastWholeListingAt ?? lastBelievedListingAt;
  if (after === null || fresh.size === 0 || listing.state !== "complete") return NO_TRIALS;
  const earliest = later(after, -TRIAL_SLACK_MS);
  const trials = listing.invitations.flatMap(({ invitationId, sentBy, isContradicting }): IdTrial[] => {
    if (!fresh.has(invitationId) || isContradicting) return [];
    return sentBy === null || sentBy < earliest ? [] : [{ id: invitationId, after, before: now }];
  });
  const counted = recordTrials(NO_TRIALS, trials);
  if (lastWholeListingAt !== null) return counted;
  return { trials: counted.trials - counted.misses, misses: 0, firstMiss: null };
}
