import type { OutcomeColumns, OutcomeQuery } from "../../ledger/ledger.ts";
import { type IdEvidence, isIdEnough, readDatedOutcomes } from "./read-dated.ts";
import type { ReportLedger } from "./report-ledger.ts";
import { narrowById, UNREAD_WIDTH, withIdEvidence } from "./sent-evidence.ts";
import { type EndingInMs, endingInMs } from "./window.ts";

type EndingsQuery = Omit<OutcomeQuery, "withSentFrom">;

/**
 * The endings of `readDatedOutcomes` in the form in which they are counted. One is given at a time, and the same object is
 * filled with the next: whoever wants to keep it copies it.
 */
export async function readEndings(
  { invitations }: Pick<ReportLedger, "invitations">,
  query: EndingsQuery,
  evidence: IdEvidence,
  each: (ending: EndingInMs) => void,
): Promise<void> {
  if (invitations.outcomeBatches === undefined) {
    for await (const outcome of readDatedOutcomes({ invitations }, query, evidence)) each(endingInMs(outcome));
    return;
  }
  const { calibration, now } = evidence;
  const isIdBelieved = isIdEnough(calibration);
  for await (const batch of invitations.outcomeBatches({ ...query, withSentFrom: !isIdBelieved })) {
    if ("rows" in batch) eachRow(batch, isIdBelieved, now.getTime(), each);
    else for (const one of batch) each(endingInMs(one, withIdEvidence(one, calibration, now)));
  }
}

function eachRow(
  columns: OutcomeColumns,
  isIdBelieved: boolean,
  now: number,
  each: (ending: EndingInMs) => void,
): void {
  const { kinds, kind, identities, identity, endedAt, firstSeenAt, sentAt, idTime } = columns;
  const { sentFrom, sentWidthAtFirstSight } = columns;
  const unreadWidth = isIdBelieved ? UNREAD_WIDTH : null;
  const ending = emptyEnding();
  for (const row of byIdentity(columns)) {
    const { thresholdDays, outcome, reason, policyVersion, confirmed } = at(kinds, kind, row);
    ending.identityId = at(identities, identity, row);
    ending.thresholdDays = thresholdDays;
    ending.outcome = outcome;
    ending.reason = reason;
    ending.policyVersion = policyVersion;
    ending.confirmed = confirmed;
    // Columns are as long as there are rows.
    ending.endedAt = endedAt[row] as number;
    ending.firstSeenAt = firstSeenAt[row] as number;
    ending.sentAt = sentAt[row] as number;
    ending.sentFrom = sentFrom?.(row) ?? null;
    ending.sentWidthAtFirstSight = sentWidthAtFirstSight === undefined ? unreadWidth : sentWidthAtFirstSight(row);
    ending.datesDisagree = false;
    if (isIdBelieved) narrowById(ending, idTime(row), now);
    each(ending);
  }
}

/**
 * The rows by identity, each identity's in their order, and identities in the order in which they first come: what is counted
 * for one lies side by side in memory and is found at once, which takes a third of the time of going back and forth. Nothing
 * that is counted depends on how those of different identities follow each other. O(rows + identities).
 */
function byIdentity({ rows, identities, identity }: OutcomeColumns): Uint32Array {
  const counts = new Uint32Array(identities.length);
  const order: number[] = [];
  for (let row = 0; row < rows; row++) {
    const place = identity[row] as number;
    if (counts[place] === 0) order.push(place);
    counts[place] = (counts[place] as number) + 1;
  }
  const next = new Uint32Array(identities.length);
  let first = 0;
  for (const place of order) {
    next[place] = first;
    first += counts[place] as number;
  }
  const ordered = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const place = identity[row] as number;
    const to = next[place] as number;
    next[place] = to + 1;
    ordered[to] = row;
  }
  return ordered;
}

function at<Value>(list: readonly Value[], places: Float64Array, row: number): Value {
  const value = list[places[row] as number];
  if (value === undefined) throw new RangeError("a packed outcome names what is not there");
  return value;
}

const emptyEnding = (): EndingInMs => ({
  ...{ sentAt: 0, sentFrom: null, sentWidthAtFirstSight: null, datesDisagree: false, firstSeenAt: 0, endedAt: 0 },
  ...{ identityId: "", thresholdDays: 0, outcome: "gone", reason: null, policyVersion: 0, confirmed: false },
});
