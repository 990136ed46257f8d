import type { CsvColumn } from "./csv.ts";
import type { InvitationLife } from "./invitation-life.ts";

/** One invitation in one line; instants are UTC, and empty where there is none. */
export const INVITATION_COLUMNS: readonly CsvColumn<InvitationLife>[] = [
  { title: "identity", value: ({ identityId }) => identityId },
  { title: "invitation", value: ({ invitationId }) => invitationId },
  { title: "urn", value: ({ urn }) => urn },
  { title: "person", value: ({ personId }) => personId },
  { title: "state", value: ({ state }) => state },
  { title: "days pending", value: ({ ageDays }) => ageDays },
  { title: "age", value: ({ age }) => age },
  { title: "sent from", value: ({ sentFrom }) => sentFrom },
  { title: "sent by", value: ({ sentAt }) => sentAt },
  { title: "first seen at", value: ({ firstSeenAt }) => firstSeenAt },
  { title: "attempts", value: ({ attempts }) => attempts },
  { title: "lost answers", value: ({ lostAnswers }) => lostAnswers },
  { title: "attempt run", value: ({ attemptRunId }) => attemptRunId },
  { title: "last error", value: ({ lastError }) => lastError?.label ?? null },
  { title: "last error ref", value: ({ lastError }) => lastError?.ref ?? null },
  { title: "last error at", value: ({ lastError }) => lastError?.at ?? null },
  { title: "rests until", value: ({ rest, ending }) => (ending === null ? (rest?.until ?? null) : null) },
  { title: "outcome", value: ({ ending }) => ending?.outcome ?? null },
  { title: "ended at", value: ({ ending }) => ending?.endedAt ?? null },
  { title: "reason", value: ({ ending }) => ending?.reason ?? null },
  { title: "confirmed", value: ({ ending }) => ending?.confirmed ?? null },
  { title: "threshold days", value: ({ ending }) => ending?.thresholdDays ?? null },
  { title: "policy version", value: ({ ending }) => ending?.policyVersion ?? null },
  { title: "run", value: ({ ending }) => ending?.runId ?? null },
  { title: "held out", value: ({ ending, holdout }) => ending?.heldOut ?? holdout?.standing === "held" },
  { title: "reinvite after", value: ({ ending }) => ending?.reinviteAfter ?? null },
  { title: "other invitations", value: ({ others }) => others.length },
];
