import type { CleanupChoice } from "../../cleanup/start-cleanup.ts";
import { withCatchUp } from "../../domain/catch-up.ts";
import { placesNow } from "../../domain/cleanup.ts";
import type { Planned } from "../../domain/plan.ts";
import type { InvitationKey } from "../../domain/tracked-invitation.ts";
import { isOpen } from "../../domain/tracked-invitation.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { IdentityPreview, Preview } from "../../sweep/preview.ts";

/** What a clean-up of one identity would call for, before a person is asked. */
export interface ChosenOfIdentity {
  readonly identityId: string;
  readonly name: string | null;
  /** In the order of the calls. */
  readonly chosen: readonly Planned[];
  /** Of these, how many the cap, the working hours and the run's cap have places for at this instant, and how many ever. */
  readonly now: number;
  readonly withinRunCap: number;
  /** On the list, and not in the ledger: nothing is called for them before a run has put them in. */
  readonly notInLedger: number;
  /** Why nothing of it is chosen; null where nothing stands in the way. */
  readonly heldBecause: string | null;
}

/**
 * What a preview says to withdraw, all of it and not only today's share; narrowed by a plan where there is one. Reads only.
 */
export async function chooseFrom(
  ledger: Pick<Ledger, "invitations">,
  { identities, decidedAt }: Preview,
  inPlan: readonly InvitationKey[] | null,
  runCap: number,
): Promise<ChosenOfIdentity[]> {
  const planned = inPlan === null ? null : new Set(inPlan.map(nameOf));
  const all: ChosenOfIdentity[] = [];
  let places = runCap;
  for (const one of identities) {
    const { identityId, name, heldBecause, decision } = one;
    const wanted = eligibleOf(one).filter(
      ({ invitation: { invitationId } }) => planned === null || planned.has(nameOf({ identityId, invitationId })),
    );
    const ids = wanted.map(({ invitation }) => invitation.invitationId);
    const held = await ledger.invitations.findMany(identityId, ids);
    const open = new Set(held.filter(({ state }) => isOpen(state)).map(({ invitationId }) => invitationId));
    const chosen = wanted.filter(({ invitation }) => open.has(invitation.invitationId));
    const withinRunCap = Math.min(chosen.length, places);
    places -= withinRunCap;
    const free = decision === null ? 0 : freePlaces(decision, decidedAt);
    all.push({
      ...{ identityId, name, heldBecause, chosen, withinRunCap },
      ...{ now: Math.min(withinRunCap, free), notInLedger: wanted.length - chosen.length },
    });
  }
  return all;
}

/** As the gate will have it: while a catch-up counts, its cap. */
function freePlaces({ compared, policy, backlog }: NonNullable<IdentityPreview["decision"]>, now: Date): number {
  const { gate } = compared.identity;
  const capped = withCatchUp(policy, { gate, backlog }, now);
  return placesNow(gate, capped, now, capped.dailyCap);
}

const nameOf = ({ identityId, invitationId }: InvitationKey): string => `${identityId}/${invitationId}`;

const eligibleOf = ({ heldBecause, decision }: IdentityPreview): readonly Planned[] =>
  heldBecause === null ? (decision?.eligible ?? []) : [];

/** As the ledger keeps it. */
export const choiceOf = (all: readonly ChosenOfIdentity[]): CleanupChoice =>
  new Map(
    all
      .filter(({ chosen }) => chosen.length > 0)
      .map(({ identityId, chosen }) => [
        identityId,
        chosen.map(({ invitation: { invitationId }, reason }) => ({ invitationId, reason })),
      ]),
  );
