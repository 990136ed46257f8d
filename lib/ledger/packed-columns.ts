import { millisecondsInDigits } from "../domain/id-clock.ts";
import type { OutcomeQuery } from "./invitation-ledger.ts";
import type { OutcomeColumns } from "./ledger.ts";
import {
  type ColumnName,
  idHeadOf,
  instantsOf,
  placed,
  readColumns,
  sentFromOf,
  unfoldWidth,
} from "./packed-outcomes.ts";

const ALWAYS = ["kind", "endedAt", "identity", "firstSeenAt", "sentAt", "idHead", "idTail"] as const;
const WITH_DATES = [...ALWAYS, "sentFrom", "width"] as const satisfies readonly ColumnName[];

/**
 * The outcomes of a chunk that a query asks for, in their order, as columns.
 *
 * @throws Error for what is not of this form
 */
export function unpackColumns(packed: Uint8Array, query: OutcomeQuery): OutcomeColumns {
  const isDated = query.withSentFrom === true;
  const { lists, columns: all } = readColumns(packed, isDated ? WITH_DATES : ALWAYS);
  const { count, kinds, identities } = lists;
  const instants = instantsOf(all);
  const rows = wantedRows(query, { ...all, endedAt: instants.endedAt, kinds, identities });
  const picked = (column: Float64Array): Float64Array => (rows.length === count ? column : pick(column, rows));
  const [sentAt, sentFrom, width] = [instants.sentAt, all.sentFrom, all.width].map(picked) as Three;
  const [idHead, idTail] = [picked(all.idHead), picked(all.idTail)];
  return {
    rows: rows.length,
    kinds,
    kind: picked(all.kind),
    identities,
    identity: picked(all.identity),
    endedAt: picked(instants.endedAt),
    firstSeenAt: picked(instants.firstSeenAt),
    sentAt,
    sentFrom: isDated ? (row) => sentFromOf(sentFrom[row] as number, sentAt[row] as number) : undefined,
    sentWidthAtFirstSight: isDated ? (row) => unfoldWidth(width[row] as number) : undefined,
    idTime(row) {
      const head = idHeadOf(idHead[row] as number, sentAt[row] as number);
      return head === null ? Number.NaN : millisecondsInDigits(head, idTail[row] as number);
    },
  };
}

function pick(column: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) picked[place] = column[rows[place] as number] as number;
  return picked;
}

type Three = [Float64Array, Float64Array, Float64Array];

interface Filtered extends Pick<OutcomeColumns, "kinds" | "identities" | "kind" | "identity" | "endedAt"> {}

/** The rows that the index would have answered. */
function wantedRows(query: OutcomeQuery, { kinds, identities, kind, identity, endedAt }: Filtered): Uint32Array {
  const [since, until] = [query.since.getTime(), query.until.getTime()];
  const isKind = kinds.map(
    ({ outcome, reason }) => outcome === (query.outcome ?? outcome) && reason === (query.reason ?? reason),
  );
  const isIdentity = identities.map((id) => id === (query.identityId ?? id));
  const rows = new Uint32Array(endedAt.length);
  let wanted = 0;
  for (let row = 0; row < endedAt.length; row++) {
    const at = endedAt[row] as number;
    const isOfKind = placed(isKind, kind[row] as number);
    const isOfIdentity = placed(isIdentity, identity[row] as number);
    if (at >= since && at <= until && isOfKind && isOfIdentity) rows[wanted++] = row;
  }
  return rows.subarray(0, wanted);
}
