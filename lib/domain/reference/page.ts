import { namesNobody } from "./nobody.ts";
import { readOpaqueId } from "./opaque-id.ts";
import { type PersonReading, refused } from "./reading.ts";
import { readSlug } from "./slug.ts";
import { decodedOnce } from "./visible-text.ts";

/** The site itself, or one of its fronts: `www`, the mobile ones, or a country's such as `de`. */
const HOST = /^(?:(?:www|m|mobile|touch|[a-z]{2})\.)?linkedin\.com(?::443|:80)?$/i;
const LANGUAGE = "[a-z]{2}(?:[-_][a-z]{2})?";
/** `in/ana`: in LinkedIn's mails and its light site, with a language before or after it, or one of the profile's own pages. */
const PROFILE = new RegExp(
  `^(?:(?:comm|mwlite(?:/profile)?)/)?(?:${LANGUAGE}/)?in/([^/]+)(?:/${LANGUAGE}|/(?:details?|overlay|recent-activity)(?:/.*)?)?$`,
  "i",
);
/** The same without its host. */
const PATH_ALONE = /^\/?(?:(?:comm|mwlite)\/)?in\//i;
const SALES_PROFILE = /^sales\/(?:lead|people|profile)\/([^/]+)$/i;
const DOTS = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
const INNER_ADDRESS = /https?(?::|%3a)|linkedin\.com/i;

/** Addresses people copy by mistake, by how their path begins. */
const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^sales\//i, "a Sales Navigator address without a person's id"],
  [/^(?:talent|recruiter)\//i, "a Recruiter address, which does not name the public profile"],
  [/^(?:company|school|showcase)(?:\/|$)/i, "the page of an organisation, not of a person"],
  [/^pub\//i, "an address of the old kind, which LinkedIn has replaced"],
  [/^(?:authwall|login|signup|checkpoint|uas)(?:\/|$)/i, "the page that asks to sign in: sign in and copy again"],
];

/** Whom the address of a page on LinkedIn names. */
export function readPage(text: string): PersonReading {
  const [whole = "", query = ""] = text.split(/[?#]/, 2);
  if (PATH_ALONE.test(whole)) return readPath(whole, query);
  const [host = "", ...rest] = whole.replace(/^(?:https?:)?\/\//i, "").split("/");
  if (HOST.test(host)) return readPath(rest.join("/"), query);
  if (/%3a|%2f/i.test(host)) return refused("an address that was percent-encoded as a whole: decode it first");
  if (/^(?:www\.)?lnkd\.in$/i.test(host)) return refused("a short link: open it, and copy the address it leads to");
  if (namesNobody(whole)) return refused("a word that names nobody");
  return refused("not an address on linkedin.com");
}

function readPath(given: string, query: string): PersonReading {
  const path = given.replace(/^\/+|\/+$/g, "");
  if (DOTS.test(path)) return refused('an address with "." or ".." in place of a name');
  const [, name] = PROFILE.exec(path) ?? [];
  if (name !== undefined) return readSlug(name);
  if (INNER_ADDRESS.test(path)) return refused("an address within an address: give the inner one alone");
  return readSalesAddress(path, query) ?? refused(kindOf(path));
}

/** Sales Navigator's addresses, and the old `profile/view?id=…`, hold an opaque id; null for another page. */
function readSalesAddress(path: string, query: string): PersonReading | null {
  const [, inPath] = SALES_PROFILE.exec(path) ?? [];
  const [, inQuery] = /^profile\/view$/i.test(path) ? (/(?:^|&)id=([^&]+)/i.exec(query) ?? []) : [];
  const id = inPath ?? inQuery;
  return id === undefined ? null : readOpaqueId(decodedOnce(id) ?? "");
}

const kindOf = (path: string): string =>
  OTHER_KINDS.find(([begins]) => begins.test(path))?.[1] ?? "not the address of a profile";
