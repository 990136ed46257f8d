import { IDENTITY_ID } from "../domain/identity-id.ts";
import { EVERYBODY } from "../domain/policy.ts";
import { printable } from "../report/printable.ts";
import { identityShown, knowIdentities } from "../report/reader.ts";
import { UsageError } from "./errors.ts";
import { type Labels, UUID } from "./labels.ts";

/** An identity that a word may mean: its id, and what the API calls it. */
export interface KnownIdentity {
  readonly identityId: string;
  readonly name?: string | null;
}

/** A start of an id that is shorter may be anything. */
const MIN_START = 4;
/** Named in an error. */
const MAX_NAMED = 8;

/**
 * The identity that a person means by a word: its label, its whole id, a start of the id that only one has, or the name that
 * the API shows, where it is known. A word in the form of an id that nobody is known by is answered as it is, and the
 * command says so.
 *
 * @param known who there is; looked up only for a word that is neither a label nor a whole id
 * @throws UsageError where several are meant, or nobody by a word that cannot be an id
 */
export async function resolveIdentity(
  word: string,
  labels: Labels,
  known: () => Promise<readonly KnownIdentity[]>,
): Promise<string> {
  const labelled = resolveLabel(word, labels);
  if (labelled !== null) return labelled;
  if (word === EVERYBODY || UUID.test(word) || labels.has(word)) return word;
  const there = await known();
  const ids = new Set([...labels.keys(), ...there.map(({ identityId }) => identityId)]);
  if (ids.has(word)) return word;
  const starts = word.length < MIN_START ? [] : [...ids].filter((id) => id.startsWith(word));
  const named = there.filter(({ name }) => name === word).map(({ identityId }) => identityId);
  const found = [...new Set([...starts, ...named])];
  if (found.length > 0) return onlyOf(found, word, labels, there);
  if (IDENTITY_ID.test(word)) return word;
  throw new UsageError(
    `no identity is called "${printable(word)}"${ids.size === 0 ? "" : `; there are ${candidates([...ids], labels, there)}`}. Give an id as \`sweeper identities\` shows it, or a label`,
  );
}

/** The identity of this label; null where there is none. Throws `UsageError` where several have it, by hand. */
export function resolveLabel(word: string, labels: Labels): string | null {
  const labelled = [...labels].filter(([, label]) => label === word).map(([id]) => id);
  return labelled.length === 0 ? null : onlyOf(labelled, word, labels);
}

function onlyOf(ids: readonly string[], word: string, labels: Labels, there: readonly KnownIdentity[] = []): string {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return only;
  throw new UsageError(
    `"${printable(word)}" may be ${counted(ids)}: ${candidates(ids, labels, there)}. Give more of the id, or label one with \`sweeper label\``,
  );
}

const counted = ({ length }: readonly string[]): string => `any of ${length} identities`;

function candidates(ids: readonly string[], labels: Labels, there: readonly KnownIdentity[]): string {
  knowIdentities(ids);
  const names = new Map(there.map(({ identityId, name }) => [identityId, name ?? null]));
  const shown = ids.slice(0, MAX_NAMED).map((id) => identityShown(id, labels.get(id) ?? names.get(id) ?? null));
  const more = ids.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}
