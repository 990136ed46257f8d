import { type Policy, policyFor } from "./policy.ts";

export interface ChosenIdentities {
  /** To be swept, in the order asked for. */
  readonly identities: readonly string[];
  /** Asked for and left out: not connected to Edges, or not known there. */
  readonly notConnected: readonly string[];
}

/** Which identities the policy asks for, of those that Edges shows. Paused ones are neither swept nor missed. */
export function chooseIdentities(
  policy: Policy,
  onEdges: readonly { readonly identityId: string; readonly connected: boolean }[],
): ChosenIdentities {
  const connected = new Set(onEdges.filter((one) => one.connected).map(({ identityId }) => identityId));
  const asked = (policy.identities === "all" ? onEdges.map(({ identityId }) => identityId) : listedIds(policy)).filter(
    (id) => !policyFor(policy, id).paused,
  );
  return {
    identities: asked.filter((id) => connected.has(id)),
    notConnected: asked.filter((id) => !connected.has(id)),
  };
}

/** The identities a policy names itself; none for `"all"`. */
export function listedIds({ identities }: Pick<Policy, "identities">): string[] {
  return identities === "all" ? [] : identities.map(({ id }) => id);
}
