import { NO_TRIALS } from "../../domain/id-clock.ts";
import { DAY_MS } from "../../domain/time.ts";
import { shown } from "../observations/cells.ts";
import { ObservationsError } from "../observations/problems.ts";
import type { OpenRecords } from "../observations/read-observed.ts";
import type { FileReport } from "../observations/report-observations.ts";
import { makeReport } from "../reading/make-report.ts";
import { counted, timeInWords } from "../words.ts";
import { type ReadGrid, readGrid } from "./read-grid.ts";

export interface GridReportQuery {
  readonly now: Date;
  readonly identityId?: string | undefined;
  /** In days; default: the one that most of the latest weeks have. */
  readonly thresholdDays?: number | undefined;
  /** Share, 0 to 1; default: that of the default policy. */
  readonly acceptableLoss?: number | undefined;
  /** Told how many lines have been read, now and then. */
  readonly onRead?: ((lines: number) => void) | undefined;
}

/**
 * A day grid that the archive's query has made, as a report: the same estimators over the same counts as for the ledger.
 * Policy version 0: there is none. Who was invited again early is not in it.
 *
 * @throws ObservationsError for what `readGrid` finds, and for an identity that the file does not have
 */
export async function reportDayGrid(records: OpenRecords, query: GridReportQuery): Promise<FileReport> {
  const { now, onRead, thresholdDays, acceptableLoss } = query;
  const identityId = query.identityId ?? null;
  const grid = await readGrid(records, identityId, onRead);
  checkIdentity(identityId, grid.identities);
  const { window, tallies, thresholds } = grid;
  const policy = thresholds.policy(window.until, {
    ...(thresholdDays !== undefined && { thresholdDays }),
    ...(acceptableLoss !== undefined && { acceptableLoss }),
  });
  const warnings = warningsOf(grid, now);
  const notes = [
    `Made from a day grid of ${counted(tallies.overall.seen, "invitation")}, as of ${timeInWords(window.until)}.`,
    "Who was invited again before a cooldown was over is not in a day grid.",
    ...(thresholdDays === undefined && thresholds.isEmpty
      ? [`Nothing has ended, so all is set against ${policy.thresholdDays} days; \`--threshold\` takes another.`]
      : []),
    ...warnings,
  ];
  const filter = { identityId, reason: null, policyVersion: null };
  const source = { madeAt: now, window, filter, tallies, policy, version: 0, trials: NO_TRIALS, notes };
  return { report: makeReport(source), warnings };
}

/** Exports that were asked for at the same time lie minutes apart; a schedule's next firing is a day away at least. */
const APART_MS = DAY_MS / 2;
/** Longer than a month and a day: then the schedule has stopped, or its exports fail. */
const OLD_MS = 32 * DAY_MS;

function warningsOf({ exportedAt, unreadable }: ReadGrid, now: Date): string[] {
  const times = [...exportedAt].sort(([, a], [, b]) => a.getTime() - b.getTime());
  const [first, last] = [times[0], times.at(-1)];
  const told: string[] = [];
  if (first !== undefined && last !== undefined && last[1].getTime() - first[1].getTime() > APART_MS) {
    told.push(
      `The newest complete exports are not of one time: ${first[0]} is of ${timeInWords(first[1])}, ${last[0]} of ${timeInWords(last[1])}. What the older one lacks is missing in the figures.`,
    );
  }
  if (first !== undefined && now.getTime() - first[1].getTime() > OLD_MS) {
    told.push(
      `The newest complete export of ${first[0]} is of ${timeInWords(first[1])}: later ones have failed, or were never made.`,
    );
  }
  for (const [table, count] of unreadable) {
    if (count > 0) told.push(`${counted(count, "item")} of the table ${table} could not be read and are in no figure.`);
  }
  return told;
}

/** How many identities are named to somebody who has mistyped one. */
const MAX_NAMED = 10;

function checkIdentity(identityId: string | null, ids: readonly string[]): void {
  if (identityId === null || ids.includes(identityId)) return;
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : "";
  const named = ids.slice(0, MAX_NAMED).map(shown).join(", ");
  throw new ObservationsError(`the file holds no identity ${shown(identityId)}; it has ${named || "none"}${more}`);
}
