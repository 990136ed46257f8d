import { describe, expect, it } from "vitest";
import { type Life, livesOf } from "./lives.ts";
import { truthOf } from "./truth.ts";
import { DAY_MS, type WorldSpec } from "./world.ts";
import { WORLDS } from "./worlds.ts";

/** Teams, each with some 4,700 invitations that a list shows. */
const TEAMS = 20;

/** The sends of today alone, over days enough for each to end, and nobody withdraws. */
const undisturbed = (world: WorldSpec): WorldSpec => ({
  ...world,
  withdraws: false,
  senders: world.senders.map((sender) => ({
    ...sender,
    sendsFromDay: 0,
    backlog: { count: 0, oldestDays: 0 },
    // A fall in the past is of no concern to today's sends.
    laws: world.name === "drift" ? () => () => sender.lawsToday[0] ?? missing() : sender.laws,
  })),
});

const missing = () => {
  throw new Error("a sender without a law");
};

/** Counted one by one, by the words of the definition. */
function count(lives: readonly Life[], threshold: number, horizon: number) {
  const counted = { lives: lives.length, accepted: 0, gone: 0, kept: 0, pendingAtSweep: 0 };
  for (const { sentAt, firstSeenAt, ending, endedAt } of lives) {
    if (ending === "accepted" && endedAt < sentAt + (horizon + 1) * DAY_MS) counted.accepted += 1;
    if (ending === "gone" && endedAt < sentAt + (threshold + 1) * DAY_MS) counted.gone += 1;
    let sweep = firstSeenAt;
    while (sweep < sentAt + threshold * DAY_MS) sweep += DAY_MS;
    if (ending === "accepted" && endedAt < sweep) counted.kept += 1;
    // A list that notices an end shows it no more.
    if (endedAt > sweep) counted.pendingAtSweep += 1;
  }
  return counted;
}
type Counted = ReturnType<typeof count>;

// The early pair because much happens in a day there: what is off by one shows.
const PAIRS = [
  [1, 3],
  [21, 45],
] as const;

// From when a report is read changes nothing of what is true.
const DIFFERENT = WORLDS.filter(({ sinceDays }) => sinceDays === undefined);

describe.each(DIFFERENT.map((world) => [world.name, world] as const))("the truth of %s", (_name, world) => {
  const lives = Array.from({ length: TEAMS }, (_, seed) => livesOf(undisturbed(world), seed));
  const truth = truthOf(world);

  describe.each(PAIRS)("withdrawing at %d days, by day %d", (threshold, horizon) => {
    const teams = lives.map((one) => count(one, threshold, horizon));
    const late = truth.acceptedBy(horizon) * truth.shareGivenUp(threshold, horizon);
    const gone = 1 - truth.acceptedBy(threshold) - truth.stillPendingAfter(threshold);
    const sum = (of: (team: Counted) => number) => teams.reduce((total, team) => total + of(team), 0);

    it.each([
      ["accepted by the horizon", (team) => team.accepted, truth.acceptedBy(horizon)],
      ["gone by the threshold", (team) => team.gone, gone],
      ["accepted after the sweep", (team) => team.accepted - team.kept, late],
      ["pending at the sweep", (team) => team.pendingAtSweep, late / truth.lateAcceptance(threshold, horizon)],
    ] satisfies [string, (team: Counted) => number, number][])("is a count of lives: %s", (_what, of, share) => {
      const all = sum((team) => team.lives);
      const counted = sum(of) / all;
      // Between teams, because what differs from batch to batch makes the lives of one team go together.
      const error = Math.sqrt((sum((team) => (of(team) - counted * team.lives) ** 2) * TEAMS) / (TEAMS - 1)) / all;
      // With 19 degrees of freedom, one right share in a thousand is further off than 3.88 errors.
      expect(Math.abs(counted - share)).toBeLessThan(3.88 * error);
      expect(error).toBeLessThan(0.01);
    });
  });
});
