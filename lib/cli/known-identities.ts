import type { KnownIdentity } from "./resolve-identity.ts";
import type { Target } from "./target-types.ts";

/** Who the ledger knows and, with `asksEdges`, who the API lists, with the names that it has for them. */
export async function knownIdentities(
  target: Pick<Target, "ledger" | "edges" | "skipWaits">,
  asksEdges: boolean,
): Promise<readonly KnownIdentity[]> {
  const found = new Map<string, string | null>();
  for await (const { identityId } of target.ledger.identities.all()) found.set(identityId, null);
  if (asksEdges) {
    const answer = await target.skipWaits(target.edges.listIdentities());
    if (answer.ok) for (const { identityId, name } of answer.identities) found.set(identityId, name);
  }
  return [...found].map(([identityId, name]) => ({ identityId, name }));
}
