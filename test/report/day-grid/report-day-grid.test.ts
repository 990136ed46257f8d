import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayGridSql } from "../../../lib/archive/day-grid-sql.ts";
import { GRID_COLUMNS } from "../../../lib/contract/archive.ts";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { reportDayGrid } from "../../../lib/report/day-grid/report-day-grid.ts";
import { readReport } from "../../../lib/report/reading/read-report.ts";
import type { ReportData } from "../../../lib/report/report-data.ts";
import { athenaCsv, queryExports } from "../../archive/helpers/embedded-athena.ts";
import { exportsOf } from "../../archive/helpers/exports-of.ts";
import { itemsLedger } from "../../archive/helpers/items-ledger.ts";
import { EXPORTED_AT, type LedgerItems, randomLedgers } from "../../archive/helpers/random-ledger.ts";
import { recordsOf } from "../observations/helpers/records-of.ts";

const NOW = new Date(EXPORTED_AT);
const POLICY = { ...DEFAULT_POLICY, thresholdDays: 21 };

const csvOf = async (items: LedgerItems, settings = {}): Promise<string> =>
  athenaCsv(GRID_COLUMNS, await queryExports(exportsOf(items), dayGridSql(settings)));

/** All but what a file has no policy, no trials and no notes of. */
const figures = ({ since, until, overall, identities }: ReportData) => ({ since, until, overall, identities });

describe("a day grid", () => {
  it.each([{}, { since: "2026-02-10T00:00:00Z", until: "2026-05-01T06:30:00Z" }])(
    "gives the report of the ledger, whole sections of it: %j",
    async (settings) => {
      await fc.assert(
        fc.asyncProperty(randomLedgers(400), async (items) => {
          const span = Object.fromEntries(Object.entries(settings).map(([name, at]) => [name, new Date(at)]));
          const wanted = await readReport(itemsLedger(items), { policy: POLICY, version: 1 }, { now: NOW, ...span });

          const csv = await csvOf(items, settings);
          // Each identity is set against the policy's days, so the grid's own thresholds must not be.
          const { report, warnings } = await reportDayGrid(recordsOf(csv), { now: NOW, thresholdDays: 21 });

          expect(figures(report)).toEqual(figures(wanted));
          expect(warnings).toEqual([]);
        }),
        { numRuns: 4 },
      );
    },
  );
});
