import { PUBLISHED_FATES } from "../../lib/sandbox/truth.ts";
import { batches } from "./batches.ts";
import { type FateLaw, fateLaw } from "./fate-law.ts";
import type { SenderSpec, WorldSpec } from "./world.ts";

type Fates = Pick<SenderSpec, "laws" | "lawsToday">;

const PUBLISHED = fateLaw(PUBLISHED_FATES);
const always = (law: FateLaw): Fates => ({ laws: () => () => law, lawsToday: [law] });

/** Who sends how much, from which time zone, over which backlog: the team of the sandbox's demo. */
const demoTeam = (fates: Fates): SenderSpec[] =>
  [
    { identityId: "lisbon", sendsPerDay: 12, startHour: 9, backlog: { count: 180, oldestDays: 120 } },
    { identityId: "berlin", sendsPerDay: 8, startHour: 8, backlog: { count: 120, oldestDays: 75 } },
    { identityId: "singapore", sendsPerDay: 6, startHour: 1, backlog: { count: 90, oldestDays: 45 } },
  ].map((sender) => ({ ...sender, thresholdDays: 21, ...fates }));

const DAYS = 180;
const HOLDOUT = { share: 0.2, maxAgeDays: 45 };

const demo: WorldSpec = {
  name: "demo",
  days: DAYS,
  senders: demoTeam(always(PUBLISHED)),
  holdout: HOLDOUT,
  thresholdDays: 21,
};

/** A quick and popular identity that waits 14 days, and a slow one that waits 30. */
const twoThresholds: WorldSpec = {
  ...demo,
  name: "two-thresholds",
  senders: [
    {
      ...{ identityId: "quick", thresholdDays: 14, sendsPerDay: 13, startHour: 9 },
      backlog: { count: 180, oldestDays: 90 },
      ...always(fateLaw({ ...PUBLISHED_FATES, acceptedShare: 0.45 }, 0.5)),
    },
    {
      ...{ identityId: "slow", thresholdDays: 30, sendsPerDay: 13, startHour: 9 },
      backlog: { count: 180, oldestDays: 90 },
      ...always(fateLaw({ ...PUBLISHED_FATES, acceptedShare: 0.3 }, 3)),
    },
  ],
};

/** Acceptance falls for good a month and a half before the end. */
const FALL_ON_DAY = DAYS - 45;
const FALLEN = fateLaw({ ...PUBLISHED_FATES, acceptedShare: 0.25 });
const drift: WorldSpec = {
  ...demo,
  name: "drift",
  seldomReachesFar: true,
  senders: demoTeam({ laws: () => (day) => (day < FALL_ON_DAY ? PUBLISHED : FALLEN), lawsToday: [FALLEN] }),
};

const differingBatches: WorldSpec = { ...demo, name: "batches", senders: demoTeam(batches(PUBLISHED_FATES)) };

const lastMonth: WorldSpec = { ...demo, name: "since-30-days", sinceDays: 30, seldomReachesFar: true, setsFactor: 8 };

/** Nothing is known of the backlog's ages but "1 month ago"; whatever is sent later is known to the minute. */
const relativeDates: WorldSpec = {
  ...demo,
  name: "relative-dates",
  setsFactor: 4,
  isBacklogDatedRelatively: true,
  senders: [
    {
      ...{ identityId: "lisbon", thresholdDays: 21, sendsPerDay: 12, startHour: 9 },
      backlog: { count: 900, oldestDays: 120 },
      ...always(PUBLISHED),
    },
  ],
};

/** Worlds in which every figure is held against its truth at the end of the log. */
export const WORLDS: readonly WorldSpec[] = [demo, twoThresholds, drift, differingBatches, lastMonth, relativeDates];

/** The demo's team from its first list on, over half a year of weekly looks. */
export const TEAM: WorldSpec = { ...demo, name: "team", days: 26 * 7, setsFactor: 0.5 };

/**
 * Many young invitations, an old backlog, and between the ages of 7 and 40 days a single person. Nothing is withdrawn yet.
 * Whoever joins the two across that person takes the chances of one life for certain.
 */
export const ONE_BRIDGE: WorldSpec = {
  ...demo,
  name: "one-bridge",
  days: 41,
  withdraws: false,
  hasUnanswered: true,
  senders: [
    {
      ...{ identityId: "lisbon", thresholdDays: 21, sendsPerDay: 100, sendsFromDay: 35, startHour: 9 },
      backlog: { count: 2_000, oldestDays: 80, youngestDays: 40 },
      ...always(PUBLISHED),
    },
  ],
};
