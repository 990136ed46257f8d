import { type PersonFlag, UNKNOWN_FLAG } from "./rule.ts";
import { DAY_MS, later, latest } from "./time.ts";
import { isOpen, type TrackedInvitation } from "./tracked-invitation.ts";

/** LinkedIn takes no new invitation to the same person for so long after a withdrawal. */
export const LINKEDIN_COOLDOWN_DAYS = 21;

/** One thing that stands against inviting a person now. */
export interface Obstacle {
  readonly why: "do-not-contact" | typeof UNKNOWN_FLAG | "pending" | "connected" | "given-up" | "withdrawn";
  /** When it is over; null when no time ends it. */
  readonly until: Date | null;
  /** Whose invitation it is about; null for a flag. */
  readonly identityId: string | null;
  /** When that was sent, accepted or withdrawn; null for a flag. */
  readonly at: Date | null;
}

/**
 * What stands against inviting a person again, worst first; nothing when they may be invited. Over all identities: who has
 * just lost one invitation shall not get the next from a colleague. Somebody who declined, or let it expire, may be asked
 * again as far as anybody knows.
 */
export function obstaclesToInviting(
  invitations: readonly TrackedInvitation[],
  flags: ReadonlySet<PersonFlag>,
  { reinviteCooldownDays }: { readonly reinviteCooldownDays: number },
  now: Date,
): Obstacle[] {
  // A flag that this version does not know may forbid it.
  const found: Obstacle[] = (["do-not-contact", UNKNOWN_FLAG] as const)
    .filter((flag) => flags.has(flag))
    .map((why) => ({ why, until: null, identityId: null, at: null }));
  for (const { identityId, state, sentAt, ending } of invitations) {
    if (isOpen(state)) found.push({ why: "pending", until: null, identityId, at: sentAt });
    if (ending === null) continue;
    if (ending.outcome === "accepted") found.push({ why: "connected", until: null, identityId, at: ending.endedAt });
    // Calls for it have failed for good, so as far as anybody knows it is pending still.
    if (ending.outcome === "failed") found.push({ why: "given-up", until: null, identityId, at: ending.endedAt });
    if (ending.outcome !== "withdrawn") continue;
    const days = Math.max(LINKEDIN_COOLDOWN_DAYS, reinviteCooldownDays);
    const until = latest(later(ending.endedAt, days * DAY_MS), ending.reinviteAfter ?? ending.endedAt);
    if (until > now) found.push({ why: "withdrawn", until, identityId, at: ending.endedAt });
  }
  return found.sort((a, b) => end(b) - end(a));
}

const end = ({ until }: Obstacle): number => until?.getTime() ?? Number.POSITIVE_INFINITY;
