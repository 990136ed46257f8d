import { AsyncLocalStorage } from "node:async_hooks";
import { printable } from "./printable.ts";
import { canBeShort, SHORT_ID_LENGTH, shortIdAmong } from "./short-id.ts";

/**
 * How the person at the other end wants times and identities shown. It belongs to a command as a whole, as a language would,
 * and so is looked up where a text is made and not handed from function to function. Without one: UTC, whole ids, no names.
 */
interface Reader {
  /** IANA name. */
  timeZone: string;
  /** The owner's own names of identities, by id. They win over `names`. */
  labels: ReadonlyMap<string, string>;
  /** What the API calls them, by id, as far as the command knows it. */
  readonly names: Map<string, string>;
  /** All ids that may be shown: what is shortened stays different from each of them. */
  readonly ids: Set<string>;
  /** How many of `ids` have these first characters, so that a table with thousands of them stays linear. */
  readonly starts: Map<string, number>;
  /** A program reads along, which knows identities by their whole ids and times in UTC. */
  isProgram: boolean;
}

const newReader = (isProgram: boolean): Reader => ({
  ...{ timeZone: "UTC", labels: new Map(), names: new Map() },
  ...{ ids: new Set<string>(), starts: new Map(), isProgram },
});
const readers = new AsyncLocalStorage<Reader>();
const NOBODY = Object.freeze(newReader(true));
const reader = (): Reader => readers.getStore() ?? NOBODY;

/** Runs a command with a reader of its own, who begins with UTC and no names. */
export const withReader = <Result>(work: () => Result): Result => readers.run(newReader(false), work);

/** From now on ids are whole and times in UTC, as JSON and CSV have them. Nothing outside `withReader`. */
export function showAsToPrograms(): void {
  const store = readers.getStore();
  if (store !== undefined) store.isProgram = true;
}

/** Whether a program reads the output, such as JSON or CSV. */
export const isForProgram = (): boolean => reader().isProgram;

/** From now on times are shown in this zone. `zone`: an IANA name. Nothing outside `withReader`. */
export function showTimesIn(zone: string): void {
  const store = readers.getStore();
  if (store !== undefined) store.timeZone = zone;
}

/** From now on identities are shown with these labels, by id. Nothing outside `withReader`. */
export function showLabels(labels: ReadonlyMap<string, string>): void {
  const store = readers.getStore();
  if (store === undefined) return;
  store.labels = labels;
  for (const id of labels.keys()) addId(store, id);
}

function addId({ ids, starts }: Reader, id: string): void {
  if (ids.has(id)) return;
  ids.add(id);
  const start = id.slice(0, SHORT_ID_LENGTH);
  starts.set(start, (starts.get(start) ?? 0) + 1);
}

/** Identities that may be shown, with their names where the API says them. Nothing outside `withReader`. */
export function knowIdentities(
  found: Iterable<string | { readonly identityId: string; readonly name?: string | null }>,
): void {
  const store = readers.getStore();
  if (store === undefined) return;
  for (const one of found) {
    const { identityId, name = null } = typeof one === "string" ? { identityId: one } : one;
    addId(store, identityId);
    if (name !== null && name !== "") store.names.set(identityId, name);
  }
}

/** IANA name of the zone that times are shown in. */
export const shownZone = (): string => (reader().isProgram ? "UTC" : reader().timeZone);

/** What its owner calls it; null where that is nothing. */
export const identityLabel = (id: string): string | null => reader().labels.get(id) ?? null;

/** Its owner's label, else what the API calls it, harmless for a terminal; null where nobody has named it. */
export function identityName(id: string, apiName: string | null = null): string | null {
  const { labels, names, isProgram } = reader();
  if (isProgram) return apiName === null || apiName === "" ? null : printable(apiName);
  const name = labels.get(id) ?? apiName ?? names.get(id) ?? "";
  return name === "" ? null : printable(name);
}

/** Every name that is known, by id, with labels before those of the API: for a page, and for columns of names. */
export function namesShown(): ReadonlyMap<string, string> {
  const { labels, names } = reader();
  return new Map([...names, ...labels]);
}

/** Its short id among all identities of the command. */
export function shortId(id: string): string {
  const { ids, starts, isProgram } = reader();
  if (isProgram || !canBeShort(id)) return id;
  const short = id.slice(0, SHORT_ID_LENGTH);
  const isOnlyOne = (starts.get(short) ?? 0) === (ids.has(id) ? 1 : 0);
  return isOnlyOne ? short : shortIdAmong(id, ids);
}

/** "Ana, sales (5f0c2f7e)", or the short id alone: how every text shows an identity. JSON and CSV have the whole id. */
export function identityShown(id: string, apiName: string | null = null): string {
  const name = identityName(id, apiName);
  return name === null ? shortId(id) : `${name} (${shortId(id)})`;
}

/**
 * A text with whole ids as a person reads it: some lines are part of a JSON document too, where an id has to be whole. In a
 * command, between backticks, it stays so for whoever copies it. `keepsIds`: labels are put before ids, which
 * stay whole.
 */
export function withIdentitiesShown(text: string, keepsIds = false): string {
  const { ids, isProgram } = reader();
  if (isProgram || ids.size === 0) return text;
  return text
    .split("`")
    .map((part, index) => (index % 2 === 0 ? identitiesIn(part, keepsIds) : part))
    .join("`");
}

const WORD = /[\w.:-]+/g;

function identitiesIn(text: string, keepsIds: boolean): string {
  const { ids, labels } = reader();
  return text.replace(WORD, (word) => {
    // As in "5f0c…: its list", where the colon is no part of the id.
    const id = word.replace(/[.:]+$/, "");
    if (!ids.has(id)) return word;
    const label = labels.get(id);
    const shown = !keepsIds ? identityShown(id) : label === undefined ? id : `${printable(label)} (${id})`;
    return shown + word.slice(id.length);
  });
}
