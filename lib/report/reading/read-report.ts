import type { Policy } from "../../domain/policy.ts";
import { earliest } from "../../domain/time.ts";
import type { ReportData, ReportFilter } from "../report-data.ts";
import { beginningOfLog } from "./beginning.ts";
import { makeReport, type ReportSource } from "./make-report.ts";
import { readTallies } from "./read-tallies.ts";
import type { ReportLedger } from "./report-ledger.ts";
import type { ReportWindow } from "./window.ts";

export interface ReportQuery {
  readonly now: Date;
  /** Default: as far as the log goes back (see `beginningOfLog`). */
  readonly since?: Date | undefined;
  /** Default, and at most: `now`. */
  readonly until?: Date | undefined;
  readonly identityId?: string | undefined;
  readonly reason?: string | undefined;
  readonly policyVersion?: number | undefined;
  /** Told how many invitations have been read, now and then. */
  readonly onRead?: ((invitations: number) => void) | undefined;
}

/**
 * The ledger as a report: reads, writes nothing. One query a day of the span at least, from `since` to `now`, and one for
 * each identity. Throws what the ledger throws, such as `LedgerItemError` for an item it cannot read.
 *
 * @throws RangeError when `since` lies after `until`
 */
export async function readReport(
  ledger: ReportLedger,
  versioned: { readonly policy: Policy; readonly version: number },
  query: ReportQuery,
): Promise<ReportData> {
  return makeReport(await readSource(ledger, versioned, query));
}

/** What such a report is made of, counted and not yet estimated from. */
export async function readSource(
  ledger: ReportLedger,
  versioned: { readonly policy: Policy; readonly version: number },
  query: ReportQuery,
): Promise<ReportSource> {
  const { now, onRead } = query;
  const { ageFromIds } = versioned.policy;
  const window = await windowOf(ledger, query);
  const filter: ReportFilter = {
    identityId: query.identityId ?? null,
    reason: query.reason ?? null,
    policyVersion: query.policyVersion ?? null,
  };
  const { identityId, ...narrowing } = filter;
  const trials = await ledger.ids.calibration();
  const calibration = ageFromIds === "off" ? null : trials;
  const tallies = await readTallies(ledger, { window, narrowing, identityId, now, calibration, onRead });

  return { madeAt: now, window, filter, tallies, ...versioned, trials };
}

async function windowOf(ledger: ReportLedger, { now, since, until }: ReportQuery): Promise<ReportWindow> {
  const end = until === undefined ? now : earliest(until, now);
  const window = { since: since ?? (await beginningOfLog(ledger, end)), until: end };
  if (window.since > end) {
    throw new RangeError(`a report cannot begin (${window.since.toISOString()}) after it ends (${end.toISOString()})`);
  }
  return window;
}
