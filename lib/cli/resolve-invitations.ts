import { type PersonReference, readPersonReference } from "../domain/person-reference.ts";
import { addressOf } from "../domain/profile-address.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import { peopleUnder } from "../ledger/people-under.ts";
import { keyOfAddress, keyOfSalesNavigatorId } from "../ledger/profile-key.ts";
import { inParallel } from "../sweep/in-parallel.ts";
import { UsageError } from "./errors.ts";
import type { Target } from "./target.ts";

type Ledger = Target["ledger"];

/** Identities asked at once for one invitation. */
const READS_AT_ONCE = 8;
const NOT_BY_THIS_ID =
  "no invitation under this Sales Navigator id, and a person has several: give the profile's address, such as linkedin.com/in/ana-lee, the person's numeric id, or the invitation's id or urn";
const WHAT_IT_HOLDS = "it holds what a run has listed, and ended ones until their retention is over";

/**
 * The invitations a person at the terminal means: one by its urn or id, or all those to a person. An id alone does not say
 * whose invitation it is, so every identity is asked, one read each; an id may be both, and then both are answered.
 *
 * The address of a profile, or a Sales Navigator id, stands for whoever was listed under it; the ledger knows its key and
 * not the address.
 *
 * @throws UsageError when the text names nothing that can be looked for, and when nothing is found
 */
export async function resolveInvitations({ ledger }: Target, text: string): Promise<TrackedInvitation[]> {
  const reading = readPersonReference(text);
  if (!reading.ok) {
    throw new UsageError(
      `which invitation you mean cannot be told: ${reading.fault}, or an invitation's id or urn (urn:li:fsd_invitation:<digits>)`,
    );
  }
  const found = await find(ledger, reading.reference);
  return found.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
}

async function find(ledger: Ledger, reference: PersonReference): Promise<TrackedInvitation[]> {
  switch (reference.kind) {
    case "invitation": {
      const { invitationId } = reference;
      return orElse(await byId(ledger, invitationId), `no invitation ${invitationId}: ${WHAT_IT_HOLDS}`);
    }
    case "person": {
      // Digits alone are an invitation's as well as a person's.
      const id = reference.personId;
      const all = [...(await byId(ledger, id)), ...(await toPerson(ledger, id))];
      const found = [...new Map(all.map((one) => [`${one.identityId} ${one.invitationId}`, one])).values()];
      return orElse(found, `no invitation and no person ${id}: ${WHAT_IT_HOLDS}`);
    }
    case "address":
      return orElse(
        await underKey(ledger, keyOfAddress(addressOf(reference.slug))),
        "no invitation to this address: no run has listed one",
      );
    case "sales-navigator":
      return orElse(await underKey(ledger, keyOfSalesNavigatorId(reference.id)), NOT_BY_THIS_ID);
  }
}

function orElse(found: TrackedInvitation[], nothing: string): TrackedInvitation[] {
  if (found.length === 0) throw new UsageError(`the ledger knows ${nothing}`);
  return found;
}

async function byId({ invitations, identities }: Ledger, invitationId: string): Promise<TrackedInvitation[]> {
  const found: TrackedInvitation[] = [];
  const all: string[] = [];
  for await (const { identityId } of identities.all()) all.push(identityId);
  await inParallel(READS_AT_ONCE, all, async (identityId) => {
    const invitation = await invitations.find(identityId, invitationId);
    if (invitation !== null) found.push(invitation);
  });
  return found;
}

async function toPerson({ invitations }: Ledger, personId: string): Promise<TrackedInvitation[]> {
  const found: TrackedInvitation[] = [];
  for await (const one of invitations.ofPerson(personId)) found.push(one);
  return found;
}

async function underKey(ledger: Ledger, key: string): Promise<TrackedInvitation[]> {
  const { people, nameless } = await peopleUnder(ledger.invitations, key);
  const found = [...nameless];
  for (const personId of people) found.push(...(await toPerson(ledger, personId)));
  return found;
}
