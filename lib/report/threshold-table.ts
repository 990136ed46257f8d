import type { Analysis } from "../analytics/analyse.ts";
import type { CandidateRow } from "../analytics/candidate-row.ts";
import { estimateInWords } from "./figures-in-words.ts";
import { lackInWords } from "./lack-in-words.ts";
import { canBeJudged, shownRows } from "./shown-days.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";

/** What each wait tried would give up and free. Nothing is printed that must not be acted on yet. */
export function thresholdTable(analysis: Analysis, current: number, screen: Screen = UNLIMITED): string {
  const { horizon } = analysis;
  const judged = (text: (row: CandidateRow) => string) => (row: CandidateRow) => (canBeJudged(row) ? text(row) : "–");
  return textTable<CandidateRow>(
    [
      { title: "wait", align: "right", text: ({ thresholdDays }) => `${thresholdDays} days` },
      {
        title: `accepted later${horizon === null ? "" : `, of all by day ${horizon}`}`,
        text: judged(({ shareGivenUp }) => estimateInWords(shareGivenUp)),
      },
      {
        title: "chance of each still pending",
        text: judged(({ lateAcceptance }) => estimateInWords(lateAcceptance)),
        drop: 2,
      },
      { title: "slots", align: "right", drop: 1, text: judged(({ pendingSlots }) => slots(pendingSlots)) },
      {
        title: `against ${current} days`,
        narrow: "wrap",
        text: (row) => (canBeJudged(row) ? against(row, current) : ""),
      },
      { title: "lacking", narrow: "wrap", text: ({ missing }) => missing.map(lackInWords).join(", ") },
    ],
    shownRows(analysis),
    screen,
  );
}

function against({ thresholdDays, againstCurrent }: CandidateRow, current: number): string {
  if (thresholdDays === current) return "in force";
  if (againstCurrent === null) return "";
  const { direction, acceptances } = againstCurrent;
  const [what, slotsWhat] = direction === "shorter" ? ["gives up", "frees"] : ["wins", "takes"];
  return `${what} ${estimateInWords(acceptances)}, ${slotsWhat} ${slots(againstCurrent.slots)}`;
}

/** Whole, and never 0 for something. */
function slots(count: number | null): string {
  if (count === null) return "–";
  return count > 0 && count < 0.5 ? "under 1" : Math.round(count).toLocaleString("en-US");
}
