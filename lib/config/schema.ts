import * as z from "zod/mini";
import { accepted, oneOf, text, timezone, wholeNumber } from "../domain/document-fields.ts";
import { readBase } from "../edges/address.ts";
import { CUSTOM_DATA_SHAPES, type CustomDataShape } from "../edges/custom-data.ts";
import { EDGES_PLANS } from "../edges/plan-rates.ts";
import { changeOptions } from "./change-options.ts";
import { crm } from "./crm.ts";
import { readCron } from "./cron.ts";

/** Tables and queues stay behind when the stack goes, or go with it. */
const REMOVALS = ["retain", "destroy"] as const;
export type Removal = (typeof REMOVALS)[number];

/** Without any, the ledger would forget an ending before anybody could learn from it. */
const LEAST_RETENTION_DAYS = 30;
export const MAX_RETENTION_DAYS = 3_650;

/** Its faults say which field of the expression is wrong. */
const cron = z.custom<string>((value) => typeof value === "string" && readCron(value).valid, {
  error: ({ input }) => {
    const reading = typeof input === "string" ? readCron(input) : null;
    return reading?.valid === false ? reading.accepted : 'text such as "cron(0 9 * * ? *)"';
  },
});

const schedule = z.strictObject({
  cron: z._default(cron, "cron(0 9 * * ? *)"),
  timezone: z._default(timezone, "UTC"),
  // More than an hour would make the alarm for a missing run wait too long.
  flexibleMinutes: z._default(wholeNumber(0, 60), 15),
  // Half a day: whatever is begun last is to be done before the next run.
  spreadMinutes: z._default(wholeNumber(0, 720), 0),
});

/** When a schedule fires. */
export type Schedule = Omit<z.output<typeof schedule>, "spreadMinutes">;

const email = text("an e-mail address, or null", (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value));

/** Where nobody is to be told of alarms, on purpose. Null says the same by omission, and is warned of. */
export const NOBODY = "none";
const alarmEmail = text(
  `an e-mail address, "${NOBODY}", or null`,
  (value) => value === NOBODY || email.safeParse(value).success,
);

const digest = z.strictObject({
  email: z._default(z.nullable(email), null),
  cron: z._default(cron, "cron(0 8 ? * MON *)"),
  /** Left out: the zone of the runs. */
  timezone: z.optional(timezone),
  // No temporary credentials are known to last longer, and a link ends with those it was made with.
  linkHours: z._default(wholeNumber(1, 12), 12),
});

export type Digest = z.output<typeof digest>;

const archive = z.strictObject({
  cron: z._default(cron, "cron(0 3 ? * SUN *)"),
  /** Left out: the zone of the runs. */
  timezone: z.optional(timezone),
  // Less than two days could leave no complete export at all.
  keepDays: z._default(wholeNumber(2, 3_650), 15),
});

export type Archive = z.output<typeof archive>;

// The key goes with every call, so only over TLS.
const edgesBaseUrl = text("an https address without user, query or fragment, or null", (value) => {
  try {
    return readBase(value).protocol === "https:";
  } catch {
    return false;
  }
});

const edgesCustomData = accepted(`${CUSTOM_DATA_SHAPES.join(", ")}, or null`, (value): value is CustomDataShape =>
  CUSTOM_DATA_SHAPES.some((known) => known === value),
);

const accountId = text("a 12-digit AWS account id", (value) => /^\d{12}$/.test(value));

const events = z.strictObject({
  /** Accounts besides the stack's own that may ask for withdrawals and flag people. */
  senderAccounts: z._default(z.array(accountId), []),
});

/** Shape and ranges, without the policy's own; what ties two fields together is checked beside it, in `faults.ts`. */
export const configSchema = z.strictObject({
  stackName: z._default(
    text("a letter, then up to 127 letters, digits and -", (value) => /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(value)),
    "invite-sweeper",
  ),
  schedule: z._default(schedule, schedule.parse({})),
  policy: z._default(z.unknown(), {}),
  alarmEmail: z._default(z.nullable(alarmEmail), null),
  digest: z._default(z.nullable(digest), null),
  archive: z._default(z.nullable(archive), null),
  crm: z._default(z.nullable(crm), null),
  edgesPlan: z._default(oneOf(EDGES_PLANS), "trial"),
  events: z._default(events, events.parse({})),
  edgesBaseUrl: z._default(z.nullable(edgesBaseUrl), null),
  edgesCustomData: z._default(z.nullable(edgesCustomData), null),
  retentionDays: z._default(wholeNumber(LEAST_RETENTION_DAYS, MAX_RETENTION_DAYS), 730),
  removal: z._default(oneOf(REMOVALS), "retain"),
  ...changeOptions,
});
