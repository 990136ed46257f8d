import { NO_TRIALS } from "../../domain/id-clock.ts";
import { policyFor } from "../../domain/policy.ts";
import { makeReport } from "../reading/make-report.ts";
import type { ReportWindow } from "../reading/window.ts";
import type { ReportData, ReportFilter } from "../report-data.ts";
import { shown } from "./cells.ts";
import { notesOf } from "./notes.ts";
import { ObservationsError } from "./problems.ts";
import type { OpenRecords } from "./read-observed.ts";
import { type Survey, survey } from "./survey.ts";
import { tallyObservations } from "./tally-observations.ts";

export interface FileReportQuery {
  readonly now: Date;
  /**
   * Both are told the latest time in the file, from which spans are counted back. Defaults: `until` that time, `since` from
   * when on no ending is missing in the file.
   */
  readonly since?: ((latest: Date) => Date) | undefined;
  readonly until?: ((latest: Date) => Date) | undefined;
  readonly identityId?: string | undefined;
  readonly reason?: string | undefined;
  readonly policyVersion?: number | undefined;
  /** In days; default: the one that most of the latest lines have. */
  readonly thresholdDays?: number | undefined;
  /** Share, 0 to 1; default: that of the default policy. */
  readonly acceptableLoss?: number | undefined;
  /** Told how many lines have been read, now and then. */
  readonly onRead?: ((lines: number) => void) | undefined;
}

export interface FileReport {
  readonly report: ReportData;
  /** What is to be said when the report is printed; among its caveats, too. */
  readonly warnings: readonly string[];
}

/**
 * A file of invitations as a report, read twice and in constant memory. Policy version 0: there is none.
 *
 * @throws ObservationsError for a file with problems, for an identity or a column that it does not have, and for a span
 * that ends before it begins
 */
export async function reportObservations(records: OpenRecords, query: FileReportQuery): Promise<FileReport> {
  const { now, onRead, thresholdDays: given, acceptableLoss } = query;
  const file = await survey(records, onRead);
  const filter: ReportFilter = {
    identityId: query.identityId ?? null,
    reason: query.reason ?? null,
    policyVersion: query.policyVersion ?? null,
  };
  checkFilter(filter, file);
  const window = windowOf(file, query);
  const policy = file.thresholds.policy(file.latest, {
    ...(given !== undefined && { thresholdDays: given }),
    ...(acceptableLoss !== undefined && { acceptableLoss }),
  });
  const { identityId, ...narrowing } = filter;
  const thresholdOf = (id: string) => policyFor(policy, id).thresholdDays;
  const tallies = await tallyObservations(records, file, {
    ...{ window, narrowing, identityId, thresholdOf },
    onRead: (lines) => onRead?.(file.lines + lines),
  });
  const notes = notesOf({
    ...{ file, since: window.since, endedBefore: tallies.endedBefore, thresholdDays: policy.thresholdDays },
    isThresholdGiven: given !== undefined,
    asked: query.since?.(file.latest) ?? null,
  });
  const source = { madeAt: now, window, filter, tallies, policy, version: 0, trials: NO_TRIALS };
  return {
    report: makeReport({ ...source, notes: notes.map(({ text }) => text) }),
    warnings: notes.filter(({ isWarning }) => isWarning).map(({ text }) => text),
  };
}

/**
 * The ledger's own says since when no ending is missing in it. An earlier version's does not, and is a cut by default: then
 * the first ending is where it can be taken for whole. Any other file is taken for whole.
 */
function windowOf(file: Survey, { since, until }: FileReportQuery): ReportWindow {
  const { form, latest, firstSeenAt, firstEndedAt, endingsSince } = file;
  const beginning = form === "outcomes" ? (endingsSince ?? firstEndedAt ?? firstSeenAt) : firstSeenAt;
  const asked = since?.(latest) ?? beginning;
  // Further back some endings are missing and all that was pending is there: every chance would come out too small.
  const isMissing = endingsSince !== null && asked < endingsSince;
  const window = { since: isMissing ? endingsSince : asked, until: until?.(latest) ?? latest };
  if (window.since <= window.until) return window;
  const [from, to] = [window.since.toISOString(), window.until.toISOString()];
  throw new ObservationsError(
    `the report would begin (${from}) after it ends (${to}); the file ends ${latest.toISOString()}, and spans such as "90d" are counted back from there: correct --since or --until`,
  );
}

/** How many identities are named to somebody who has mistyped one. */
const MAX_NAMED = 10;

function checkFilter({ identityId, reason, policyVersion }: ReportFilter, { has, lastLists }: Survey): void {
  if (identityId !== null && !lastLists.has(identityId)) {
    const ids = [...lastLists.keys()].sort();
    const named = ids.slice(0, MAX_NAMED).map(shown).join(", ");
    const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : "";
    throw new ObservationsError(`the file holds no identity ${shown(identityId)}; it has ${named}${more}`);
  }
  for (const [value, column] of [[reason, "reason"] as const, [policyVersion, "policy version"] as const]) {
    if (value === null || has(column)) continue;
    throw new ObservationsError(
      `the file has no column "${column}" to narrow by; leave --${column.replace(" ", "-")} out`,
    );
  }
}
