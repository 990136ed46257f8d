import { type PersonFlag, UNKNOWN_FLAG } from "./rule.ts";
import { DAY_MS, later, latest } from "./time.ts";
import { isOpen, type TrackedInvitation } from "./tracked-invitation.ts";

/** LinkedIn takes no new invitation to the same person for so long after a withdrawal. */
export const LINKEDIN_COOLDOWN_DAYS = 21;

/**
 * One thing that stands against inviting a person now. `given-up`: an earlier version stopped calling for it, so it may be
 * pending still; one that rests is `pending`. `maybe-withdrawn`: it left the lists after a call of ours, and nobody knows whether because of it.
 */
export interface Obstacle {
  readonly why:
    | ("do-not-contact" | typeof UNKNOWN_FLAG)
    | ("pending" | "connected" | "given-up" | "withdrawn" | "maybe-withdrawn");
  /** When it is over; null when no time ends it. */
  readonly until: Date | null;
  /** Whose invitation it is about; null for a flag. */
  readonly identityId: string | null;
  /** When that was sent, or ended; null for a flag. */
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
  const cooldownMs = Math.max(LINKEDIN_COOLDOWN_DAYS, reinviteCooldownDays) * DAY_MS;
  for (const one of invitations) {
    const { identityId, state, sentAt, ending } = one;
    if (isOpen(state)) found.push({ why: "pending", until: null, identityId, at: sentAt });
    if (ending === null) continue;
    const at = ending.endedAt;
    if (ending.outcome === "accepted") found.push({ why: "connected", until: null, identityId, at });
    if (ending.outcome === "failed") found.push({ why: "given-up", until: null, identityId, at });
    const why = withdrawalOf(one);
    if (why === null) continue;
    const until = latest(later(lastEffectOf(one, at), cooldownMs), ending.reinviteAfter ?? at);
    if (until > now) found.push({ why, until, identityId, at });
  }
  return found.sort((a, b) => end(b) - end(a));
}

/**
 * Whether a withdrawal of ours is, or may be, what ended it. `attempts` counts every call that may have reached LinkedIn:
 * not those refused before, but also one whose answer said that it failed, and one that nobody lived to conclude.
 */
function withdrawalOf({ ending, attempts }: TrackedInvitation): "withdrawn" | "maybe-withdrawn" | null {
  if (ending?.outcome === "withdrawn") return "withdrawn";
  return ending?.outcome === "gone" && attempts > 0 ? "maybe-withdrawn" : null;
}

/** A list that is long in the making may miss what was called for after it began: then the call is the later of the two. */
const lastEffectOf = ({ lastError }: TrackedInvitation, endedAt: Date): Date =>
  lastError === null ? endedAt : latest(endedAt, lastError.at);

const end = ({ until }: Obstacle): number => until?.getTime() ?? Number.POSITIVE_INFINITY;
