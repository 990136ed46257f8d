import { readProfileAddress } from "../domain/profile-address.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import { keyOfAddress } from "../ledger/profile-key.ts";
import { inParallel } from "../sweep/in-parallel.ts";
import { UsageError } from "./errors.ts";
import type { Target } from "./target.ts";

/** Identities asked at once for one invitation. */
const READS_AT_ONCE = 8;
const INVITATION_URN = /^urn:li:(?:fsd?_)?invitation:(\S+)$/i;
const PROFILE_ADDRESS = /^https?:|linkedin\.com|\/in\//i;

/**
 * The invitations a person at the terminal means: one by its urn or id, or all those to a person. An id alone does not say
 * whose invitation it is, so every identity is asked, one read each; an id may be both, and then both are answered.
 *
 * The address of a profile stands for whoever was listed under it; the ledger knows its key and not the address.
 *
 * @throws UsageError when nothing is found
 */
export async function resolveInvitations({ ledger }: Target, text: string): Promise<TrackedInvitation[]> {
  if (PROFILE_ADDRESS.test(text)) return ofAddress(ledger, text);
  const urn = INVITATION_URN.exec(text);
  if (urn === null && /^urn:/i.test(text)) {
    throw new UsageError(`${text} is not the urn of an invitation; accepted: urn:li:fsd_invitation:<digits>`);
  }
  const id = urn?.[1] ?? text.trim();
  if (id === "") throw new UsageError("give the invitation's id or urn, or the person's id");
  const found: TrackedInvitation[] = [];
  const identities: string[] = [];
  for await (const { identityId } of ledger.identities.all()) identities.push(identityId);
  await inParallel(READS_AT_ONCE, identities, async (identityId) => {
    const invitation = await ledger.invitations.find(identityId, id);
    if (invitation !== null) found.push(invitation);
  });
  if (urn === null) {
    const known = new Set(found.map(keyOf));
    for await (const one of ledger.invitations.ofPerson(id)) if (!known.has(keyOf(one))) found.push(one);
  }
  if (found.length > 0) return found.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  throw new UsageError(
    `the ledger knows no invitation ${urn === null ? `and no person ${id}` : id}: it holds what a run has listed, and ended ones until their retention is over`,
  );
}

async function ofAddress({ invitations }: Target["ledger"], text: string): Promise<TrackedInvitation[]> {
  const reading = readProfileAddress(text);
  if (!reading.ok) throw new UsageError(`this is not a profile: ${reading.fault}`);
  const people = new Set<string>();
  for await (const { personId } of invitations.ofProfile(keyOfAddress(reading.address))) people.add(personId);
  const found: TrackedInvitation[] = [];
  for (const personId of people) for await (const one of invitations.ofPerson(personId)) found.push(one);
  if (found.length > 0) return found.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  throw new UsageError("the ledger knows no invitation to this address: no run has listed one");
}

const keyOf = ({ identityId, invitationId }: TrackedInvitation): string => `${identityId} ${invitationId}`;
