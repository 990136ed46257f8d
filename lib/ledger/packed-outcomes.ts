import { deflateSync, inflateSync } from "node:zlib";
import { wholeDaysBetween } from "../domain/time.ts";
import type { LastError, WidthAtFirstSight } from "../domain/tracked-invitation.ts";
import type { OutcomeKind, OutcomeRecord } from "./ledger.ts";
import { foldSign, NumberWriter, readNumbers, skipNumbers, unfoldSign } from "./packed-numbers.ts";

/** An outcome with what its item holds besides the index. */
export interface DatedOutcome extends OutcomeRecord {
  readonly sentFrom: Date | null;
  readonly sentWidthAtFirstSight: WidthAtFirstSight | null;
}

/** Before the columns, as JSON: how many rows there are, and what is said once and named by its place. */
interface Heading {
  readonly count: number;
  readonly kinds: readonly OutcomeKind[];
  readonly identities: readonly string[];
  /** Ids of invitations that are no nineteen digits. */
  readonly ids: readonly string[];
  readonly errors: readonly (Omit<LastError, "at"> & { readonly at: string })[];
}

/** The columns in their order. Each is a number a row; differences, because those are small. */
const COLUMNS = [
  ...["kind", "endedAt", "identity", "firstSeenAt", "sentAt", "sentFrom", "width", "withdrawnAt"],
  ...["daysPending", "attempts", "error", "idHead", "idTail"],
] as const;
export type ColumnName = (typeof COLUMNS)[number];
type Columns<Value> = Record<string, Value> & Record<ColumnName, Value>;

/** LinkedIn's ids have nineteen digits: ten of them tell when it was minted, which is nearly when it was sent. */
const ID = /^[1-9]\d{18}$/;
const TAIL_DIGITS = 9;
/** The first ten digits of an id for each millisecond since 1970; see `id-clock.ts`. */
const HEAD_PER_MS = 2 ** 22 / 10 ** TAIL_DIGITS;

/**
 * Outcomes in about a tenth of the bytes of their entries in the index, in their order, and nothing of them lost: columns
 * of differences and of places in lists, deflated. The form is version 1 of `dynamo-day-item.ts`; a later one gets a number
 * of its own, and this one is read for as long as days packed so are kept.
 *
 * @throws RangeError for a number beyond 2⁵² − 1, which no ledger holds
 */
export function packOutcomes(outcomes: readonly DatedOutcome[]): Uint8Array {
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, new NumberWriter()])) as Columns<NumberWriter>;
  const kinds = new Places();
  const identities = new Places();
  const ids = new Places();
  const errors = new Places();
  let before = 0;
  for (const one of outcomes) {
    const [endedAt, firstSeenAt, sentAt] = [one.endedAt, one.firstSeenAt, one.sentAt].map(Number) as Three;
    const { outcome, reason, thresholdDays, policyVersion, confirmed, heldOut, runId } = one;
    columns.kind.add(kinds.of({ outcome, reason, thresholdDays, policyVersion, confirmed, heldOut, runId }));
    columns.endedAt.add(foldSign(endedAt - before));
    columns.identity.add(identities.of(one.identityId));
    columns.firstSeenAt.add(foldSign(endedAt - firstSeenAt));
    columns.sentAt.add(foldSign(firstSeenAt - sentAt));
    columns.sentFrom.add(one.sentFrom === null ? 0 : 1 + foldSign(sentAt - Number(one.sentFrom)));
    columns.width.add(foldWidth(one.sentWidthAtFirstSight));
    const withdrawn = one.withdrawnAt === null ? null : foldSign(endedAt - Number(one.withdrawnAt));
    columns.withdrawnAt.add(withdrawn === null ? 0 : 1 + withdrawn);
    columns.daysPending.add(foldSign(one.daysPending - wholeDaysBetween(one.sentAt, one.endedAt)));
    columns.attempts.add(one.attempts);
    columns.error.add(one.lastError === null ? 0 : 1 + errors.of(one.lastError));
    if (ID.test(one.invitationId)) {
      columns.idHead.add(1 + foldSign(Number(one.invitationId.slice(0, -TAIL_DIGITS)) - headAt(sentAt)));
      columns.idTail.add(Number(one.invitationId.slice(-TAIL_DIGITS)));
    } else {
      columns.idHead.add(0);
      columns.idTail.add(ids.of(one.invitationId));
    }
    before = endedAt;
  }
  const lists = { kinds: kinds.list, identities: identities.list, ids: ids.list, errors: errors.list };
  const heading = Buffer.from(JSON.stringify({ count: outcomes.length, ...lists }));
  const length = new NumberWriter();
  length.add(heading.length);
  return deflateSync(Buffer.concat([length.bytes, heading, ...COLUMNS.map((name) => columns[name].bytes)]));
}

type Three = [number, number, number];

/** Outcomes made at a time: many enough to be quick, and few enough to be forgotten before the next are made. */
const ROWS_AT_ONCE = 256;

/**
 * What was packed, in its order, some hundreds at a time.
 *
 * @throws Error for what is not of this form
 */
export function* unpackOutcomes(packed: Uint8Array): Generator<DatedOutcome[], void, undefined> {
  const { lists, columns } = readColumns(packed, COLUMNS);
  const instants = instantsOf(columns);
  for (let first = 0; first < lists.count; first += ROWS_AT_ONCE) {
    const outcomes: DatedOutcome[] = [];
    for (let row = first; row < Math.min(first + ROWS_AT_ONCE, lists.count); row++) {
      outcomes.push(outcomeAt(row, instants, lists, columns));
    }
    yield outcomes;
  }
}

