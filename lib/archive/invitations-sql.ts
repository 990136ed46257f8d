import { ID_MARGIN_MS } from "../domain/id-clock.ts";
import { MAX_DISAGREEMENT_MS } from "../domain/sent-interval.ts";
import { DAY_MS } from "../domain/time.ts";
import { INVITATION_STATES, OPEN_STATES } from "../domain/tracked-invitation.ts";
import { attribute, double, listed, millisecondsOf } from "./sql-text.ts";

/** LinkedIn opened in 2003: no id has an earlier time. */
const LINKEDIN_OPENS_MS = Date.UTC(2003, 0, 1);
/** Wider than anything: nothing is known of first sight. */
const UNKNOWN_WIDTH = 1e18;

/**
 * Each item's attributes (`read`), whether they are what the ledger writes (`checked`), what the times in ids make of its
 * dates (`dated`, as `withIdEvidence` and `readFirstSight` have it), and when it can have been sent (`bounded`).
 *
 * Of those that have ended only the index is read where ids are believed, which does not have `sentFrom`; the report counts
 * them so, and so does this.
 */
export const INVITATIONS_SQL = `read AS (
  SELECT
    ${attribute("identityId", "S")} AS identity_id,
    ${attribute("invitationId", "S")} AS invitation_id,
    ${attribute("state", "S")} AS state,
    ${millisecondsOf(attribute("sentAt", "S"))} AS sent_by,
    ${attribute("sentFrom", "S")} AS sent_from_text,
    ${millisecondsOf(attribute("sentFrom", "S"))} AS sent_from,
    try_cast(${attribute("sentWidthAtFirstSight", "N")} AS double) AS first_width,
    ${attribute("sentWidthAtFirstSight", "S")} AS first_word,
    ${millisecondsOf(attribute("unreadableAt", "S"))} AS unreadable_at,
    ${millisecondsOf(attribute("firstSeenAt", "S"))} AS first_seen,
    ${millisecondsOf(attribute("outcomeAt", "S"))} AS ended_at,
    ${attribute("reason", "S")} AS reason,
    try_cast(${attribute("thresholdDays", "N")} AS bigint) AS threshold_days,
    try_cast(${attribute("attempts", "N")} AS bigint) AS attempts,
    coalesce(${attribute("confirmed", "BOOL")} = 'true', FALSE) AS is_confirmed
  FROM invitations_items
),
checked AS (
  SELECT
    *,
    state IN ${listed(OPEN_STATES)} AS is_open,
    coalesce(
      identity_id IS NOT NULL AND invitation_id IS NOT NULL AND attempts IS NOT NULL
      AND sent_by IS NOT NULL AND first_seen IS NOT NULL
      AND (sent_from_text IS NULL OR sent_from IS NOT NULL)
      AND state IN ${listed(INVITATION_STATES)}
      AND (state IN ${listed(OPEN_STATES)} OR (ended_at IS NOT NULL AND threshold_days IS NOT NULL)),
      FALSE
    ) AS is_readable
  FROM read
),
watched AS (
  SELECT
    c.*,
    s.since, s.until, s.now, s.uses_ids,
    s.uses_ids AND NOT is_open AS has_index_only,
    CASE WHEN regexp_like(invitation_id, '^[1-9][0-9]{18}$')
      THEN CAST(bitwise_right_shift(try_cast(invitation_id AS bigint), 22) AS double) END AS id_time
  FROM checked AS c
  CROSS JOIN span AS s
  WHERE NOT is_readable
    OR (first_seen <= s.until AND (is_open OR (ended_at >= s.since AND ended_at <= s.now)))
),
kept AS (
  SELECT
    *,
    CASE WHEN has_index_only THEN NULL ELSE sent_from END AS kept_from,
    CASE WHEN has_index_only THEN ${double(UNKNOWN_WIDTH)} ELSE first_width END AS kept_width,
    CASE
      WHEN has_index_only OR first_width IS NOT NULL THEN FALSE
      WHEN first_word IS NOT NULL THEN TRUE
      ELSE coalesce(unreadable_at = first_seen OR (unreadable_at IS NOT NULL AND sent_by = first_seen), FALSE)
    END AS was_unreadable,
    coalesce(
      uses_ids AND id_time >= ${double(LINKEDIN_OPENS_MS)} AND id_time <= now + ${double(DAY_MS)},
      FALSE
    ) AS has_id_time
  FROM watched
),
told AS (
  SELECT
    *,
    has_id_time AND (
      (kept_from IS NOT NULL AND kept_from - id_time > ${double(MAX_DISAGREEMENT_MS)})
      OR id_time - sent_by > ${double(MAX_DISAGREEMENT_MS)}
    ) AS dates_disagree,
    id_time - ${double(ID_MARGIN_MS)} AS id_from,
    least(id_time + ${double(ID_MARGIN_MS)}, now) AS id_by
  FROM kept
),
narrowed AS (
  SELECT
    *,
    has_id_time AND NOT dates_disagree AND id_from <= now AS by_id,
    greatest(coalesce(kept_from, id_from), id_from) AS both_from,
    least(sent_by, id_by) AS both_by
  FROM told
),
dated AS (
  SELECT
    *,
    CASE WHEN NOT by_id THEN kept_from WHEN both_from > both_by THEN id_from ELSE both_from END AS dated_from,
    CASE WHEN NOT by_id THEN sent_by WHEN both_from > both_by THEN id_by ELSE both_by END AS dated_by,
    CASE
      WHEN NOT by_id THEN kept_width
      WHEN both_from > both_by THEN id_by - id_from
      ELSE both_by - both_from
    END AS dated_width,
    was_unreadable AND NOT by_id AS is_undated
  FROM narrowed
),
bounded AS (
  SELECT
    *,
    coalesce(dated_from, dated_by) AS low,
    CASE WHEN dated_from IS NULL THEN dated_by ELSE least(dated_by, first_seen) END AS high
  FROM dated
)`;
