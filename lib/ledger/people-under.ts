import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { InvitationLedger } from "./ledger.ts";

/** Whom the ledger's invitations went to, of those listed under one address or Sales Navigator id. */
export interface PeopleUnder {
  /** By id, ascending. */
  readonly people: readonly string[];
  /** Invitations to members whom the lists show without an id: nobody can tell whether they are one of these people. */
  readonly nameless: readonly TrackedInvitation[];
}

/** Ended invitations count too. Two queries of an index, so eventually consistent. */
export async function peopleUnder(
  invitations: Pick<InvitationLedger, "ofProfile" | "ofSalesNavigator">,
  key: string,
): Promise<PeopleUnder> {
  const people = new Set<string>();
  const nameless = new Map<string, TrackedInvitation>();
  for (const found of [invitations.ofProfile(key), invitations.ofSalesNavigator(key)]) {
    for await (const one of found) {
      if (one.personId !== null) people.add(one.personId);
      else nameless.set(`${one.identityId}/${one.invitationId}`, one);
    }
  }
  return { people: [...people].sort(), nameless: [...nameless.values()] };
}
