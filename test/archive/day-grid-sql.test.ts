import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cohorts } from "../../lib/analytics/cohorts.ts";
import { dayGridSql } from "../../lib/archive/day-grid-sql.ts";
import type { GridSettings } from "../../lib/archive/span-sql.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { beginningOfLog } from "../../lib/report/reading/beginning.ts";
import { readTallies, type Tallies } from "../../lib/report/reading/read-tallies.ts";
import { queryExports, type ResultRow, type TableExport } from "./helpers/embedded-athena.ts";
import { exportsOf } from "./helpers/exports-of.ts";
import { itemsLedger } from "./helpers/items-ledger.ts";
import { EXPORTED_AT, type LedgerItems, randomLedgers } from "./helpers/random-ledger.ts";

async function talliesOf(items: LedgerItems, { since, until, agesFromIds = true }: GridSettings): Promise<Tallies> {
  const ledger = itemsLedger(items);
  const now = new Date(EXPORTED_AT);
  const end = until === undefined ? now : new Date(until);
  const window = { since: since === undefined ? await beginningOfLog(ledger, end) : new Date(since), until: end };
  const calibration = agesFromIds ? await ledger.ids.calibration() : null;
  return readTallies(ledger, {
    window,
    now,
    calibration,
    identityId: null,
    narrowing: { reason: null, policyVersion: null },
  });
}

/** Each cell as one text, those without any count left out. */
function cellsOf({ identities }: Cohorts): string[] {
  const cells: string[] = [];
  for (const [identity, { byWeek }] of identities) {
    for (const [week, grid] of byWeek) {
      const columns = grid.columns();
      let informative = 0;
      for (let age = 0; age <= grid.lastAge; age++) {
        const counts = COUNTS.map((name) => columns[name][age] ?? 0);
        if (counts.some((count) => count !== 0)) cells.push(`${identity} ${week} ${age}: ${counts.join(" ")}`);
      }
      informative += grid.informativeCensorings;
      cells.push(`${identity} ${week} informative: ${informative}`);
    }
  }
  return cells.sort();
}

