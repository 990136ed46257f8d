import { believe } from "../../domain/id-clock.ts";
import { type Policy, policyFor } from "../../domain/policy.ts";
import { earliest } from "../../domain/time.ts";
import type { ReportData, ReportFilter, ReportSection } from "../report-data.ts";
import { beginningOfLog } from "./beginning.ts";
import { caveatsOf } from "./caveats.ts";
import { readTallies, type Tallies } from "./read-tallies.ts";
import type { ReportLedger } from "./report-ledger.ts";
import { type SectionTerms, sectionOf } from "./section.ts";
import type { Tally } from "./tally.ts";
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

/** Sections beyond these would make a report of a thousand identities larger than its ledger. */
const MAX_IDENTITY_SECTIONS = 50;

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

  const { policy, version } = versioned;
  const { acceptableLoss, holdout, thresholdDays } = identityId === null ? policy : policyFor(policy, identityId);
  const rate = (id: string, tally: Tally) => tally.sending.perDay(tallies.records.get(id)?.lastListing?.at ?? null);
  const rates = new Map([...tallies.byIdentity].map(([id, tally]) => [id, rate(id, tally)]));
  const section = (tally: Tally, terms: Omit<SectionTerms, "acceptableLoss">): ReportSection =>
    sectionOf(tally, window, { ...terms, acceptableLoss });
  // Each identity's own rate over the days it was listed, added up: one that joined late is not thinned out.
  const sendsPerDay = [...rates.values()].reduce((sum, one) => sum + one, 0);
  const overall = section(tallies.overall, { thresholdDays, sendsPerDay });
  const shown = largest(tallies);
  return {
    madeAt: now,
    ...window,
    filter,
    policy: { version, thresholdDays, acceptableLoss, holdout },
    ids: { ageFromIds, belief: believe(trials), ...trials },
    overall,
    identities: shown.map(([id, tally]) => {
      const own = { thresholdDays: policyFor(policy, id).thresholdDays, sendsPerDay: rates.get(id) ?? 0 };
      return { ...(id === identityId ? overall : section(tally, own)), identityId: id };
    }),
    caveats: caveatsOf({ window, filter, policy, holdout, thresholdDays, overall, tallies, shown }),
  };
}

async function windowOf(ledger: ReportLedger, { now, since, until }: ReportQuery): Promise<ReportWindow> {
  const end = until === undefined ? now : earliest(until, now);
  const window = { since: since ?? (await beginningOfLog(ledger, end)), until: end };
  if (window.since > end) {
    throw new RangeError(`a report cannot begin (${window.since.toISOString()}) after it ends (${end.toISOString()})`);
  }
  return window;
}

/** The identities with most invitations, in the order of their ids. */
function largest({ byIdentity }: Tallies): (readonly [string, Tally])[] {
  return [...byIdentity]
    .filter(([, { seen }]) => seen > 0)
    .sort(([, a], [, b]) => b.seen - a.seen)
    .slice(0, MAX_IDENTITY_SECTIONS)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
