import { readNumericId } from "./reference/numeric-id.ts";
import { readOpaqueId } from "./reference/opaque-id.ts";
import { readPage } from "./reference/page.ts";
import { type PersonReading, refused } from "./reference/reading.ts";
import { readUrn } from "./reference/urn.ts";
import { unwrapped } from "./reference/visible-text.ts";

export type { PersonReading, PersonReference } from "./reference/reading.ts";

/** In characters. The longest addresses are those with a trail of tracking parameters. */
const MAX_LENGTH = 4096;

/**
 * Whom, or which invitation, a text from outside names: the one reader for what people type, files hold and events carry.
 *
 * The same thing in any spelling gives the same reference: of a profile's address the host, language, page, query, case,
 * percent-encoding (once) and what surrounded it when it was copied make no difference. What names nobody (`/in/me`,
 * `/in/null`, LinkedIn's placeholder for hidden members) and what a spreadsheet has rounded is refused, for a reference
 * that is accepted and matches no one protects no one. O(length).
 *
 * Digits alone are a person's id. An invitation's id looks the same: who takes both looks for both.
 *
 * @returns the reference, or a fault in plain words with what is accepted; a fault never repeats the text
 */
export function readPersonReference(text: string): PersonReading {
  if (text.length > MAX_LENGTH) return refused("longer than any address");
  const bare = unwrapped(text);
  if (bare === "") return refused("nothing");
  return readNumericId(bare) ?? readUrn(bare) ?? readOpaqueId(bare) ?? readPage(bare);
}
