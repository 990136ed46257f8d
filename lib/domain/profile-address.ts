/** A profile's address in one spelling, or what is wrong with the text. A fault never repeats the text. */
export type ProfileAddressReading =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly fault: string };

/** The site itself, or one of its fronts: `www`, the mobile ones, or a country's such as `de`. */
const HOST = /^(?:(?:www|m|mobile|touch|[a-z]{2})\.)?linkedin\.com$/i;
/** `in/ana`, with a language before or after it, or one of the profile's own pages. */
const PROFILE =
  /^(?:[a-z]{2}(?:[-_][a-z]{2})?\/)?in\/([^/]+)(?:\/[a-z]{2}(?:[-_][a-z]{2})?|\/(?:details|overlay|recent-activity)(?:\/.*)?)?$/i;

const EXPECTED = "expected an address such as linkedin.com/in/ana-lee";
/** Addresses people copy by mistake, by how their path begins. */
const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^sales\//i, "a Sales Navigator address, which does not name the public profile"],
  [/^(?:talent|recruiter)\//i, "a Recruiter address, which does not name the public profile"],
  [/^(?:company|school|showcase)(?:\/|$)/i, "the page of an organisation, not of a person"],
  [/^pub\//i, "an address of the old kind, which LinkedIn has replaced"],
  [/^(?:feed|posts|groups|jobs|search|mynetwork|messaging)(?:\/|$)/i, "not the address of a profile"],
];

/**
 * Brings the address of a LinkedIn profile into one spelling, `linkedin.com/in/<name>`, so that two that lead to the same
 * profile compare equal: without scheme, front, language, page of the profile, query, fragment and trailing slash; the
 * name percent-decoded, in lower case and in Unicode's composed form, then encoded again. Reading its own answer gives
 * the same answer. O(length).
 *
 * A profile that is addressed by its opaque id (`/in/ACoAA…`) is another spelling that no text alone can tell apart from
 * a name: it compares equal with itself only.
 */
export function readProfileAddress(text: string): ProfileAddressReading {
  const trimmed = text.trim();
  if (trimmed === "") return fault(`nothing; ${EXPECTED}`);
  const bare = trimmed.replace(/^(?:https?:)?\/\//i, "").replace(/[?#].*$/s, "");
  const [host = "", ...rest] = bare.split("/");
  if (!HOST.test(host)) return fault(`not an address on linkedin.com; ${EXPECTED}`);
  const path = rest.join("/").replace(/\/+$/, "");
  const name = PROFILE.exec(path)?.[1];
  if (name === undefined) {
    const kind = OTHER_KINDS.find(([begins]) => begins.test(path))?.[1] ?? "not the address of a profile";
    return fault(`${kind}; ${EXPECTED}`);
  }
  const handle = decoded(name);
  if (handle === null) return fault(`a broken percent-encoding; ${EXPECTED}`);
  // What decodes to a separator, a blank or a control character is no name, and would read otherwise the next time.
  if (/[\s/?#\\\p{Cc}]/u.test(handle)) return fault(`a name with blanks or separators in it; ${EXPECTED}`);
  return { ok: true, address: `linkedin.com/in/${encodeURIComponent(handle)}` };
}

function decoded(name: string): string | null {
  try {
    const handle = decodeURIComponent(name).normalize("NFC").toLowerCase().normalize("NFC");
    // Throws at half a surrogate pair, which stands for nothing.
    encodeURIComponent(handle);
    return handle;
  } catch {
    return null;
  }
}

const fault = (what: string): ProfileAddressReading => ({ ok: false, fault: what });
