import { DAY_MS, later } from "./time.ts";
import type { Ending, TrackedInvitation } from "./tracked-invitation.ts";

/** How far a connection's date may lie from what the lists showed: a day of time zone, or a list served late. */
export const CONNECTED_SLACK_MS = DAY_MS;

/** An invitation that ended, with how. */
type Ended = TrackedInvitation & { readonly ending: Ending };

/**
 * Whether a connection can be the acceptance of an invitation: made when that can have been sent already, and not later
 * than a day after it had ended. `sentFrom` is the earliest instant at which it can have been sent. Where that is not
 * known, `sentAt` counts, by which it had been sent for certain: a connection from before may be older than the
 * invitation, and an acceptance, once written, is never taken back.
 */
export function canHaveAccepted(
  { sentFrom, sentAt, ending }: Pick<TrackedInvitation, "sentFrom" | "sentAt" | "ending">,
  connectedAt: Date,
): boolean {
  if (connectedAt < (sentFrom ?? sentAt)) return false;
  return ending === null || connectedAt <= later(ending.endedAt, CONNECTED_SLACK_MS);
}

/**
 * The invitation that was taken for `gone` and had been accepted, given all invitations of one identity to one person and
 * since when the two are connected. Null when none can have been, when it did not end as `gone`, and when several can:
 * one connection is the acceptance of one invitation, and nobody can tell of which. O(n).
 */
export function missedAcceptance(invitations: readonly TrackedInvitation[], connectedAt: Date): Ended | null {
  const [only, ...others] = invitations.filter((one) => canHaveAccepted(one, connectedAt));
  if (only === undefined || others.length > 0 || only.ending?.outcome !== "gone") return null;
  return { ...only, ending: only.ending };
}
