import type { Analysis } from "../analytics/analyse.ts";
import type { CurvePoint } from "../analytics/curve-points.ts";
import { withLimits } from "../analytics/estimate-in-words.ts";
import { hasLine, shownCurve } from "./shown-days.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";

/** The curve at chosen ages up to the horizon, or as far as it was observed while there is none. */
export function curveTable(analysis: Analysis, screen: Screen = UNLIMITED): string {
  const shown = shownCurve(analysis);
  return textTable<CurvePoint>(
    [
      { title: "after day", align: "right", text: ({ age }) => String(age) },
      { title: "watched", align: "right", drop: 1, text: ({ atRisk }) => Math.round(atRisk).toLocaleString("en-US") },
      { title: "accepted", align: "right", text: ({ acceptedShare }) => withLimits(acceptedShare) },
      { title: "gone", align: "right", drop: 2, text: ({ goneShare }) => withLimits(goneShare) },
      { title: "still pending", align: "right", text: ({ stillPending }) => withLimits(stillPending) },
    ],
    shown.filter((point) => hasLine(point, shown)),
    screen,
  );
}
