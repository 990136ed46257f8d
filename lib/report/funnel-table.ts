import { percent } from "../analytics/estimate-in-words.ts";
import { bars } from "./figures-in-words.ts";
import type { Funnel, OutcomeCount } from "./report-data.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";

const STAGES = ["pending", "accepted", "withdrawn", "gone", "unreachable"] as const satisfies (keyof Funnel)[];
const BAR_WIDTH = 30;

/** Where the invitations of the span were at its end. */
export function funnelTable(funnel: Funnel, screen: Screen = UNLIMITED): string {
  const drawn = bars(
    STAGES.map((stage) => funnel[stage]),
    BAR_WIDTH,
  );
  const lines = STAGES.map((stage, index) => ({ stage, count: funnel[stage], drawn: drawn[index] ?? "" }));
  return textTable(
    [
      { title: `${funnel.seen.toLocaleString("en-US")} seen`, text: ({ stage }) => stage },
      { title: "count", align: "right", text: ({ count }) => count.toLocaleString("en-US") },
      { title: "share", align: "right", text: ({ count }) => (funnel.seen === 0 ? "–" : percent(count / funnel.seen)) },
      { title: "", drop: 1, text: (line) => line.drawn },
    ],
    lines,
    screen,
  );
}

/** Endings by outcome and the rule that spoke for them. */
export function outcomeCountsTable(outcomes: readonly OutcomeCount[], screen: Screen = UNLIMITED): string {
  return textTable(
    [
      { title: "outcome", text: ({ outcome }) => outcome },
      { title: "reason", text: ({ reason }) => reason ?? "" },
      { title: "count", align: "right", text: ({ count }) => count.toLocaleString("en-US") },
      {
        title: "confirmed",
        align: "right",
        text: ({ outcome, confirmed }) => (outcome === "withdrawn" ? confirmed.toLocaleString("en-US") : ""),
      },
    ],
    outcomes,
    screen,
  );
}
