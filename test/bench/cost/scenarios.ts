import type { WorldIdentitySpec } from "../../../lib/sandbox/identity-spec.ts";
import type { FateModel } from "../../../lib/sandbox/truth.ts";
import type { Emulators } from "./emulators-process.ts";
import { withdrawalFloor } from "./floor.ts";
import { deployStraightforward } from "./straightforward.ts";
import { deploySweeper, type Sweeper, WITHDRAWALS_A_DAY } from "./sweeper.ts";
import { NOTHING_USED, type Usage, usedMore } from "./usage.ts";
import { type MeteredWorld, openWorld, runOn, type WorldOptions } from "./world.ts";

export type Implementation = "sweeper" | "straightforward";

export interface Stage {
  readonly emulators: Emulators;
  /** Address of the database. */
  readonly database: string;
  /** Default: the model's. */
  readonly countedBy?: WorldOptions["countedBy"];
  /** Shown each world when it is over, before it is closed. */
  readonly onEnd?: (world: MeteredWorld) => void;
}

const ANA = "11111111-1111-4111-8111-111111111111";
const BEN = "22222222-2222-4222-8222-222222222222";
const NOBODY_ANSWERS: FateModel = { acceptedShare: 0, declinedShare: 0, declinesOverDays: 60 };
/** So young that none is stale within the days that are played. */
const YOUNG_DAYS = 10;
/** A list of a multiple of a page's 100 may have been cut off, and the sweep reads more then: one less. */
const [THOUSAND, FIVE_HUNDRED, HUNDRED] = [999, 499, 99];
const HALF_AN_HOUR = 0.5 / 24;

const ana = (over: Partial<WorldIdentitySpec>): WorldIdentitySpec => ({
  ...{ uid: ANA, name: "Ana", timezone: "UTC", backlogDays: YOUNG_DAYS },
  ...over,
});

type Play = (world: MeteredWorld, implementation: { run(mode: "dry-run" | "live"): Promise<void> }) => Promise<Usage[]>;

async function played(stage: Stage, by: Implementation, options: WorldOptions, play: Play): Promise<Usage[]> {
  const countedBy = stage.countedBy ?? ["model"];
  const world = await openWorld(stage.emulators, stage.database, { ...options, countedBy });
  try {
    const ids = options.identities.map(({ uid }) => uid);
    return await play(world, by === "sweeper" ? await deploySweeper(world) : deployStraightforward(world, ids));
  } finally {
    stage.onEnd?.(world);
    await world.close();
  }
}

/** 999 that nobody answers and that are not due: what each of the first three days takes. */
export function unchangedDays(stage: Stage, by: Implementation): Promise<Usage[]> {
  const options = { identities: [ana({ backlog: THOUSAND })], fates: NOBODY_ANSWERS };
  return played(stage, by, options, async (world, { run }) => {
    const days: Usage[] = [];
    for (const day of [1, 2, 3]) days.push(await world.usageOf(runOn(day), () => run("live")));
    return days;
  });
}

/**
 * On the second day everybody is looked at once more. From a live account's second day on the calls of the day before are in
 * the way of its own, and one day is like the other.
 */
const [DRY_DAYS, FIRST_LIVE, MEASURED] = [[1, 2], 3, 4];

/**
 * One of 25 withdrawals of 499 that are pending: what a day has used more than a dry run half an hour before it. Of the
 * sweeper the floor comes second, on the same account.
 */
export function withdrawal(stage: Stage, by: Implementation): Promise<Usage[]> {
  const options = { identities: [ana({ backlog: FIVE_HUNDRED, backlogDays: 60 })], fates: NOBODY_ANSWERS };
  return played(stage, by, options, async (world, implementation) => {
    const day = (at: number, mode: "dry-run" | "live") => world.usageOf(runOn(at), () => implementation.run(mode));
    for (const at of DRY_DAYS) await day(at, "dry-run");
    await day(FIRST_LIVE, "live");
    const dry = await day(MEASURED - HALF_AN_HOUR, "dry-run");
    const each = usedMore(await day(MEASURED, "live"), dry, WITHDRAWALS_A_DAY);
    if (by === "straightforward") return [each];
    return [each, await withdrawalFloor(world, implementation as Sweeper, ANA, MEASURED + 1, WITHDRAWALS_A_DAY)];
  });
}

/** About 500 pending, 25 sent a day, some accepted or declined, 25 withdrawn: one such day. */
export function normalDay(stage: Stage, by: Implementation): Promise<Usage[]> {
  const identities = [ana({ backlog: FIVE_HUNDRED, backlogDays: 60, sendsPerDay: 25 })];
  return played(stage, by, { identities }, async (world, { run }) => {
    for (const at of DRY_DAYS) await world.usageOf(runOn(at), () => run("dry-run"));
    await world.usageOf(runOn(FIRST_LIVE), () => run("live"));
    return [await world.usageOf(runOn(MEASURED), () => run("live"))];
  });
}

const SENT_A_DAY = 20;
const NEW_ON_DAY = 3;

/**
 * One of 20 invitations sent since the run before: what a day has used more than the same day of an account that sends
 * none. Those of the day before are among what is used, so that what a second look takes is in it too.
 */
export async function newInvitation(stage: Stage, by: Implementation, identityCount: 1 | 2): Promise<Usage[]> {
  const day = (sendsPerDay: number): Promise<Usage[]> => {
    const both = [ana({ backlog: HUNDRED, sendsPerDay }), ana({ uid: BEN, name: "Ben", backlog: HUNDRED })];
    const options = { identities: both.slice(0, identityCount), fates: NOBODY_ANSWERS };
    return played(stage, by, options, async (world, { run }) => {
      for (let at = 1; at < NEW_ON_DAY; at += 1) await world.usageOf(runOn(at), () => run("live"));
      return [await world.usageOf(runOn(NEW_ON_DAY), () => run("live"))];
    });
  };
  const [[still], [sending]] = [await day(0), await day(SENT_A_DAY)];
  return [usedMore(sending ?? NOTHING_USED, still ?? NOTHING_USED, SENT_A_DAY)];
}

/** A small account's first days: a list, its second, and withdrawals, answers and new ones; for comparing two counts. */
export function smallAccount(stage: Stage): Promise<Usage[]> {
  const identities = [ana({ backlog: 45, backlogDays: 60, sendsPerDay: 5 })];
  return played(stage, "sweeper", { identities }, async (world, { run }) => {
    const days: Usage[] = [];
    for (const day of [1, 2, 3]) days.push(await world.usageOf(runOn(day), () => run("live")));
    return days;
  });
}
