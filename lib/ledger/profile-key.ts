import { createHash } from "node:crypto";
import { readProfileAddress } from "../domain/profile-address.ts";

/** Hex digits kept of the hash: 128 bits, so that no two addresses ever meet. */
export const PROFILE_KEY_LENGTH = 32;

/**
 * What the ledger keeps in place of a profile's address: the first half of the SHA-256 of its one spelling. There is no
 * secret in it, so who has an address can find its key; who has a key has no address.
 */
export function keyOfAddress(address: string): string {
  return hashed(address);
}

/** The same for an opaque id such as `ACwAA…`, in its own case. The prefix, which no address has, keeps the two apart. */
export function keyOfSalesNavigatorId(id: string): string {
  return hashed(`sales-navigator:${id}`);
}

const hashed = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, PROFILE_KEY_LENGTH);

/** The key of an address as a listing shows it; null when there is none, or none that names a profile. */
export function profileKeyOf(profileUrl: string | null): string | null {
  if (profileUrl === null) return null;
  const reading = readProfileAddress(profileUrl);
  return reading.ok ? keyOfAddress(reading.address) : null;
}
