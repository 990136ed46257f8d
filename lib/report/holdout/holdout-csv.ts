import type { CsvColumn } from "../csv.ts";
import type { HeldOut } from "./read-holdout.ts";

export const HELD_OUT_COLUMNS: readonly CsvColumn<HeldOut>[] = [
  { title: "identity", value: ({ identityId }) => identityId },
  { title: "invitation", value: ({ invitationId }) => invitationId },
  { title: "person", value: ({ personId }) => personId },
  { title: "standing", value: ({ standing }) => standing },
  { title: "days pending", value: ({ ageDays }) => ageDays },
  { title: "sent by", value: ({ sentAt }) => sentAt },
  { title: "first seen at", value: ({ firstSeenAt }) => firstSeenAt },
  { title: "left alone until", value: ({ until }) => until },
];
