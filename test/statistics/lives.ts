import { createRandom, type Random } from "../../lib/analytics/random.ts";
import { relativeDates } from "./listed-dates.ts";
import { DAY_MS, HOUR_MS, LIST_HOUR, type SenderSpec, type WorldSpec } from "./world.ts";

/**
 * One invitation from its sending to its end, as far as the ledger will ever know. Milliseconds from the first list.
 * `learnedAt` is when the ledger hears of the end: until then the invitation is pending.
 */
export interface Life {
  readonly sender: SenderSpec;
  readonly sentAt: number;
  readonly firstSeenAt: number;
  readonly ending: "accepted" | "gone" | "withdrawn";
  readonly endedAt: number;
  readonly learnedAt: number;
}

const WORKING_HOURS = 9;
const SENDERS_PER_SEED = 16;

/**
 * All invitations of a world's team that a list ever shows. One seed is one team: the same lives each time. Those whose end
 * comes before the first list that would show them are left out, as no ledger knows them.
 */
export function livesOf(world: WorldSpec, seed: number): Life[] {
  return world.senders.flatMap((sender, index) => {
    const random = createRandom(seed * SENDERS_PER_SEED + index);
    const lives = [...drawLives(world, sender, random)];
    return world.hasUnanswered && index === 0 ? [...lives, unanswered(world, sender)] : lives;
  });
}

function* drawLives(world: WorldSpec, sender: SenderSpec, random: Random): Generator<Life> {
  const lawOn = sender.laws(random);
  const { count, oldestDays, youngestDays = 0 } = sender.backlog;
  for (let listed = 0; listed < count; ) {
    const sentDay = -Math.floor(youngestDays + random() * (oldestDays - youngestDays + 1));
    const sentAt = momentOn(sender, sentDay, random);
    const life = live(world, sender, sentAt, lawOn(sentDay).draw(random), random);
    if (life === null || sentAt >= -youngestDays * DAY_MS || sentAt < -oldestDays * DAY_MS) continue;
    listed += 1;
    yield life;
  }
  for (let sentDay = sender.sendsFromDay ?? 0; sentDay <= world.days; sentDay++) {
    for (let index = 0; index < sender.sendsPerDay; index++) {
      const sentAt = momentOn(sender, sentDay, random);
      const life = live(world, sender, sentAt, lawOn(sentDay).draw(random), random);
      // What the first day held before its list belongs to the backlog.
      if (life !== null && sentAt >= 0) yield life;
    }
  }
}

function momentOn({ startHour }: SenderSpec, day: number, random: Random): number {
  return Math.round(day * DAY_MS + (startHour - LIST_HOUR + random() * WORKING_HOURS) * HOUR_MS);
}

/** The first list at or after an instant. */
export const nextList = (at: number): number => Math.max(0, Math.ceil(at / DAY_MS)) * DAY_MS;

function live(
  world: WorldSpec,
  sender: SenderSpec,
  sentAt: number,
  fate: { readonly isAccepted: boolean; readonly age: number },
  random: Random,
): Life | null {
  const isHeldOut = random() < world.holdout.share;
  const firstSeenAt = nextList(sentAt);
  const fateAt = sentAt + Math.round(fate.age * DAY_MS);
  if (fateAt <= firstSeenAt) return null;
  const withdrawnAt = withdrawal(world, sender, sentAt, isHeldOut);
  const seen = { sender, sentAt, firstSeenAt };
  if (withdrawnAt < fateAt) return { ...seen, ending: "withdrawn", endedAt: withdrawnAt, learnedAt: withdrawnAt };
  const noticedAt = nextList(fateAt);
  if (fate.isAccepted) return { ...seen, ending: "accepted", endedAt: fateAt, learnedAt: noticedAt };
  return { ...seen, ending: "gone", endedAt: noticedAt, learnedAt: noticedAt };
}

/** An hour after the first list that finds it old enough. */
function withdrawal(world: WorldSpec, sender: SenderSpec, sentAt: number, isHeldOut: boolean): number {
  if (world.withdraws === false) return Number.POSITIVE_INFINITY;
  const days = isHeldOut ? Math.max(world.holdout.maxAgeDays, sender.thresholdDays) : sender.thresholdDays;
  if (world.isBacklogDatedRelatively !== true || sentAt >= 0) return nextList(sentAt + days * DAY_MS) + HOUR_MS;
  // As young as the lists so far allow is what counts.
  for (const { listedAt, by } of relativeDates(sentAt, nextList(sentAt))) {
    if (listedAt - by >= days * DAY_MS) return listedAt + HOUR_MS;
  }
  return Number.POSITIVE_INFINITY;
}

function unanswered(world: WorldSpec, sender: SenderSpec): Life {
  const never = (world.days + 1_000) * DAY_MS;
  return { sender, sentAt: -HOUR_MS, firstSeenAt: 0, ending: "gone", endedAt: never, learnedAt: never };
}
