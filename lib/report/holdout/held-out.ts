import type { KnownInvitation } from "../../domain/bookkeeping.ts";
import { type IdentityPolicy, staleAfterDays } from "../../domain/policy.ts";
import { isInHoldout } from "../../domain/rules/held-out.ts";
import { DAY_MS, later, wholeDaysBetween } from "../../domain/time.ts";

/** How the policy's holdout looks at one open invitation. */
export interface HoldoutStanding {
  /** `held`: past the threshold and left alone · `coming`: in the holdout and younger · `none`: not in it, or too old for it. */
  readonly standing: "held" | "coming" | "none";
  readonly ageDays: number;
  /** When it is no longer left alone; null for `none`. */
  readonly until: Date | null;
}

export function holdoutStanding(
  { invitationId, sentAt }: Pick<KnownInvitation, "invitationId" | "sentAt">,
  policy: IdentityPolicy,
  now: Date,
): HoldoutStanding {
  const ageDays = Math.max(0, wholeDaysBetween(sentAt, now));
  const { holdout } = policy;
  if (holdout === null || ageDays >= holdout.maxAgeDays || !isInHoldout(invitationId, holdout.share)) {
    return { standing: "none", ageDays, until: null };
  }
  const until = later(sentAt, holdout.maxAgeDays * DAY_MS);
  return { standing: ageDays >= staleAfterDays(policy) ? "held" : "coming", ageDays, until };
}
