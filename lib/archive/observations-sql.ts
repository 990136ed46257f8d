import { MILLISECONDS_PER_DAY } from "../analytics/age.ts";
import { MAX_AGE_DAYS, MINUTES_PER_DAY } from "../analytics/observation.ts";
import { type Exclusion, WITHDRAWAL_REASONS } from "../analytics/read-observation.ts";
import { MAX_SENT_WIDTH_HOURS } from "../analytics/sent-bounds.ts";
import { HOUR_MS, MINUTE_MS } from "../domain/time.ts";
import { double, listed, millisecondsOf, quoted } from "./sql-text.ts";

const DAY = double(MILLISECONDS_PER_DAY);
const MINUTE = double(MINUTE_MS);
const FULL_DAY = double(MINUTES_PER_DAY);
const ZERO = double(0);
const HALF = double(0.5);

/** Where age alone picks, a withdrawal tells nothing about acceptance. */
const BY_AGE = Object.entries(WITHDRAWAL_REASONS)
  .filter(([, picked]) => picked === "age")
  .map(([reason]) => reason);

const excluded = (reason: Exclusion): string => quoted(reason);
const dayOf = (age: string): string => `floor(${age} / ${DAY})`;
/** Minutes of its day that are over at an age, not rounded. */
const minuteOf = (age: string): string => `((${age} - ${dayOf(age)} * ${DAY}) / ${MINUTE})`;

/** Each identity's lists, and how many of its items cannot be read. */
export const LISTINGS_SQL = `listings AS (
  SELECT
    identity_id,
    ${millisecondsOf("last_text")} AS last_listing,
    ${millisecondsOf("believed_text")} AS last_believed,
    identity_id IS NULL
      OR (last_text IS NOT NULL AND ${millisecondsOf("last_text")} IS NULL)
      OR (believed_text IS NOT NULL AND ${millisecondsOf("believed_text")} IS NULL) AS is_unreadable
  FROM (
    SELECT
      json_extract_scalar(line, '$.Item.identityId.S') AS identity_id,
      json_extract_scalar(line, '$.Item.lastListing.M.at.S') AS last_text,
      json_extract_scalar(line, '$.Item.lastBelievedListingAt.S') AS believed_text
    FROM identities_items
  ) AS texts
  WHERE identity_id IS NULL OR substr(identity_id, 1, 1) <> '#'
)`;

/**
 * What an invitation was in the span (`placed`, as `endedThrough`, `openThrough` and `endOf` have it), its ages (`aged`, as
 * `observationOf`), and why it gives no observation (`judged`, as `readObservation`).
 */
export const OBSERVATIONS_SQL = `placed AS (
  SELECT
    b.*,
    low + (high - low) / ${double(2)} AS sent_at,
    greatest(first_seen, since) AS watched_from,
    NOT is_open AND ended_at <= until AS is_ended,
    CASE
      WHEN is_open THEN CASE WHEN l.last_believed IS NOT NULL THEN least(l.last_believed, until) END
      WHEN ended_at <= until THEN ended_at
      ELSE until
    END AS end_at
  FROM bounded AS b
  LEFT JOIN listings AS l ON l.identity_id = b.identity_id
),
named AS (
  SELECT
    *,
    CASE WHEN is_ended AND state IN ('accepted', 'gone') THEN state ELSE 'censored' END AS ending,
    is_ended AND (
      state = 'failed' OR (state = 'withdrawn' AND NOT coalesce(reason IN ${listed(BY_AGE)}, FALSE))
    ) AS is_informative
  FROM placed
),
aged AS (
  SELECT
    *,
    ${dayOf("(watched_from - sent_at)")} AS entry_day,
    floor(${minuteOf("(watched_from - sent_at)")}) AS entry_minute,
    ${dayOf("(end_at - sent_at)")} AS end_day,
    ${minuteOf("(end_at - sent_at)")} AS end_minute,
    ${minuteOf("(first_seen - sent_at)")} AS sweep_minute
  FROM named
),
shifted AS (
  SELECT
    *,
    ending = 'censored' AND end_minute = ${ZERO} AND end_day > entry_day AS is_day_before
  FROM aged
),
measured AS (
  SELECT
    *,
    CASE WHEN is_day_before THEN end_day - ${double(1)} ELSE end_day END AS exit_day,
    CASE
      WHEN ending <> 'censored' OR is_day_before THEN ${FULL_DAY}
      ELSE floor(end_minute + ${HALF})
    END AS exit_minute
  FROM shifted
),
judged AS (
  SELECT
    *,
    CASE
      WHEN is_undated THEN ${excluded("unreadable-date")}
      WHEN first_seen < low THEN ${excluded("seen-before-sent")}
      WHEN dates_disagree OR high < low THEN ${excluded("dates-disagree")}
      WHEN greatest(high - low, coalesce(dated_width, high - low)) > ${double(MAX_SENT_WIDTH_HOURS * HOUR_MS)}
        THEN ${excluded("age-not-known")}
      WHEN end_at IS NULL OR (end_at < watched_from AND NOT is_ended) THEN ${excluded("no-complete-listing")}
      WHEN end_at < watched_from THEN ${excluded("ended-before-first-seen")}
      WHEN exit_day > ${double(MAX_AGE_DAYS)} THEN ${excluded("age-out-of-range")}
    END AS exclusion
  FROM measured
)`;

/** The minutes nobody watched and the entries no list could have found gone: \`DayGrid\`'s rules, as columns. */
export const EXPOSURE_SQL = `exposed AS (
  SELECT
    *,
    exclusion IS NULL AS is_observed,
    CASE
      WHEN entry_day = ${ZERO} OR entry_minute = ${ZERO} THEN ${ZERO}
      WHEN entry_day = exit_day THEN least(entry_minute, exit_minute)
      ELSE entry_minute
    END AS unwatched_at_entry,
    CASE
      WHEN entry_day = ${ZERO} AND exit_day = ${ZERO} THEN floor(
        (${double(1)} - greatest(${ZERO}, exit_minute - entry_minute) / (${FULL_DAY} - entry_minute)) * ${FULL_DAY} + ${HALF}
      )
      ELSE ${FULL_DAY} - exit_minute
    END AS unwatched_at_exit,
    entry_day > ${ZERO} AND entry_minute > ${ZERO} AND NOT (entry_day = exit_day AND ending = 'gone') AS is_just_entered
  FROM judged
)`;
