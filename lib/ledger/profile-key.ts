import { createHash } from "node:crypto";
import { addressOfOpaqueId, readProfileAddress } from "../domain/profile-address.ts";

/** Hex digits kept of the hash: 128 bits, so that no two addresses ever meet. */
export const PROFILE_KEY_LENGTH = 32;

/**
 * What the ledger keeps in place of a profile's address: the first half of the SHA-256 of its one spelling. There is no
 * secret in it, so who has an address can find its key; who has a key has no address.
 */
export function keyOfAddress(address: string): string {
  return createHash("sha256").update(address).digest("hex").slice(0, PROFILE_KEY_LENGTH);
}

/**
 * The same for an opaque id such as `ACwAA…`, which a list shows in a field of its own or as the name in the address. It
 * has one key both ways, so that a flag given by it is found whichever way a list shows it.
 */
export function keyOfSalesNavigatorId(id: string): string {
  return keyOfAddress(addressOfOpaqueId(id));
}

/** The key of an address as a listing shows it; null when there is none, or none that names a profile. */
export function profileKeyOf(profileUrl: string | null): string | null {
  if (profileUrl === null) return null;
  const reading = readProfileAddress(profileUrl);
  return reading.ok ? keyOfAddress(reading.address) : null;
}
