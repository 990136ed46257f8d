import type { RequestTarget } from "../contract/inbound-requests.ts";
import { MessageError } from "../contract/messages.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { peopleUnder } from "../ledger/people-under.ts";
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
  for await (const one of ofWhom(invitations, target)) {
    if (identityId === null || one.identityId === identityId) yield one;
  }
}

async function* ofWhom(
  invitations: Ledger["invitations"],
  target: Exclude<RequestTarget, { readonly invitationId: string }>,
): AsyncGenerator<TrackedInvitation, void, undefined> {
  if ("personId" in target) {
    yield* invitations.ofPerson(target.personId);
    return;
  }
  const { people, nameless } = await peopleUnder(invitations, keyOfAddress(target.profileAddress));
  if (people.length > 1) {
    throw new MessageError(
      `this address or Sales Navigator id has been that of ${people.length} people; name the one by personId`,
    );
  }
  for (const personId of people) yield* invitations.ofPerson(personId);
  // They were listed to this very address, and nothing else names them.
  yield* nameless;
}

async function* allIds(identities: Ledger["identities"]): AsyncGenerator<string, void, undefined> {
  for await (const { identityId } of identities.all()) yield identityId;
}
