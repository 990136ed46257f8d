import { DEFAULT_POLICY, type IdentityEntry, type Policy } from "../../domain/policy.ts";
import { DAY_MS } from "../../domain/time.ts";

/** Of the latest so many days: an owner who has changed the threshold asks about the one of today. */
const RECENT_DAYS = 30;

/** How many lines have which threshold, by identity and UTC day. Memory grows with these, not with lines. */
export class Thresholds {
  readonly #byIdentity = new Map<string, Map<number, Map<number, number>>>();

  /** `at`: when the line was last heard of; null for as of the latest time in the file. */
  add(identityId: string, thresholdDays: number, at: Date | null): void {
    const byThreshold = this.#byIdentity.get(identityId) ?? new Map<number, Map<number, number>>();
    const byDay = byThreshold.get(thresholdDays) ?? new Map<number, number>();
    const day = at === null ? Number.POSITIVE_INFINITY : Math.floor(at.getTime() / DAY_MS);
    byDay.set(day, (byDay.get(day) ?? 0) + 1);
    this.#byIdentity.set(identityId, byThreshold.set(thresholdDays, byDay));
  }

  /** True when no line has one. */
  get isEmpty(): boolean {
    return this.#byIdentity.size === 0;
  }

  /**
   * The general values of a policy with the threshold that most of the latest lines have, and of each identity that has
   * another one most often its own. Of equally many the longer: it gives up less.
   */
  policy(latest: Date, over: { readonly thresholdDays?: number; readonly acceptableLoss?: number }): Policy {
    const firstDay = Math.floor(latest.getTime() / DAY_MS) - RECENT_DAYS;
    const all = new Map<number, number>();
    const own: IdentityEntry[] = [];
    for (const [id, byThreshold] of this.#byIdentity) {
      const counts = new Map([...byThreshold].map(([days, byDay]) => [days, since(byDay, firstDay)]));
      for (const [days, count] of counts) all.set(days, (all.get(days) ?? 0) + count);
      // One that has nothing recent keeps the last threshold it had.
      const isRecent = [...counts.values()].some((count) => count > 0);
      const thresholdDays = isRecent ? mostFrequent(counts) : latestOf(byThreshold);
      own.push({ id, thresholdDays });
    }
    const thresholdDays = over.thresholdDays ?? mostFrequent(all) ?? DEFAULT_POLICY.thresholdDays;
    const others = over.thresholdDays === undefined ? own.filter((one) => one.thresholdDays !== thresholdDays) : [];
    const acceptableLoss = over.acceptableLoss ?? DEFAULT_POLICY.acceptableLoss;
    return { ...DEFAULT_POLICY, thresholdDays, acceptableLoss, identities: others.length === 0 ? "all" : others };
  }
}

function since(byDay: ReadonlyMap<number, number>, firstDay: number): number {
  let sum = 0;
  for (const [day, count] of byDay) if (day >= firstDay) sum += count;
  return sum;
}

const mostFrequent = (counts: ReadonlyMap<number, number>): number | undefined =>
  [...counts].sort(([a, times], [b, others]) => others - times || b - a)[0]?.[0];

const latestOf = (byThreshold: ReadonlyMap<number, ReadonlyMap<number, number>>): number | undefined =>
  [...byThreshold].sort(
    ([a, days], [b, others]) => Math.max(...others.keys()) - Math.max(...days.keys()) || b - a,
  )[0]?.[0];
