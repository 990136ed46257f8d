import type { Analysis } from "../analytics/analyse.ts";
import type { CandidateRow } from "../analytics/candidate-row.ts";
import type { Missing } from "../analytics/missing.ts";
import { estimateInWords } from "./figures-in-words.ts";
import { textTable } from "./text-table.ts";
import { counted } from "./words.ts";

/** What each wait tried would give up and free. Nothing is printed that must not be acted on yet. */
export function thresholdTable({ rows, horizon }: Analysis, current: number): string {
  const judged = (text: (row: CandidateRow) => string) => (row: CandidateRow) =>
    row.missing.length === 0 ? text(row) : "–";
  return textTable<CandidateRow>(
    [
      { title: "wait", align: "right", text: ({ thresholdDays }) => `${thresholdDays} days` },
      {
        title: `accepted later${horizon === null ? "" : `, of all by day ${horizon}`}`,
        text: judged(({ shareGivenUp }) => estimateInWords(shareGivenUp)),
      },
      { title: "chance of each still pending", text: judged(({ lateAcceptance }) => estimateInWords(lateAcceptance)) },
      { title: "slots", align: "right", text: judged(({ pendingSlots }) => slots(pendingSlots)) },
      { title: `against ${current} days`, text: (row) => (row.missing.length === 0 ? against(row, current) : "") },
      { title: "lacking", text: ({ missing }) => missing.map(lackInWords).join(", ") },
    ],
    rows,
  );
}

function against({ thresholdDays, againstCurrent }: CandidateRow, current: number): string {
  if (thresholdDays === current) return "in force";
  if (againstCurrent === null) return "";
  const { direction, acceptances } = againstCurrent;
  const [what, slotsWhat] = direction === "shorter" ? ["gives up", "frees"] : ["wins", "takes"];
  return `${what} ${estimateInWords(acceptances)}, ${slotsWhat} ${slots(againstCurrent.slots)}`;
}

/** "12 more past day 21". */
export function lackInWords({ what, more, age }: Missing): string {
  const needed = more.toLocaleString("en-US");
  switch (what) {
    case "acceptances":
      return counted(more, "more acceptance", "more acceptances");
    case "at-risk-beyond":
      return `${needed} more past day ${age}`;
    case "pending-on-day":
      return `${needed} more pending after day ${age}`;
  }
}

const slots = (count: number | null): string => (count === null ? "–" : Math.round(count).toLocaleString("en-US"));