type Lists = Omit<Heading, "errors"> & { readonly errors: readonly LastError[] };

/**
 * The columns that are wanted, as they were written; the others are empty.
 *
 * @throws Error for what is not of this form
 */
export function readColumns(
  packed: Uint8Array,
  wanted: readonly ColumnName[],
): { readonly lists: Lists; readonly columns: Columns<Float64Array> } {
  const bytes = inflateSync(packed);
  const { numbers, next } = readNumbers(bytes, 0, 1);
  let from = next + (numbers[0] ?? 0);
  const heading: Heading = JSON.parse(bytes.subarray(next, from).toString("utf8"));
  const columns = Object.fromEntries(
    COLUMNS.map((name) => {
      const isWanted = wanted.includes(name);
      const column = isWanted ? readNumbers(bytes, from, heading.count) : NOT_WANTED;
      from = isWanted ? column.next : skipNumbers(bytes, from, heading.count);
      return [name, column.numbers];
    }),
  ) as Columns<Float64Array>;
  const errors = heading.errors.map(({ at, ...error }) => ({ ...error, at: new Date(at) }));
  return { lists: { ...heading, errors }, columns };
}

const NOT_WANTED = { numbers: new Float64Array(0), next: 0 };

/** A row's instants, each a column of milliseconds since 1970. */
export interface Instants {
  readonly endedAt: Float64Array;
  readonly firstSeenAt: Float64Array;
  readonly sentAt: Float64Array;
}

/** Of the columns of the same names. O(rows). */
export function instantsOf(columns: Record<keyof Instants, Float64Array>): Instants {
  const { length } = columns.endedAt;
  const endedAt = new Float64Array(length);
  const firstSeenAt = new Float64Array(length);
  const sentAt = new Float64Array(length);
  let ended = 0;
  for (let row = 0; row < length; row++) {
    // Columns are as long as there are rows.
    ended += unfoldSign(columns.endedAt[row] as number);
    const firstSeen = ended - unfoldSign(columns.firstSeenAt[row] as number);
    endedAt[row] = ended;
    firstSeenAt[row] = firstSeen;
    sentAt[row] = firstSeen - unfoldSign(columns.sentAt[row] as number);
  }
  return { endedAt, firstSeenAt, sentAt };
}

/** From when on it can have been sent, in milliseconds since 1970; null where nothing says so. `folded`: as it was written. */
export const sentFromOf = (folded: number, sentAt: number): number | null =>
  folded === 0 ? null : sentAt - unfoldSign(folded - 1);

/** The first ten digits of an id of nineteen; null where it is none and `idTail` is its place among `ids`. */
export const idHeadOf = (folded: number, sentAt: number): number | null =>
  folded === 0 ? null : headAt(sentAt) + unfoldSign(folded - 1);

function outcomeAt(row: number, instants: Instants, lists: Lists, columns: Columns<Float64Array>): DatedOutcome {
  // Columns are as long as there are rows.
  const endedAt = instants.endedAt[row] as number;
  const firstSeenAt = instants.firstSeenAt[row] as number;
  const sentAt = instants.sentAt[row] as number;
  const sentFrom = sentFromOf(columns.sentFrom[row] as number, sentAt);
  const withdrawnAt = columns.withdrawnAt[row] as number;
  const error = columns.error[row] as number;
  const idHead = idHeadOf(columns.idHead[row] as number, sentAt);
  const idTail = columns.idTail[row] as number;
  const kind = placed(lists.kinds, columns.kind[row] as number);
  const [sent, ended] = [new Date(sentAt), new Date(endedAt)];
  return {
    identityId: placed(lists.identities, columns.identity[row] as number),
    invitationId: idHead === null ? placed(lists.ids, idTail) : idOf(idHead, idTail),
    sentAt: sent,
    sentFrom: sentFrom === null ? null : new Date(sentFrom),
    sentWidthAtFirstSight: unfoldWidth(columns.width[row] as number),
    firstSeenAt: new Date(firstSeenAt),
    attempts: columns.attempts[row] as number,
    lastError: error === 0 ? null : placed(lists.errors, error - 1),
    outcome: kind.outcome,
    endedAt: ended,
    withdrawnAt: withdrawnAt === 0 ? null : new Date(endedAt - unfoldSign(withdrawnAt - 1)),
    daysPending: wholeDaysBetween(sent, ended) + unfoldSign(columns.daysPending[row] as number),
    reason: kind.reason,
    thresholdDays: kind.thresholdDays,
    policyVersion: kind.policyVersion,
    confirmed: kind.confirmed,
    heldOut: kind.heldOut,
    runId: kind.runId,
  };
}

/** Values by the order in which they first came. */
class Places {
  readonly list: unknown[] = [];
  readonly #places = new Map<string, number>();

  of(value: unknown): number {
    const name = JSON.stringify(value);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.list.length);
    return this.list.push(value) - 1;
  }
}

export function placed<Value>(list: readonly Value[], place: number): Value {
  const value = list[place];
  if (value === undefined) throw new RangeError("a packed outcome names what is not there");
  return value;
}

const headAt = (sentAt: number): number => Math.floor(sentAt * HEAD_PER_MS);
const idOf = (head: number, tail: number): string => `${head}${String(tail).padStart(TAIL_DIGITS, "0")}`;

const foldWidth = (width: DatedOutcome["sentWidthAtFirstSight"]): number =>
  width === null ? 0 : width === "unreadable" ? 1 : 2 + width;
export const unfoldWidth = (folded: number): WidthAtFirstSight | null =>
  folded === 0 ? null : folded === 1 ? "unreadable" : folded - 2;
