import type { CandidateRow } from "../analytics/candidate-row.ts";
import { sentence, waitSentence } from "../analytics/sentence.ts";

/** What a threshold is measured against. */
export interface ThresholdTerms {
  readonly acceptableLoss: number;
  readonly currentThreshold: number;
  readonly horizon: number | null;
}

/** What one threshold would give up and free, in the recommendation's words, or what is missing to say so. */
export function thresholdInWords(row: CandidateRow, terms: ThresholdTerms): string {
  const { acceptableLoss, currentThreshold, horizon } = terms;
  const { thresholdDays, shareGivenUp, pendingSlots, againstCurrent, lateAcceptances } = row;
  const [first, ...rest] = row.missing;
  if (first !== undefined) {
    const missing = [first, ...rest] as const;
    return sentence({ kind: "not-enough-data", acceptableLoss, currentThreshold, thresholdDays, missing });
  }
  if (horizon === null || shareGivenUp === null || pendingSlots === null) {
    throw new Error(`threshold ${thresholdDays} has no estimate although nothing is missing`);
  }
  const estimates = { thresholdDays, horizon, shareGivenUp, pendingSlots, againstCurrent, standsForDays: 0 };
  const late = lateAcceptances ?? 0;
  return waitSentence({ acceptableLoss, currentThreshold, ...estimates, lateAcceptances: late });
}
