import { DAY_MS, HOUR_MS } from "../../../lib/domain/time.ts";
import { PLAN_RATES } from "../../../lib/edges/plan-rates.ts";
import type { Figure } from "../meters/figure.ts";
import type { Cell } from "./grid.ts";

/**
 * What the plan's rate alone would allow at 50 a day each, of which a share of the day goes to listing: 800 minutes of calls.
 * A floor that no design can pass by much, and the goal.
 */
const CALLING_MINUTES = 800;

/** Of a full day: how many identities get all of their daily cap, where there are more than that. */
export function servedInADay({ scaled: { withdrawals }, daily }: Cell): number {
  return Math.floor(withdrawals / daily);
}

/** One figure a plan from its largest cell, and what must stay zero over all cells. */
export function scaleFigures(cells: readonly Cell[]): Figure[] {
  const largest = Math.max(...cells.map(({ identities }) => identities));
  const served = cells
    .filter(({ identities, daily }) => identities === largest && daily === 50)
    .map((cell): Figure => {
      const byRate = Math.floor((PLAN_RATES[cell.plan].perMinute * CALLING_MINUTES) / cell.daily);
      return {
        ...{ name: `served-${cell.plan}-${largest}`, unit: "identities", kind: "count", better: "more" },
        what: `served in a day, 50 each, of ${largest.toLocaleString("en-US")} on ${cell.plan}`,
        now: servedInADay(cell),
        goal: Math.min(byRate, largest),
        peer: { value: byRate, is: `the plan's rate over ${CALLING_MINUTES} minutes` },
      };
    });
  const sum = (of: (cell: Cell) => number): number => cells.reduce((total, cell) => total + of(cell), 0);
  const none = (name: string, what: string, now: number): Figure => ({
    ...{ name, what, unit: "", kind: "count", now, goal: 0, peer: null },
  });
  return [
    ...served,
    none(
      "lost",
      "messages that expired or died, over all sizes and plans",
      sum(({ scaled: { expired, deadLetters } }) => expired.sweeps + expired.withdrawals + deadLetters),
    ),
    none(
      "starved-where-all-fit",
      "identities that got nothing where all fit into the day",
      sum(({ scaled }) => (isAllDone(scaled) ? scaled.starved : 0)),
    ),
  ];
}

/** Of one small day, for a comparison that takes seconds. */
export function smallFigures({ plan, identities, daily, scaled }: Cell): Figure[] {
  const of = `${identities.toLocaleString("en-US")} on ${plan}, ${daily} a day each`;
  const count = (name: string, what: string, unit: string, now: number): Figure => ({
    ...{ name: `small-${name}`, what: `${what}, ${of}`, unit, kind: "count", now, goal: null, peer: null },
  });
  return [
    count("hours", "the day's work ends after", "hours", Number(((scaled.lastWithdrawalAt ?? 0) / HOUR_MS).toFixed(2))),
    count("put-off", "put off to the next run", "withdrawals", scaled.putOff),
    count("dead", "dead letters", "", scaled.deadLetters),
  ];
}

const isAllDone = ({ lastWithdrawalAt, sweeps, options }: Cell["scaled"]): boolean =>
  sweeps === options.identities && (lastWithdrawalAt ?? 0) < DAY_MS - HOUR_MS;
