import type { CsvColumn } from "./csv.ts";
import type { JoinableRow, OutcomeRow } from "./outcome-row.ts";
import { widthInWords } from "./width-in-words.ts";

/**
 * Everything the log holds of an ended invitation, and of a pending one; instants are UTC. `report --observations` reads
 * it back, so the last four are there for it: without them neither the width of a date nor the span is known.
 */
export const OUTCOME_COLUMNS: readonly CsvColumn<OutcomeRow>[] = [
  { title: "ended at", value: ({ endedAt }) => endedAt },
  { title: "identity", value: ({ identityId }) => identityId },
  { title: "invitation", value: ({ invitationId }) => invitationId },
  { title: "outcome", value: ({ outcome }) => outcome },
  { title: "reason", value: ({ reason }) => reason },
  { title: "confirmed", value: ({ confirmed }) => confirmed },
  { title: "days pending", value: ({ daysPending }) => daysPending },
  { title: "sent by", value: ({ sentAt }) => sentAt },
  { title: "first seen at", value: ({ firstSeenAt }) => firstSeenAt },
  { title: "withdrawn at", value: ({ withdrawnAt }) => withdrawnAt },
  { title: "threshold days", value: ({ thresholdDays }) => thresholdDays },
  { title: "policy version", value: ({ policyVersion }) => policyVersion },
  { title: "held out", value: ({ heldOut }) => heldOut },
  { title: "attempts", value: ({ attempts }) => attempts },
  { title: "last error", value: ({ lastError }) => lastError?.label ?? null },
  { title: "last error ref", value: ({ lastError }) => lastError?.ref ?? null },
  { title: "last error at", value: ({ lastError }) => lastError?.at ?? null },
  { title: "run", value: ({ runId }) => runId },
  { title: "sent from", value: ({ sentFrom }) => sentFrom ?? null },
  { title: "dates disagree", value: ({ datesDisagree }) => datesDisagree ?? null },
  { title: "endings since", value: ({ endingsSince }) => endingsSince ?? null },
  { title: "width at first sight ms", value: ({ sentWidthAtFirstSight }) => widthInWords(sentWidthAtFirstSight) },
];

/** The same with what joins a line to other lists of the same people. New columns stand behind: others count on the order. */
export const JOINABLE_COLUMNS: readonly CsvColumn<JoinableRow>[] = [
  ...OUTCOME_COLUMNS,
  { title: "person", value: ({ personId }) => personId },
  { title: "profile key", value: ({ profileKey }) => profileKey },
  { title: "sales navigator key", value: ({ salesNavigatorKey }) => salesNavigatorKey },
  { title: "identity name", value: ({ identityName }) => identityName },
  { title: "reinvite after", value: ({ reinviteAfter }) => reinviteAfter },
];
