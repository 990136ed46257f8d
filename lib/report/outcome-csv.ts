import type { OutcomeRecord } from "../ledger/ledger.ts";
import type { CsvColumn } from "./csv.ts";

/** Everything the log's index holds of an ended invitation; instants are UTC. */
export const OUTCOME_COLUMNS: readonly CsvColumn<OutcomeRecord>[] = [
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
];
