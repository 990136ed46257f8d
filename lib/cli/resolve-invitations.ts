import { inParallel } from "../../lambdas/in-parallel.ts";
import type { TrackedInvitation } from "../core/tracked-invitation.ts";
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
 * @throws UsageError when nothing is found, and for a profile address: the ledger holds none
 */
export async function resolveInvitations({ ledger }: Target, text: string): Promise<TrackedInvitation[]> {
  if (PROFILE_ADDRESS.test(text)) {
    throw new UsageError(
      "the ledger holds no profile addresses, so a person cannot be looked up by one yet; give the invitation's id or urn, or the person's id (`sweeper preview --json` shows all three)",
    );
  }
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

const keyOf = ({ identityId, invitationId }: TrackedInvitation): string => `${identityId} ${invitationId}`;
