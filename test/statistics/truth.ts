import type { FateLaw } from "./fate-law.ts";
import { LIST_HOUR, type SenderSpec, type WorldSpec } from "./world.ts";

/**
 * What an estimate ought to find, by definition: of the sends of today that are still pending when a daily list first shows
 * them, were nobody to withdraw anything. Identities weigh what they send. Days are whole days of age.
 */
export interface Truth {
  /** A(t): share accepted at an age below t + 1 days. */
  acceptedBy(day: number): number;
  /** S(t): share neither accepted by then nor gone, as the daily lists below that age tell it. */
  stillPendingAfter(day: number): number;
  /** F(T; H): of the acceptances by day H, the share that comes after the sweep that withdraws at T days. */
  shareGivenUp(thresholdDays: number, horizon: number): number;
  /** L(T; H): chance that one still pending at that sweep is accepted by day H. */
  lateAcceptance(thresholdDays: number, horizon: number): number;
  /** Sends a day that are pending when first listed, by identity. */
  readonly sendsPerDay: ReadonlyMap<string, number>;
}

/** Parts of a day that the hours of sending are cut into. */
const STEPS = 108;

/**
 * In closed form, but for the average over the hours of sending, which is a midpoint sum: an invitation sent φ days before
 * the first list that shows it is listed at the ages φ, φ + 1, φ + 2, …, and the sweep that withdraws at T days is that at
 * φ + T. Each value is worked out when first asked for. O(senders × laws × hours).
 */
export function truthOf({ senders }: WorldSpec): Truth {
  const listed = sum(senders, (law, first) => pendingAt(law, first));
  const share = remember(
    (day) => sum(senders, (law, first) => law.acceptedBy(day + 1) - law.acceptedBy(first)) / listed,
  );
  const gone = remember((day) => sum(senders, (law, first) => law.goneBy(first + day) - law.goneBy(first)) / listed);
  const kept = remember(
    (days) => sum(senders, (law, first) => law.acceptedBy(first + days) - law.acceptedBy(first)) / listed,
  );
  const pending = remember((days) => sum(senders, (law, first) => pendingAt(law, first + days)) / listed);
  return {
    acceptedBy: share,
    stillPendingAfter: (day) => 1 - share(day) - gone(day),
    shareGivenUp: (days, horizon) => (share(horizon) - kept(days)) / share(horizon),
    lateAcceptance: (days, horizon) => (share(horizon) - kept(days)) / pending(days),
    sendsPerDay: new Map(senders.map((sender) => [sender.identityId, sum([sender], pendingAt)])),
  };
}

const pendingAt = (law: FateLaw, age: number): number => 1 - law.acceptedBy(age) - law.goneBy(age);

/** The value's average over hours of sending and laws, times the sends a day; `first` is the age at the first list. */
function sum(senders: readonly SenderSpec[], value: (law: FateLaw, first: number) => number): number {
  let total = 0;
  for (const { lawsToday, sendsPerDay, startHour } of senders) {
    let ofSender = 0;
    for (const law of lawsToday) {
      for (let step = 0; step < STEPS; step++) {
        const sentHour = startHour - LIST_HOUR + (9 * (step + 0.5)) / STEPS;
        ofSender += value(law, Math.ceil(sentHour / 24) - sentHour / 24);
      }
    }
    total += (sendsPerDay * ofSender) / (lawsToday.length * STEPS);
  }
  return total;
}

function remember(of: (day: number) => number): (day: number) => number {
  const known = new Map<number, number>();
  return (day) => {
    const value = known.get(day) ?? of(day);
    known.set(day, value);
    return value;
  };
}
