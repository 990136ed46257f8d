import { bars, binInWords } from "./figures-in-words.ts";
import type { ReportSection } from "./report-data.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";

const BAR_WIDTH = 24;

/** How long invitations had been pending when they ended, and how long those that still are. */
export function daysPendingChart({ ended, pending }: ReportSection["daysPending"], screen: Screen = UNLIMITED): string {
  const endedBars = bars(
    ended.bins.map(({ count }) => count),
    BAR_WIDTH,
  );
  const pendingBars = bars(
    pending.bins.map(({ count }) => count),
    BAR_WIDTH,
  );
  const lines = ended.bins.map((bin, index) => ({
    bin,
    endedBar: endedBars[index] ?? "",
    stillPending: pending.bins[index]?.count ?? 0,
    pendingBar: pendingBars[index] ?? "",
  }));
  return textTable(
    [
      { title: "days", align: "right", text: ({ bin }) => binInWords(bin) },
      { title: "ended", align: "right", text: ({ bin }) => bin.count.toLocaleString("en-US") },
      { title: "", drop: 1, text: ({ endedBar }) => endedBar.padEnd(BAR_WIDTH) },
      { title: "pending", align: "right", text: ({ stillPending }) => stillPending.toLocaleString("en-US") },
      { title: "", drop: 1, text: ({ pendingBar }) => pendingBar },
    ],
    lines,
    screen,
  );
}
