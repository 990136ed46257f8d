import { readPersonReference } from "./person-reference.ts";

/** A profile's address in one spelling, or what is wrong with the text. A fault never repeats the text. */
export type ProfileAddressReading =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly fault: string };

/** The one spelling of a profile's address. Keys in the ledger are made of it: it must not change. */
export const addressOf = (slug: string): string => `linkedin.com/in/${encodeURIComponent(slug)}`;

/**
 * The address that leads to the profile of an opaque id such as `ACwAA…`. In small letters, as every name is: flags and
 * invitations were stored under it before such ids were told from names, and still have to be found. Their 34 further
 * letters and digits are so many that two ids never differ in case alone.
 */
export const addressOfOpaqueId = (id: string): string => addressOf(id.toLowerCase());

/**
 * Brings the address of a profile, as a listing shows it, into one spelling, `linkedin.com/in/<name>`, so that two that
 * lead to the same profile compare equal. Reading its own answer gives the same answer.
 */
export function readProfileAddress(text: string): ProfileAddressReading {
  const reading = readPersonReference(text);
  if (!reading.ok) return reading;
  const { reference } = reading;
  if (reference.kind === "address") return { ok: true, address: addressOf(reference.slug) };
  if (reference.kind === "sales-navigator") return { ok: true, address: addressOfOpaqueId(reference.id) };
  return { ok: false, fault: "not the address of a profile; expected an address such as linkedin.com/in/ana-lee" };
}