const COUNTS = [
  "entries",
  "accepted",
  "acceptedBeforeSweep",
  "gone",
  "censored",
  "unwatchedMinutes",
  "justEntered",
] as const;
const HEADINGS = COUNTS.map((name) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
const weekOf = (monday: string | null | undefined) => (Date.parse(monday ?? "") / DAY_MS + 3) / 7;

function cellsIn(rows: readonly ResultRow[]): string[] {
  const informative = new Map<string, number>();
  const cells = rowsOf(rows, "cell").map((row) => {
    const week = `${row.identity} ${weekOf(row.week)}`;
    informative.set(week, (informative.get(week) ?? 0) + Number(row.informative));
    return `${week} ${row["age days"]}: ${HEADINGS.map((heading) => row[heading]).join(" ")}`;
  });
  return [...cells, ...[...informative].map(([week, count]) => `${week} informative: ${count}`)].sort();
}

const rowsOf = (rows: readonly ResultRow[], kind: string) => rows.filter(({ row }) => row === kind);
const SETTINGS: readonly GridSettings[] = [
  {},
  { agesFromIds: false },
  { since: "2026-03-01T12:00:00Z" },
  { since: "2026-02-10T00:00:00.500Z", until: "2026-04-30T06:30:00Z" },
];

describe("the day grid of an export", () => {
  it.each(SETTINGS)("is that of the ledger, cell by cell: %j", async (settings) => {
    await fc.assert(
      fc.asyncProperty(randomLedgers(250), async (items) => {
        const rows = await queryExports(exportsOf(items), dayGridSql(settings));
        const { overall, byIdentity } = await talliesOf(items, settings);

        expect(cellsIn(rows)).toEqual(cellsOf(overall.intake.cohorts));
        const excluded = rowsOf(rows, "excluded").map((row) => `${row.identity} ${row.what} ${row.count}`);
        const wanted = [...byIdentity].flatMap(([id, { intake }]) =>
          Object.entries(intake.exclusions).flatMap(([reason, count]) =>
            count === 0 ? [] : [`${id} ${reason} ${count}`],
          ),
        );
        expect(excluded.sort()).toEqual(wanted.sort());
        expect(rowsOf(rows, "unreadable").filter(({ count }) => count !== "0")).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it("is compared on ledgers that have everything an item can tell", async () => {
    const [items] = fc.sample(randomLedgers(600, 600), { seed: 14, numRuns: 1 });
    const { overall } = await talliesOf(items ?? { invitations: [], identities: [], runs: [] }, {});

    const cells = cellsOf(overall.intake.cohorts);
    expect(cells.length).toBeGreaterThan(100);
    for (const name of COUNTS) {
      const sum = [...overall.intake.cohorts.identities.values()]
        .flatMap(({ byWeek }) => [...byWeek.values()])
        .reduce((total, grid) => total + grid.columns()[name].reduce((one, count) => one + count, 0), 0);
      expect([name, sum]).toEqual([name, expect.toSatisfy((count: number) => count > 0)]);
    }
    const { exclusions } = overall.intake;
    // The others cannot be in a ledger that the query can read.
    const possible = Object.keys(exclusions).filter((reason) => !IMPOSSIBLE.includes(reason));
    const missing = possible.filter((reason) => exclusions[reason as keyof typeof exclusions] === 0);
    expect(missing).toEqual([]);
  });
});

/** No ending and no state is missing in what can be read, none of these ledgers goes back ten years, and in this one ids are not believed. */
const IMPOSSIBLE = ["missing-end-date", "unknown-state", "age-out-of-range", "dates-disagree"];

describe("the newest complete export", () => {
  const [older, newer] = fc.sample(randomLedgers(200, 200), { seed: 3, numRuns: 2 });
  const none: LedgerItems = { invitations: [], identities: [], runs: [] };
  const of = (items: LedgerItems | undefined, at: number) => exportsOf(items ?? none, at);
  const gridOf = async (exports: readonly TableExport[]) => {
    const rows = await queryExports(exports, dayGridSql());
    const exported = rowsOf(rows, "exported").map(({ what, at }) => `${what} ${at}`);
    return { cells: cellsIn(rows), exported: exported.sort(), rows };
  };
  const broken = (exports: readonly TableExport[], fault: "under-way" | "file-lost") =>
    exports.map((one) => ({ ...one, fault }));

  it("is the one that counts, and says when it was made", async () => {
    const both = await gridOf([...of(older, EXPORTED_AT - 7 * DAY_MS), ...of(newer, EXPORTED_AT)]);
    const alone = await gridOf(of(newer, EXPORTED_AT));

    expect(both.cells).toEqual(alone.cells);
    expect(both.cells.length).toBeGreaterThan(10);
    expect(both.exported).toEqual([
      "Identities 2026-05-20T03:00:00.240Z",
      "Invitations 2026-05-20T03:00:00.250Z",
      "Runs 2026-05-20T03:00:00.230Z",
    ]);
  });

  it.each(["under-way", "file-lost"] as const)("is not one that is %s", async (fault) => {
    const both = await gridOf([...of(older, EXPORTED_AT), ...broken(of(newer, EXPORTED_AT + DAY_MS), fault)]);
    const alone = await gridOf(of(older, EXPORTED_AT));

    expect(both.cells).toEqual(alone.cells);
    expect(both.exported).toEqual(alone.exported);
    expect(both.cells.length).toBeGreaterThan(10);
  });

  it("where there is none, is told by times that are missing", async () => {
    const { cells, exported } = await gridOf(broken(of(newer, EXPORTED_AT), "under-way"));

    expect(cells).toEqual([]);
    expect(exported).toEqual(["Identities null", "Invitations null", "Runs null"]);
  });

  it("counts by table what it cannot read, and leaves it out of every figure", async () => {
    const lost = ["not json", "{}"];
    const later = JSON.stringify({ Item: { identityId: { S: "ana" }, state: { S: "of-another-version" } } });
    const linesOf = { Invitations: [...lost, later], Identities: lost, Runs: lost };
    const exports = of(newer, EXPORTED_AT).map((one) => ({ ...one, lines: linesOf[one.table] }));
    const { cells, rows } = await gridOf(exports);

    expect(cells).toEqual((await gridOf(of(newer, EXPORTED_AT))).cells);
    const unreadable = new Map<string, number>();
    for (const { what, count } of rowsOf(rows, "unreadable")) {
      unreadable.set(String(what), (unreadable.get(String(what)) ?? 0) + Number(count));
    }
    expect(Object.fromEntries(unreadable)).toEqual({ Invitations: 3, Identities: 2 });
  });
});
