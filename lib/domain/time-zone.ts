import { nearestByDistance } from "./edit-distance.ts";
import { ZONES_MEANT_BY } from "./time-zone-abbreviations.ts";
import { TIMEZONE_LINKS } from "./time-zone-links.ts";

/**
 * True for the name of a place's clock: a name that the runtime lists, or a known link to one. What else `Intl` takes is
 * refused, because it takes "BST" for Dhaka, "EST" for Panama, offsets that know no clock change, and any case, which
 * EventBridge does not.
 */
export function isTimezone(name: string): boolean {
  return timezones().has(name);
}

/** All names that are accepted: those the runtime lists, and their links. */
export function timezones(): ReadonlySet<string> {
  known ??= new Set([...Intl.supportedValuesOf("timeZone").filter(isPlace), ...linkedNames()]);
  return known;
}

let known: ReadonlySet<string> | undefined;

/** A runtime may list "EST" and the like as zones of their own. */
const isPlace = (name: string): boolean => name.includes("/");

function linkedNames(): string[] {
  return Object.entries(TIMEZONE_LINKS)
    .flatMap(([name, links]) => [name, ...links.split(" ")])
    .filter(isResolved);
}

/** The table may be younger than the machine's time zone data. */
function isResolved(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return true;
  } catch {
    return false;
  }
}

const MAX_NEAREST = 3;

/**
 * The real names that somebody most likely meant by one that is refused, at most three, the likeliest first: the same
 * letters in another case, what an abbreviation stands for, a zone of the same city, a name with a typing error. Empty when
 * nothing is near.
 */
export function nearestTimezones(name: string): readonly string[] {
  const letters = lettersOf(name);
  const names = [...timezones()];
  const sameLetters = names.filter((one) => lettersOf(one) === letters);
  if (sameLetters.length > 0) return sameLetters.slice(0, MAX_NEAREST);
  const meant = ZONES_MEANT_BY.get(name.toUpperCase());
  if (meant !== undefined) return meant;
  // Etc/GMT+1 is an hour behind and Etc/GMT-1 an hour ahead: not to be offered for one another.
  const places = names.filter((one) => isPlace(one) && !one.startsWith("Etc/"));
  const city = cityOf(letters);
  const sameCity = places.filter((one) => cityOf(lettersOf(one)) === city);
  if (sameCity.length > 0) return sameCity.slice(0, MAX_NEAREST);
  const nearest = nearestByDistance(letters, places, lettersOf);
  return (nearest.length > 0 ? nearest : nearestByDistance(city, places, (one) => cityOf(lettersOf(one)))).slice(
    0,
    MAX_NEAREST,
  );
}

/** What a time zone's field accepts, with the nearest real names to what stands there. */
export function acceptedTimezone(found: unknown): string {
  const nearest = typeof found === "string" ? nearestTimezones(found) : [];
  if (nearest.length === 0) return 'an IANA time zone such as "Europe/Zurich"';
  return `an IANA time zone by its exact name; nearest to this: ${nearest.map((name) => `"${name}"`).join(", ")}`;
}

const lettersOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, "_");

const cityOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
