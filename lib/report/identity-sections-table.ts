import { withLimits } from "../analytics/estimate-in-words.ts";
import { identityShown } from "./reader.ts";
import type { ReportData } from "./report-data.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";

/** A line for each identity of a report. */
export function identitySectionsTable(identities: ReportData["identities"], screen: Screen = UNLIMITED): string {
  return textTable(
    [
      { title: "identity", narrow: "cut-before-last", text: ({ identityId }) => identityShown(identityId) },
      { title: "seen", align: "right", drop: 2, text: ({ funnel }) => funnel.seen.toLocaleString("en-US") },
      { title: "pending", align: "right", drop: 4, text: ({ funnel }) => funnel.pending.toLocaleString("en-US") },
      { title: "accepted", align: "right", drop: 3, text: ({ funnel }) => funnel.accepted.toLocaleString("en-US") },
      { title: "withdrawn", align: "right", drop: 6, text: ({ funnel }) => funnel.withdrawn.toLocaleString("en-US") },
      { title: "gone", align: "right", drop: 7, text: ({ funnel }) => funnel.gone.toLocaleString("en-US") },
      {
        title: "unreachable",
        align: "right",
        drop: 8,
        text: ({ funnel }) => funnel.unreachable.toLocaleString("en-US"),
      },
      { title: "a day", align: "right", drop: 5, text: ({ sendsPerDay }) => sendsPerDay.toFixed(1) },
      {
        title: "accepted by its last day (95%)",
        narrow: "wrap",
        drop: 1,
        text: ({ analysis }) => acceptedInWords(analysis),
      },
      { title: "recommended", narrow: "wrap", text: ({ analysis: { recommendation } }) => recommended(recommendation) },
    ],
    identities,
    screen,
  );
}

/** "20.9% (18.2–23.9%) by day 45", its own interval, with what it borrows; nothing while there is no horizon. */
function acceptedInWords({ curve, horizon }: ReportData["overall"]["analysis"]): string {
  const end = horizon === null ? undefined : curve[horizon];
  return end === undefined ? "–" : `${withLimits(end.acceptedShare)} by day ${end.age}`;
}

function recommended(recommendation: ReportData["overall"]["analysis"]["recommendation"]): string {
  switch (recommendation.kind) {
    case "recommended":
      return `${recommendation.thresholdDays} days`;
    case "none-acceptable":
      return "none tried is sure";
    case "not-enough-data":
      return "not enough data";
  }
}
