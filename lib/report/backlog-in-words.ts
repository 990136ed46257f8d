import { CATCH_UP_REST_MS, type CatchUpStatus } from "../domain/catch-up.ts";
import type { BacklogEstimate, DayRange } from "../domain/drain.ts";
import { type CatchUp, type IdentityPolicy, UNTIL_STEADY } from "../domain/policy.ts";
import { HOUR_MS } from "../domain/time.ts";
import { counted, shortDay, timeInWords } from "./words.ts";

/** "84 days (80 to 89)", "never, at this cap". */
export function daysInWords({ days, from, to }: DayRange): string {
  if (days === null) return from === null ? "never, at this cap" : `never, at this cap (${from} days at the best)`;
  if (from === days && to === days) return counted(days, "day");
  return `${counted(days, "day")} (${from ?? days} to ${to ?? "never"})`;
}

/** "at 25 a day, with 9.5 a day becoming stale, the backlog takes 84 days (80 to 89); …": how it ends, and what would help. */
export function backlogInWords(estimate: BacklogEstimate): string {
  const { cap, runCapLeaves, dailyInflow, countsAcceptances, advice } = estimate;
  const pace = runCapLeaves === null ? `${cap} a day` : `${runCapLeaves} a day, which is what runCap leaves of ${cap}`;
  const takes = estimate.days === null ? daysInWords(estimate) : `takes ${daysInWords(estimate)}`;
  const ends = estimate.days === null ? `ends ${takes}` : takes;
  const doubt = countsAcceptances ? "" : "; acceptances are not counted, so it is rather less";
  const help = advice === null ? "" : `; dailyCap=${advice.dailyCap} would take about ${counted(advice.days, "day")}`;
  return `at ${pace}, with ${rate(dailyInflow)} a day becoming stale, the backlog ${ends}${doubt}${help}`;
}

const rate = (daily: number): string => daily.toFixed(daily < 10 && daily > 0 ? 1 : 0);

/** What the catch-up does for one identity; null where the policy has none that counts for it. */
export function catchUpInWords(
  { dailyCap, catchUp }: Pick<IdentityPolicy, "dailyCap" | "catchUp">,
  status: CatchUpStatus,
): string | null {
  if (catchUp === null) return null;
  const back = `${dailyCap} a day`;
  switch (status.kind) {
    case "none":
      return null;
    case "on":
      return `catch-up: ${catchUp.dailyCap} a day until ${endInWords(catchUp)}, then ${back} again`;
    case "ended":
      return `catch-up ended on ${shortDay(status.at)}: back to ${back}`;
    case "refused":
      return status.until === null
        ? `catch-up rests until a person has looked: ${back}`
        : `catch-up rests until ${timeInWords(status.until)}, ${CATCH_UP_REST_MS / HOUR_MS} hours after a limit or a refusal: ${back}`;
    case "not-known":
      return `catch-up waits for a list that tells how large the backlog is: ${back}`;
  }
}

/** "the backlog is steady", "the end of 2026-12-31 UTC". */
export const endInWords = ({ until }: CatchUp): string =>
  until === UNTIL_STEADY ? "the backlog is steady" : `the end of ${until} UTC`;
