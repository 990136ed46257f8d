import type { IdentityRecord } from "../../ledger/ledger.ts";
import { type IdEvidence, readDatedOpen } from "./read-dated.ts";
import { readEndings } from "./read-endings.ts";
import type { ReportLedger } from "./report-ledger.ts";
import { type Narrowing, Tally, type TallyFigures } from "./tally.ts";
import type { ReportWindow } from "./window.ts";

export interface Tallies<Figures extends TallyFigures = TallyFigures> {
  readonly overall: Figures;
  readonly byIdentity: ReadonlyMap<string, Figures>;
  /** Each identity's listings; an identity without a record has none. */
  readonly records: ReadonlyMap<string, Listed>;
}

/** What a report knows of an identity's listings. */
export interface Listed {
  readonly lastListing: { readonly at: Date } | null;
  readonly lastBelievedListingAt: Date | null;
}

export interface TallyQuery extends IdEvidence {
  readonly window: ReportWindow;
  readonly narrowing: Narrowing;
  /** Null: all of them. */
  readonly identityId: string | null;
  /** Told how many invitations have been read, now and then. */
  readonly onRead?: ((invitations: number) => void) | undefined;
}

/** Identities whose open invitations are read at once. */
const IDENTITIES_AT_ONCE = 8;
const TOLD_EVERY = 1_000;

/**
 * Reads what is open and what has ended into one tally for all and one for each identity. Memory for counts alone: it
 * grows with identities and days, not with invitations.
 *
 * What is open is read first. A withdrawal that comes in between has ended after `now` and is not read again; an
 * acceptance that is noticed in between counts twice, which only a report made in the middle of a sweep can see.
 */
export async function readTallies(ledger: ReportLedger, query: TallyQuery): Promise<Tallies<Tally>> {
  const { window, narrowing, identityId, now, onRead } = query;
  const byIdentity = new Map<string, Tally>();
  const tallyOf = (id: string): Tally => {
    const known = byIdentity.get(id);
    const tally = known ?? new Tally(window, narrowing);
    if (known === undefined) byIdentity.set(id, tally);
    return tally;
  };
  let read = 0;
  const tell = () => {
    read += 1;
    if (read % TOLD_EVERY === 0) onRead?.(read);
  };

  const records = await readRecords(ledger, identityId);
  const waiting = records.values();
  const readNext = async (): Promise<void> => {
    for (const { identityId: id, lastBelievedListingAt } of waiting) {
      for await (const open of readDatedOpen(ledger, id, query)) {
        // What is open tells no threshold: the one in force now may be newer than all its weeks but the last.
        const stratum = { identityId: id, thresholdDays: null };
        tallyOf(id).addOpen(open, lastBelievedListingAt, stratum);
        tell();
      }
    }
  };
  await allOf(Array.from({ length: Math.min(IDENTITIES_AT_ONCE, records.size) }, readNext));

  const span = { since: window.since, until: now, ...(identityId !== null && { identityId }) };
  // One after another of the same identity, mostly.
  let [last, tally] = [null as string | null, null as Tally | null];
  await readEndings(ledger, span, query, (ending) => {
    if (tally === null || last !== ending.identityId) {
      last = ending.identityId;
      tally = tallyOf(last);
    }
    tally.addEnding(ending);
    tell();
  });
  const overall = Tally.join(window, narrowing, [...byIdentity.values()]);
  return { overall, byIdentity, records };
}

async function readRecords({ identities }: ReportLedger, only: string | null): Promise<Map<string, IdentityRecord>> {
  if (only !== null) return new Map([[only, await identities.find(only)]]);
  const records = new Map<string, IdentityRecord>();
  for await (const record of identities.all()) records.set(record.identityId, record);
  return records;
}

/** Waits for all, so that nothing goes on behind a failure; then throws the first. */
async function allOf(works: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(works)) if (result.status === "rejected") throw result.reason;
}
