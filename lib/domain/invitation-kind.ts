/** Of an invitation whose list does not say otherwise. Only these are requests to connect. */
export const CONNECTION_KIND = "CONNECTION";

/**
 * Whether the ledger keeps one of this kind. Requests to connect always; another only where the policy lets it be withdrawn:
 * whoever answers an invitation to a page or an event is mostly a connection already, so that its end says nothing, and it
 * has no place in the curve of acceptances.
 */
export const isTrackedKind = (kind: string, kinds: readonly string[]): boolean =>
  kind === CONNECTION_KIND || kinds.includes(kind);
