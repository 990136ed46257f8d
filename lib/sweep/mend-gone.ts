import { endingOf } from "../domain/ending.ts";
import { missedAcceptance } from "../domain/missed-acceptance.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { FoundConnections } from "./connections.ts";
import { inParallel } from "./in-parallel.ts";
import { WRITES_AT_ONCE, type Writing } from "./write-context.ts";

/**
 * So many people's invitations are looked up, the latest connections first. A sorted list brings two pages, 80 people; one
 * that is out of order is read to its end and may bring thousands.
 */
const MAX_LOOKED_UP = 300;

/**
 * Whoever is in the list of connections, and whose invitation of this identity an earlier list had taken for `gone`, had
 * accepted it. Calls nothing: it looks at what was read for those that left this list.
 *
 * Asks the index of people, half a read unit for each person without an invitation. The log of endings would cost a query
 * a day back, each over all identities' endings, and not find what lies further back.
 */
export async function mendGone(w: Writing, { at, older }: FoundConnections): Promise<void> {
  const { c, decision, context, counts } = w;
  const { identityId, compared } = decision;
  const settled = new Set(compared.comparison.vanished.map(({ personId }) => personId));
  const people = [...new Map([...older, ...at])]
    .filter(([personId]) => !settled.has(personId))
    .sort(([, a], [, b]) => b.getTime() - a.getTime());
  counts.notLookedUp = Math.max(0, people.length - MAX_LOOKED_UP);
  if (counts.notLookedUp > 0) {
    const { runId } = context.message;
    c.log.warn("connections not compared with what is gone", { runId, identityId, count: counts.notLookedUp });
  }
  await inParallel(WRITES_AT_ONCE, people.slice(0, MAX_LOOKED_UP), ([personId, connectedAt]) =>
    mendPerson(w, personId, connectedAt),
  );
}

async function mendPerson(w: Writing, personId: string, connectedAt: Date): Promise<void> {
  const { c, decision, context, counts, onFinding } = w;
  const { identityId, compared } = decision;
  const own: TrackedInvitation[] = [];
  for await (const one of c.ledger.invitations.ofPerson(personId)) if (one.identityId === identityId) own.push(one);
  const missed = missedAcceptance(own, connectedAt);
  // Listed and connected: one of the two lists is served late, and an acceptance would never be taken back.
  if (missed === null || compared.comparison.sent.has(missed.invitationId)) return;
  const { invitationId } = missed;
  const { policy, policyVersion, message } = context;
  const ending = endingOf(missed, "accepted", connectedAt, true, {
    ...{ policy, policyVersion, runId: message.runId, reason: null },
  });
  if (!(await c.ledger.invitations.mendEnding(identityId, invitationId, missed.ending.endedAt, ending))) return;
  counts.accepted += 1;
  counts.mended += 1;
  onFinding({ invitationId, was: "gone", is: "accepted" });
  c.log.info("gone, and connected after all", { runId: message.runId, identityId, invitationId, outcome: "accepted" });
}
