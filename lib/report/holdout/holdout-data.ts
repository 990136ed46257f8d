import type { Holdout } from "../../domain/policy.ts";
import type { Outcome } from "../../domain/tracked-invitation.ts";

/** Who is held out now, and what those held out so far have shown. Counts alone. */
export interface HoldoutData {
  readonly madeAt: Date;
  readonly policy: { readonly version: number; readonly thresholdDays: number; readonly holdout: Holdout | null };
  /** One per identity with anything in the holdout, in the order of their ids. */
  readonly identities: readonly HeldByIdentity[];
  readonly learned: HoldoutLesson;
}

export interface HeldByIdentity {
  readonly identityId: string;
  /** Past the threshold and left alone. */
  readonly held: number;
  /** In the holdout, and still younger than the threshold. */
  readonly coming: number;
  /** Whole days; null when none is held. */
  readonly youngestDays: number | null;
  readonly oldestDays: number | null;
  /** When the first and the last of those held are left alone no longer. */
  readonly firstUntil: Date | null;
  readonly lastUntil: Date | null;
}

/** What those held out past the threshold have shown since the log began. */
export interface HoldoutLesson {
  readonly since: Date;
  /** Held out so far, past the threshold: ended and still held. */
  readonly heldInAll: number;
  readonly ended: Readonly<Record<Outcome, number>>;
  /** Day of age up to which the chance below reaches; null when nothing was watched past the threshold. */
  readonly byDay: number | null;
  /** How many invitations watched to that day the watching so far is worth. */
  readonly watched: number;
  /** Chance that one still pending at the threshold is accepted by that day, and its upper 95% limit: 3/watched if none was. */
  readonly accepted: number | null;
  readonly acceptedAtMost: number | null;
}
