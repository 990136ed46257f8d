import { namesNobody } from "./nobody.ts";
import { readOpaqueId } from "./opaque-id.ts";
import { named, type PersonReading, refused } from "./reading.ts";
import { decodedOnce, withoutTrail } from "./visible-text.ts";

/** What no name in an address has, by what it gives away. The first that fits is said. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/:/, "an address within an address: give the inner one alone"],
  [/%/, "an address that was percent-encoded twice"],
  [/[\s/?#\\\p{Cc}]/u, "a name with blanks or separators in it"],
  [/\.\.|…/, "an address that was cut short"],
  [/(?!-)\p{Pd}/u, "a dash that is no hyphen, as word processors put in its place"],
  [/^['’]|[<>(){}[\]|"“”„«»,;@&=+*$^`~!]/, "a name with a sign in it that no address has"],
];

/**
 * The name of a profile as it stands in an address: percent-decoded once, in Unicode's composed form and in lower case.
 * A profile may also be addressed by its opaque id.
 */
export function readSlug(encoded: string): PersonReading {
  const decoded = decodedOnce(encoded);
  if (decoded === null) return refused("a broken percent-encoding");
  // Composed first: a few characters compose to a sign that the next lines look for.
  const name = withoutTrail(decoded.normalize("NFC"));
  const opaque = readOpaqueId(name);
  if (opaque !== null) return opaque;
  const fault = FAULTS.find(([sign]) => sign.test(name))?.[1];
  if (fault !== undefined) return refused(fault);
  const slug = name.normalize("NFC").toLowerCase().normalize("NFC");
  if (namesNobody(slug)) return refused("an address that names nobody");
  return named({ kind: "address", slug });
}
