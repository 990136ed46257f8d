import { listedIds } from "./choose-identities.ts";
import type { Policy } from "./policy.ts";
import { HOUR_MS, later } from "./time.ts";

/** Runs list once a day; one that was missed is no reason yet not to know. */
const LIST_COUNTS_HOURS = 48;

/** An identity of the ledger's with its latest lists. */
interface ListedIdentity {
  readonly identityId: string;
  readonly lastListing: { readonly at: Date; readonly trust: string } | null;
  readonly lastBelievedListingAt: Date | null;
}

/** Why nobody can tell whether a person may be invited, although nothing is known to stand against it. */
export type InviteDoubt =
  /** They were named by an id of which a person has several, and nobody is known under this one. */
  | { readonly why: "unknown-id" }
  /** No identity's invitations are known. */
  | { readonly why: "no-identity" }
  /** These identities' invitations are not known as they stand: no complete list in the last 48 hours. */
  | { readonly why: "no-recent-list"; readonly identities: readonly string[] };

/**
 * Whether the ledger knows what is pending by now. It does where every identity that the policy does not leave out has a
 * complete list of the last 48 hours, also one that is paused, for its invitations stand all the same. `partial` is said of
 * a complete list too: then it was not found out what became of some that left it, and they count as pending.
 */
export function doubtOfLists(
  known: readonly ListedIdentity[],
  policy: Pick<Policy, "identities">,
  now: Date,
): InviteDoubt | null {
  const byId = new Map<string, ListedIdentity | null>(listedIds(policy).map((id) => [id, null]));
  for (const one of known) {
    if (policy.identities === "all" || byId.has(one.identityId)) byId.set(one.identityId, one);
  }
  if (byId.size === 0) return { why: "no-identity" };
  const since = later(now, -LIST_COUNTS_HOURS * HOUR_MS);
  const without = [...byId].filter(([, one]) => !listsOf(one).some((at) => at >= since));
  return without.length === 0 ? null : { why: "no-recent-list", identities: without.map(([id]) => id).sort() };
}

function listsOf(identity: ListedIdentity | null): Date[] {
  if (identity === null) return [];
  const { lastListing, lastBelievedListingAt } = identity;
  const isWhole = lastListing !== null && (lastListing.trust === "believed" || lastListing.trust === "partial");
  return [lastBelievedListingAt, isWhole ? lastListing.at : null].filter((at) => at !== null);
}
