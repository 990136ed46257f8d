import * as z from "zod/mini";
import { accepted, described, oneOf, text, timezone, wholeNumber } from "../domain/document-fields.ts";
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
  cron: described(
    "when runs start, in EventBridge's notation: once an hour at most, every six days at least",
    z._default(cron, "cron(0 9 * * ? *)"),
  ),
  timezone: described("the time zone of `schedule.cron`", z._default(timezone, "UTC")),
  // More than an hour would make the alarm for a missing run wait too long.
  flexibleMinutes: described("a run starts anywhere within so many minutes", z._default(wholeNumber(0, 60), 15)),
  // Half a day: whatever is begun last is to be done before the next run.
  spreadMinutes: described("the sweeps of a run begin evenly over so many minutes", z._default(wholeNumber(0, 720), 0)),
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
  email: described("who gets the digest", z._default(z.nullable(email), null)),
  cron: described("when it is sent; every 31 days at least", z._default(cron, "cron(0 8 ? * MON *)")),
  /** Left out: the zone of the runs. */
  timezone: described("its time zone; left out, that of `schedule`", z.optional(timezone)),
  // No temporary credentials are known to last longer, and a link ends with those it was made with.
  linkHours: described("hours that the link to the report works at most", z._default(wholeNumber(1, 12), 12)),
});

export type Digest = z.output<typeof digest>;

const archive = z.strictObject({
  cron: described("when the tables are exported", z._default(cron, "cron(0 3 ? * SUN *)")),
  /** Left out: the zone of the runs. */
  timezone: described("its time zone; left out, that of `schedule`", z.optional(timezone)),
  // Less than two days could leave no complete export at all.
  keepDays: described("days after which an export is deleted", z._default(wholeNumber(2, 3_650), 15)),
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
  senderAccounts: described(
    "accounts besides your own that may ask for withdrawals and flag people",
    z._default(z.array(accountId), []),
  ),
});

/** Shape and ranges, without the policy's own; what ties two fields together is checked beside it, in `faults.ts`. */
export const configSchema = z.strictObject({
  stackName: described(
    "name of the stack; the dashboard and every alarm begin with it",
    z._default(
      text("a letter, then up to 127 letters, digits and -", (value) => /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(value)),
      "invite-sweeper",
    ),
  ),
  schedule: z._default(schedule, schedule.parse({})),
  policy: described("what the policy's parameter starts out with; the table above", z._default(z.unknown(), {})),
  alarmEmail: described(
    'who gets the alarms; `"none"` says that nobody shall, `null` is warned of',
    z._default(z.nullable(alarmEmail), null),
  ),
  digest: described(
    "the weekly mail; without an `email` nothing of it is deployed",
    z._default(z.nullable(digest), null),
  ),
  archive: described(
    "weekly exports to S3 and a query on them; `null` deploys nothing of it",
    z._default(z.nullable(archive), null),
  ),
  crm: described(
    "a CRM that is told how invitations end; `null` deploys nothing of it",
    z._default(z.nullable(crm), null),
  ),
  edgesPlan: described("your Edges plan: how many calls are made at once", z._default(oneOf(EDGES_PLANS), "trial")),
  events: z._default(events, events.parse({})),
  edgesBaseUrl: described("another API than the real one", z._default(z.nullable(edgesBaseUrl), null)),
  edgesCustomData: described(
    "whether and how a withdrawal sends its attempt's id as `custom_data`",
    z._default(z.nullable(edgesCustomData), null),
  ),
  retentionDays: described(
    "days after which ended invitations leave the ledger",
    z._default(wholeNumber(LEAST_RETENTION_DAYS, MAX_RETENTION_DAYS), 730),
  ),
  removal: described(
    "what becomes of tables, reports and archive when the stack goes",
    z._default(oneOf(REMOVALS), "retain"),
  ),
  ...changeOptions,
});
