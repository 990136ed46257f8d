import { percent } from "../../analytics/estimate-in-words.ts";
import { identityShown } from "../reader.ts";
import { type Screen, textTable, UNLIMITED } from "../text-table.ts";
import { counted, countsInWords, shortTime, timeInWords, timeTitle } from "../words.ts";
import type { HoldoutData, HoldoutLesson } from "./holdout-data.ts";

/** The holdout for a screen: the rule, who is in it now, what it has shown. */
export function holdoutText({ policy, identities, learned }: HoldoutData, screen: Screen = UNLIMITED): string {
  const parts = [ruleInWords(policy)];
  if (identities.length > 0) parts.push(heldTable(identities, screen));
  parts.push(lessonInWords(learned));
  return parts.join("\n\n");
}

function ruleInWords({ holdout, thresholdDays, version }: HoldoutData["policy"]): string {
  if (holdout === null) {
    return [
      `The policy (v${version}) has no holdout, so nothing past day ${thresholdDays} can be learned.`,
      'To leave one in twenty alone until day 60: sweeper policy set holdout=\'{"share":0.05,"maxAgeDays":60}\'',
    ].join("\n");
  }
  const { share, maxAgeDays } = holdout;
  return `The policy (v${version}) leaves ${percent(share)} of invitations alone from day ${thresholdDays} to day ${maxAgeDays}.`;
}

function heldTable(identities: HoldoutData["identities"], screen: Screen): string {
  const ages = (youngest: number | null, oldest: number | null) =>
    youngest === null || oldest === null ? "" : youngest === oldest ? `${oldest}` : `${youngest}–${oldest}`;
  const table = textTable(
    [
      { title: "identity", narrow: "cut-before-last", text: ({ identityId }) => identityShown(identityId) },
      { title: "held out", align: "right", text: ({ held }) => held.toLocaleString("en-US") },
      {
        title: "days",
        align: "right",
        drop: 3,
        text: ({ youngestDays, oldestDays }) => ages(youngestDays, oldestDays),
      },
      { title: timeTitle("first until"), drop: 4, text: ({ firstUntil }) => shortTime(firstUntil) },
      { title: timeTitle("last until"), drop: 1, text: ({ lastUntil }) => shortTime(lastUntil) },
      { title: "coming", align: "right", drop: 2, text: ({ coming }) => coming.toLocaleString("en-US") },
    ],
    identities,
    screen,
  );
  const total = (of: (one: HoldoutData["identities"][number]) => number) =>
    identities.reduce((sum, one) => sum + of(one), 0);
  const closing = `${counted(
    total(({ held }) => held),
    "invitation",
  )} held out now, ${total(({ coming }) => coming).toLocaleString("en-US")} more once they are old enough`;
  return `${table}\n${closing}`;
}

function lessonInWords({ since, heldInAll, ended, byDay, watched, accepted, acceptedAtMost }: HoldoutLesson): string {
  if (heldInAll === 0) return "Nothing has been held out past the threshold yet.";
  const sofar = `Held out past the threshold since ${timeInWords(since)}: ${heldInAll.toLocaleString("en-US")}`;
  const words = countsInWords(ended);
  const first = `${sofar}${words === "" ? ", all still pending" : `, of which ended ${words}`}.`;
  if (byDay === null || accepted === null || acceptedAtMost === null) {
    return `${first}\nNone has been on a complete list past the threshold yet, so nothing is learned.`;
  }
  if (accepted > 0) {
    return `${first}\nOf those still pending at the threshold about ${percent(accepted)} were accepted by day ${byDay}, at most ${percent(acceptedAtMost)}.`;
  }
  const worth = watched < 10 ? watched.toFixed(1) : Math.floor(watched).toLocaleString("en-US");
  return [
    first,
    `No acceptance after the threshold. Allowing for how long each was watched that is worth ${worth} watched to day ${byDay}: at most ${percent(acceptedAtMost)} of those still pending are accepted by then (3/n).`,
  ].join("\n");
}
