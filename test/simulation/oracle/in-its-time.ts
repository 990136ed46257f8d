import { CLAIM_LEASE_MS } from "../../../lib/domain/attempt.ts";
import { type MakeInvariant, SKEW_MS } from "./invariant.ts";

/** A message is looked at once, at the start of its function; the call goes out within the lease taken after that. */
const BETWEEN_LOOK_AND_CALL_MS = CLAIM_LEASE_MS + SKEW_MS;

/** No withdraw call for a message of an earlier day: its run is over, and a later one has planned anew. */
export const inItsTime: MakeInvariant = () => ({
  see(happening) {
    if (happening.kind !== "call" || happening.call.action !== "withdraw") return null;
    const { process, sentAt, urn } = happening.call;
    const late = process.expiresAt === null ? 0 : process.startedAt - process.expiresAt;
    const tooLate = process.expiresAt !== null && sentAt > process.expiresAt + BETWEEN_LOOK_AND_CALL_MS;
    return late > SKEW_MS || tooLate ? `${process.name} calls for ${urn} on a message that was over` : null;
  },
});
