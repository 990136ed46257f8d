import { ownStrata, type StratumTable, strataOf } from "../../analytics/strata.ts";
import { believe, type IdCalibration } from "../../domain/id-clock.ts";
import { type Policy, policyFor } from "../../domain/policy.ts";
import type { ReportData, ReportFilter, ReportSection } from "../report-data.ts";
import { caveatsOf } from "./caveats.ts";
import type { Tallies } from "./read-tallies.ts";
import { type SectionTerms, sectionOf } from "./section.ts";
import type { TallyFigures } from "./tally.ts";
import type { ReportWindow } from "./window.ts";

/** All that a report is made of, wherever it was read. */
export interface ReportSource {
  readonly madeAt: Date;
  readonly window: ReportWindow;
  readonly filter: ReportFilter;
  readonly tallies: Tallies;
  readonly policy: Policy;
  /** 0 where there is no policy and `policy` is what the figures are set against. */
  readonly version: number;
  readonly trials: IdCalibration;
  /** Told before the other caveats. */
  readonly notes?: readonly string[];
}

/** Sections beyond these would make a report of a thousand identities larger than its ledger. */
const MAX_IDENTITY_SECTIONS = 50;

/** The report of what was counted. Costs the bootstrap of each section, and reads nothing. */
export function makeReport(source: ReportSource): ReportData {
  const { madeAt, window, filter, tallies, policy, version, trials, notes = [] } = source;
  const { identityId } = filter;
  const { ageFromIds } = policy;
  const { acceptableLoss, binding, holdout, thresholdDays } =
    identityId === null ? policy : policyFor(policy, identityId);
  const rate = (id: string, tally: TallyFigures) =>
    tally.sending.perDay(tallies.records.get(id)?.lastListing?.at ?? null);
  const rates = new Map([...tallies.byIdentity].map(([id, tally]) => [id, rate(id, tally)]));
  // A small identity borrows from all of them.
  const pool = strataOf(tallies.overall.intake.cohorts);
  const ownOf = ownStrata(pool);
  const section = (
    tally: TallyFigures,
    terms: Omit<SectionTerms, "acceptableLoss" | "binding" | "holdout">,
    strata?: StratumTable[],
  ): ReportSection =>
    sectionOf(
      tally,
      window,
      { ...terms, acceptableLoss, binding, holdout },
      pool,
      tally === tallies.overall ? pool : strata,
    );
  // Each identity's own rate over the days it was listed, added up: one that joined late is not thinned out.
  // In the order of the ids, or its last digit depends on who was read first.
  const sendsPerDay = [...rates].sort(([a], [b]) => (a < b ? -1 : 1)).reduce((sum, [, one]) => sum + one, 0);
  const overall = section(tallies.overall, { thresholdDays, sendsPerDay });
  const shown = largest(tallies);
  return {
    madeAt,
    ...window,
    firstListing: tallies.overall.sending.firstListing,
    filter,
    policy: { version, thresholdDays, acceptableLoss, binding, holdout },
    ids: { ageFromIds, belief: believe(trials), ...trials },
    overall,
    identities: shown.map(([id, tally]) => {
      const own = { thresholdDays: policyFor(policy, id).thresholdDays, sendsPerDay: rates.get(id) ?? 0 };
      return { ...(id === identityId ? overall : section(tally, own, ownOf(id))), identityId: id };
    }),
    caveats: [
      ...notes,
      ...caveatsOf({ window, filter, policy, version, holdout, thresholdDays, overall, tallies, shown }),
    ],
  };
}

/** The identities with most invitations, in the order of their ids. */
function largest({ byIdentity }: Tallies): (readonly [string, TallyFigures])[] {
  return [...byIdentity]
    .filter(([, { seen }]) => seen > 0)
    .sort(([, a], [, b]) => b.seen - a.seen)
    .slice(0, MAX_IDENTITY_SECTIONS)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
