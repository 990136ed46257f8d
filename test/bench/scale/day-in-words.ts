import { HOUR_MS } from "../../../lib/domain/time.ts";
import { type Column, textTable } from "../../../lib/report/text-table.ts";
import type { Cell } from "./grid.ts";
import { dollarsADay } from "./price.ts";

const COLUMNS: readonly Column<Cell>[] = [
  { title: "plan", text: ({ plan }) => plan },
  { title: "a day each", align: "right", text: ({ daily }) => String(daily) },
  { title: "identities", align: "right", text: ({ identities }) => identities.toLocaleString("en-US") },
  { title: "got all", align: "right", text: ({ scaled }) => shareOf(scaled.complete, scaled.options.identities) },
  { title: "work ends after", align: "right", text: ({ scaled: { lastWithdrawalAt } }) => hours(lastWithdrawalAt) },
  { title: "met first for longest", text: ({ scaled }) => firstLimit(scaled) },
  { title: "got nothing", align: "right", text: ({ scaled: { starved } }) => starved.toLocaleString("en-US") },
  { title: "put off", align: "right", text: ({ scaled: { putOff } }) => putOff.toLocaleString("en-US") },
  { title: "dollars a day", align: "right", text: (cell) => dollarsADay(cell.scaled).toFixed(2) },
];

export const gridTable = (cells: readonly Cell[]): string => textTable(COLUMNS, cells);

export const gridMarkdown = (cells: readonly Cell[]): string =>
  [
    COLUMNS.map(({ title }) => title),
    COLUMNS.map(({ align }) => (align === "right" ? "--:" : "---")),
    ...cells.map((cell) => COLUMNS.map(({ text }) => text(cell))),
  ]
    .map((line) => `| ${line.join(" | ")} |`)
    .join("\n");

const hours = (ms: number | null): string => (ms === null ? "never" : `${(ms / HOUR_MS).toFixed(1)} h`);
const shareOf = (part: number, whole: number): string => `${Math.floor((100 * part) / whole)}%`;

export function firstLimit({ limits }: Cell["scaled"]): string {
  const [first] = [...limits].sort(([, a], [, b]) => b - a);
  return first === undefined ? "nothing" : first[0];
}
