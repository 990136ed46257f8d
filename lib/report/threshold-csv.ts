import type { Estimate } from "../analytics/estimate.ts";
import type { CsvColumn } from "./csv.ts";
import { lackInWords } from "./lack-in-words.ts";
import type { ReportData, ThresholdInWords } from "./report-data.ts";

/** One threshold of all identities together (`identityId` null) or of one. */
export interface ThresholdLine extends ThresholdInWords {
  readonly identityId: string | null;
  readonly currentThreshold: number;
  readonly horizon: number | null;
  readonly recommended: boolean;
}

/** Every threshold of a report, of all identities together and then of each; candidates beyond the horizon included. */
export function* thresholdLines({ overall, identities, filter }: ReportData): Generator<ThresholdLine> {
  yield* linesOf(overall, filter.identityId);
  if (filter.identityId === null) for (const section of identities) yield* linesOf(section, section.identityId);
}

function* linesOf(section: ReportData["overall"], identityId: string | null): Generator<ThresholdLine> {
  const { everyThreshold, analysis } = section;
  const { horizon, recommendation } = analysis;
  const { currentThreshold } = recommendation;
  const known = new Set(everyThreshold.map(({ row }) => row.thresholdDays));
  const beyond = analysis.rows
    .filter(({ thresholdDays }) => !known.has(thresholdDays))
    .map((row) => ({ row, sentence: "" }));
  const all = [...everyThreshold, ...beyond].sort((a, b) => a.row.thresholdDays - b.row.thresholdDays);
  for (const one of all) {
    const recommended = recommendation.kind === "recommended" && recommendation.thresholdDays === one.row.thresholdDays;
    yield { ...one, identityId, currentThreshold, horizon, recommended };
  }
}

const estimateColumns = (
  title: string,
  of: (line: ThresholdLine) => Estimate | null | undefined,
): CsvColumn<ThresholdLine>[] => [
  { title, value: (line) => of(line)?.value ?? null },
  { title: `${title} lower`, value: (line) => of(line)?.lower ?? null },
  { title: `${title} upper`, value: (line) => of(line)?.upper ?? null },
];

/** Shares from 0 to 1; empty where the data do not reach. */
export const THRESHOLD_COLUMNS: readonly CsvColumn<ThresholdLine>[] = [
  { title: "identity", value: ({ identityId }) => identityId ?? "all" },
  { title: "threshold days", value: ({ row }) => row.thresholdDays },
  { title: "in force", value: ({ row, currentThreshold }) => row.thresholdDays === currentThreshold },
  { title: "recommended", value: ({ recommended }) => recommended },
  { title: "horizon days", value: ({ horizon }) => horizon },
  { title: "watched beyond", value: ({ row }) => row.atRiskBeyond },
  { title: "late acceptances", value: ({ row }) => row.lateAcceptances },
  { title: "still pending", value: ({ row }) => row.stillPending },
  { title: "accepted", value: ({ row }) => row.accepted },
  ...estimateColumns("share given up", ({ row }) => row.shareGivenUp),
  ...estimateColumns("late acceptance", ({ row }) => row.lateAcceptance),
  { title: "pending slots", value: ({ row }) => row.pendingSlots },
  { title: "slots freed", value: ({ row }) => row.slotsFreed },
  { title: "against current", value: ({ row }) => row.againstCurrent?.direction ?? null },
  ...estimateColumns("acceptances against current", ({ row }) => row.againstCurrent?.acceptances),
  { title: "slots against current", value: ({ row }) => row.againstCurrent?.slots ?? null },
  { title: "lacking", value: ({ row }) => row.missing.map(lackInWords).join(", ") },
];
