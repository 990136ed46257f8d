import type { Invitation } from "./invitations.ts";
import { FATE_KINDS, type Fate } from "./truth.ts";

const TRUE_STATE_NAMES = ["pending", ...FATE_KINDS, "withdrawn"] as const;
export type TrueStateName = (typeof TRUE_STATE_NAMES)[number];

/** The truth about one invitation at one instant, which no caller of the API ever sees. Epoch milliseconds. */
export interface TrueState {
  readonly urn: string;
  readonly identityId: string;
  readonly profileId: number;
  readonly state: TrueStateName;
  readonly sentAt: number;
  /** Null while pending. */
  readonly endedAt: number | null;
  /** What becomes, or would have become, of it when nobody withdraws it. */
  readonly fate: Fate;
  readonly unreadable: boolean;
}

/**
 * A function of the fate and of one possible withdrawal, so that no clock needs to tick for it. `withdrawnAt` lies
 * before the fate, for only what is pending can be withdrawn.
 */
export function trueStateAt(invitation: Invitation, withdrawnAt: number | null, now: number): TrueState {
  const { urn, identityId, profileId, sentAt, fate, unreadable } = invitation;
  const [state, endedAt]: [TrueStateName, number | null] =
    withdrawnAt !== null && withdrawnAt <= now
      ? ["withdrawn", withdrawnAt]
      : fate.at <= now
        ? [fate.kind, fate.at]
        : ["pending", null];
  return { urn, identityId, profileId, state, sentAt, endedAt, fate, unreadable };
}

/** How many invitations stand where. */
export function countByState(trueStates: readonly TrueState[]): Record<TrueStateName, number> {
  const counts = { pending: 0, accepted: 0, declined: 0, expired: 0, withdrawn: 0 };
  for (const { state } of trueStates) counts[state] += 1;
  return counts;
}
