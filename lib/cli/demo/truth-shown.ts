import type { Analysis } from "../../analytics/analyse.ts";
import { percent } from "../../analytics/estimate-in-words.ts";
import { type HeldAgainstTruth, holdAgainstTruth } from "../../local/held-against-truth.ts";
import { type Screen, textTable, UNLIMITED } from "../../report/text-table.ts";
import { agesAtFirstListing, truthWhenFirstListed } from "../../sandbox/first-listed-truth.ts";
import type { World } from "../../sandbox/world.ts";

/** What the log told, beside what the sandbox knows of the people it made up. */
export function estimatesAndTruth(
  analysis: Analysis,
  world: World,
  now: Date,
  thresholdDays: number,
  screen: Screen = UNLIMITED,
): string {
  const shorter = Math.round((thresholdDays * 2) / 3);
  return heldInWords(holdAgainstTruth(analysis, truthOf(world, now), { threshold: thresholdDays, shorter }), screen);
}

/** As a table, with a sentence that says so when an interval missed. */
export function heldInWords(figures: readonly HeldAgainstTruth[], screen: Screen = UNLIMITED): string {
  if (figures.length === 0) return "The log is still too short to hold an estimate against the truth.";
  const table = textTable(
    [
      { title: "of invitations still pending when first listed", narrow: "wrap", text: inWords },
      { title: "estimated (95%)", align: "right", text: ({ estimated }) => estimatedInWords(estimated) },
      { title: "true", align: "right", text: ({ truth }) => percent(truth) },
    ],
    figures,
    screen,
  );
  return `${table}\n\n${verdict(figures)}`;
}

/** The true curves of those the sandbox's people sent, by when a listing of their identity first came after it. */
function truthOf(world: World, now: Date) {
  const listings = world.calls().filter(({ action }) => action === "list");
  const ages = world.spec.identities.flatMap(({ uid }) => {
    const listedAt = listings.filter(({ identityId }) => identityId === uid).map(({ startedAt }) => startedAt);
    const sentAt = world.trueStates(uid, now.getTime()).map((standing) => standing.sentAt);
    return agesAtFirstListing(sentAt, listedAt);
  });
  return truthWhenFirstListed(ages, world.spec.fates);
}

function inWords({ figure, from, to }: HeldAgainstTruth): string {
  switch (figure) {
    case "accepted-by-horizon":
      return `accepted by day ${to}`;
    case "still-pending":
      return `still pending after day ${to}`;
    case "late-acceptance":
      return `  of these, accepted by day ${to} if left alone`;
    case "given-up":
      return `share of acceptances given up by ${from} instead of ${to} days`;
  }
}

function verdict(figures: readonly HeldAgainstTruth[]): string {
  const missed = figures.filter(({ inside }) => !inside);
  if (missed.length === 0) return "Each true value lies within its interval.";
  const names = missed.map((one) => `"${inWords(one).trim()}"`).join(" and ");
  return `Outside its interval: ${names}. A 95% interval misses about once in twenty.`;
}

function estimatedInWords({ value, lower, upper, atMost }: HeldAgainstTruth["estimated"]): string {
  return atMost
    ? `at most ${percent(upper)}`
    : `${percent(value)} (${Number((lower * 100).toFixed(1))}–${percent(upper)})`;
}
