import type { IdentitySpec, WorldSpec } from "./identity-spec.ts";
import { type Rng, seededRng } from "./rng.ts";
import { DAY_MS, HOUR_MS } from "./time.ts";

/** As in LinkedIn's own ids, milliseconds since 1970 stand above the lowest 22 bits. */
const LOW_BITS = 22;
/** How far before the epoch the times in ids that are out of order begin. */
const OUT_OF_ORDER_MS = 2 * 365 * DAY_MS;

/**
 * The id of an identity's invitation number `sequence`, sent at `sentAt` (epoch milliseconds): nineteen digits while
 * the time in it lies between 1977 and 2045. Takes one number from `rng` in every minting, so that worlds that differ
 * in the minting alone differ in their ids alone.
 */
export type MintId = (sentAt: number, sequence: number, rng: Rng) => string;

/**
 * Mints as the identity's `idMinting` says. No id depends on who else is in the world, so equal ones are not looked for:
 * of a million worlds that send 100,000 invitations in 60 days, about one has two of them.
 */
export function createIdMint(world: WorldSpec, identity: IdentitySpec): MintId {
  const timeOf = timesInIds(world, identity);
  return (sentAt, sequence, rng) => {
    const low = Math.floor(rng() * 2 ** LOW_BITS);
    return String((BigInt(timeOf(sentAt, sequence)) << BigInt(LOW_BITS)) | BigInt(low));
  };
}

/** The time an id says, in epoch milliseconds; the truth only where ids are in order. */
function timesInIds(
  { seed, epoch }: WorldSpec,
  { uid, idMinting }: IdentitySpec,
): (sentAt: number, sequence: number) => number {
  if (idMinting === "in-order") return (sentAt) => sentAt;
  if (idMinting === "out-of-order") {
    const last = Date.parse(epoch) - 1;
    // All before the epoch, so that no id of an invitation sent after it happens to say the truth.
    return (_sentAt, sequence) => last - Math.floor(seededRng(seed, uid, "id", sequence)() * OUT_OF_ORDER_MS);
  }
  const shiftMs = Math.round(idMinting.shiftedHours * HOUR_MS);
  return (sentAt) => sentAt + shiftMs;
}
