import * as z from "zod/mini";
import { accepted, described, oneOf, share, text, timezone, wholeNumber } from "./document-fields.ts";
import { IDENTITY_ID, IDENTITY_ID_ACCEPTED } from "./identity-id.ts";
import { MODES } from "./mode.ts";
import {
  AGES_FROM_IDS,
  BINDINGS,
  DEFAULT_POLICY,
  INVITATION_KINDS,
  MAX_DAILY_CAP,
  MAX_GAP_SECONDS,
  MAX_NOTICE_DAYS,
  MAX_THRESHOLD_DAYS,
  THRESHOLD_FLOOR_DAYS,
  UNTIL_STEADY,
} from "./policy.ts";
import { minutesOfDay, WEEKDAYS } from "./working-hours.ts";

const timeOfDay = text("a time of day as HH:MM, 00:00 to 24:00", (value) => !Number.isNaN(minutesOfDay(value)));

const identityId = text(`the identity's uid as Edges shows it: ${IDENTITY_ID_ACCEPTED}`, (value) =>
  IDENTITY_ID.test(value),
);

const yesOrNo = accepted("true or false", (value): value is boolean => typeof value === "boolean");

const thresholdDays = wholeNumber(THRESHOLD_FLOOR_DAYS, MAX_THRESHOLD_DAYS);
const dailyCap = wholeNumber(1, MAX_DAILY_CAP);
const keepPendingBelow = z.nullable(wholeNumber(1, 30_000));
// The vendor's guide asks for about 60 s between risky actions; the upper end is what a queued message may be hidden for.
const gap = wholeNumber(60, MAX_GAP_SECONDS);

const identityEntry = z.strictObject({
  id: identityId,
  thresholdDays: z.optional(thresholdDays),
  dailyCap: z.optional(dailyCap),
  keepPendingBelow: z.optional(keepPendingBelow),
  paused: z.optional(yesOrNo),
});

const instantText = text(
  'an instant such as "2026-11-02T09:00:00.000Z"',
  (value) => z.iso.datetime().safeParse(value).success,
);

/** Short, because a person reads it in a table. */
const pauseReason = text("text of 1 to 200 characters", ({ length }) => length >= 1 && length <= 200);

const pause = z.strictObject({ id: identityId, since: z.optional(instantText), reason: z.optional(pauseReason) });

const workingHours = z.strictObject({
  timezone,
  start: timeOfDay,
  end: timeOfDay,
  days: z.array(oneOf(WEEKDAYS), { error: `a list of ${WEEKDAYS.join(", ")}` }),
});

const catchUp = z.strictObject(
  {
    dailyCap,
    until: z._default(
      text(
        `"${UNTIL_STEADY}" or a day such as "2026-12-31"`,
        (value) => value === UNTIL_STEADY || z.iso.date().safeParse(value).success,
      ),
      UNTIL_STEADY,
    ),
  },
  { error: "an object with dailyCap and until, or null" },
);

/** Shape and ranges; what ties two fields together is checked in `policy-faults.ts`. */
export const policySchema = z.strictObject({
  mode: described(
    "`off` lists nothing and calls nothing; `dry-run` lists and plans; `live` withdraws",
    z._default(oneOf(MODES), DEFAULT_POLICY.mode),
  ),
  thresholdDays: described(
    "days after which an invitation is stale",
    z._default(thresholdDays, DEFAULT_POLICY.thresholdDays),
  ),
  identities: described(
    "who is swept; a list leaves all others alone. Entries: `{id, thresholdDays?, dailyCap?, keepPendingBelow?, paused?}`",
    z._default(z.union([z.literal("all"), z.array(identityEntry)], { error: '"all" or a list of identities' }), "all"),
  ),
  paused: described(
    "identities that the policy itself pauses",
    z._default(z.array(pause, { error: "a list of {id, since?, reason?}" }), []),
  ),
  dailyCap: described(
    "withdraw calls per identity in any 24 hours; attempts count",
    z._default(dailyCap, DEFAULT_POLICY.dailyCap),
  ),
  gapSeconds: described(
    "pause after a call, drawn evenly between the two",
    z._default(
      z.strictObject({ min: gap, max: gap }, { error: "an object with min and max, in seconds" }),
      DEFAULT_POLICY.gapSeconds,
    ),
  ),
  workingHours: described("calls are made only then", z._default(z.nullable(workingHours), null)),
  keepPendingBelow: described(
    "when an identity has more pending, its oldest are withdrawn before they are stale",
    z._default(keepPendingBelow, null),
  ),
  runCap: described(
    "invitations that one run may queue, over all identities",
    z._default(wholeNumber(1, 2_000_000), DEFAULT_POLICY.runCap),
  ),
  holdout: described(
    "a fixed share that is kept past the threshold, so that the log learns what comes later",
    z._default(
      z.nullable(z.strictObject({ share: share(0, 0.5), maxAgeDays: wholeNumber(THRESHOLD_FLOOR_DAYS + 1, 365) })),
      null,
    ),
  ),
  acceptableLoss: described(
    "share of acceptances that you give up for a shorter wait",
    z._default(share(0, 1), DEFAULT_POLICY.acceptableLoss),
  ),
  binding: described(
    "what keeps you from sending more; the report gives the price of a wait in it",
    z._default(oneOf(BINDINGS), DEFAULT_POLICY.binding),
  ),
  reinviteCooldownDays: described(
    "days before a person whose invitation was withdrawn may be invited again",
    z._default(wholeNumber(21, 365), DEFAULT_POLICY.reinviteCooldownDays),
  ),
  maxUnreadableShare: described(
    "a sweep with a larger share of unreadable dates (and more than one) is held",
    z._default(share(0, 1), DEFAULT_POLICY.maxUnreadableShare),
  ),
  ageFromIds: described(
    "whether the time in an invitation's id may narrow its age, once ids have stood their trials",
    z._default(oneOf(AGES_FROM_IDS), DEFAULT_POLICY.ageFromIds),
  ),
  catchUp: described(
    'a higher cap for the first backlog, until `"steady"` or the end of a UTC day',
    z._default(z.nullable(catchUp), null),
  ),
  noticeDays: described(
    "whole days between the announcement of a withdrawal and its call; 0 announces nothing",
    z._default(wholeNumber(0, MAX_NOTICE_DAYS), DEFAULT_POLICY.noticeDays),
  ),
  maxShare: described(
    "a sweep that would withdraw a larger share of what is pending is held until a person releases it",
    z._default(z.nullable(share(0, 1)), null),
  ),
  kinds: described(
    "kinds of invitation that may be withdrawn, where a list says which kind one is",
    z._default(
      z
        .array(oneOf(INVITATION_KINDS), { error: `a list of ${INVITATION_KINDS.join(", ")}` })
        .check(z.minLength(1, { error: "at least one kind" })),
      [...DEFAULT_POLICY.kinds],
    ),
  ),
});
