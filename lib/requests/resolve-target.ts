import type { RequestTarget } from "../contract/inbound-requests.ts";
import { MessageError } from "../contract/messages.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { keyOfAddress } from "../ledger/profile-key.ts";

/**
 * Every invitation a request is about, ended ones included; of one identity when `identityId` names it. An invitation by its
 * urn, without an identity, is looked for under every identity there is: one read each, so name the identity.
 *
 * @throws MessageError when an address has been that of two people
 */
export async function* invitationsOf(
  { invitations, identities }: Pick<Ledger, "invitations" | "identities">,
  target: RequestTarget,
  identityId: string | null,
): AsyncGenerator<TrackedInvitation, void, undefined> {
  if ("invitationId" in target) {
    const under = identityId === null ? allIds(identities) : [identityId];
    for await (const id of under) {
      const found = await invitations.find(id, target.invitationId);
      if (found !== null) yield found;
    }
    return;
  }
  const personId = "personId" in target ? target.personId : await personUnder(invitations, target.profileAddress);
  if (personId === null) return;
  for await (const one of invitations.ofPerson(personId)) {
    if (identityId === null || one.identityId === identityId) yield one;
  }
}

async function* allIds(identities: Ledger["identities"]): AsyncGenerator<string, void, undefined> {
  for await (const { identityId } of identities.all()) yield identityId;
}

async function personUnder(invitations: Ledger["invitations"], address: string): Promise<string | null> {
  const people = new Set<string>();
  for await (const { personId } of invitations.ofProfile(keyOfAddress(address))) {
    if (personId !== null) people.add(personId);
  }
  if (people.size > 1) {
    throw new MessageError(`this address has been that of ${people.size} people; name the one by personId`);
  }
  const [personId = null] = people;
  return personId;
}
