import { at } from "./at.ts";

/** Ages from `from` up to but not including `to`, in days; the last bin is open. */
interface HistogramBin {
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
  /** Of all readable ages; 0 when there are none. */
  readonly share: number;
}

export interface DaysPendingHistogram {
  readonly bins: readonly HistogramBin[];
  /** Readable ages. */
  readonly total: number;
  /** Ages that are negative or not a number: counted, in no bin. */
  readonly unreadable: number;
}

const DEFAULT_EDGES = [0, 7, 14, 21, 30, 45, 60, 90] as const;

/** The same of ages that are counted already, each with how many have it: O(distinct ages × bins). */
export function histogramOfCounts(
  counted: Iterable<readonly [age: number, count: number]>,
  edges: readonly number[] = DEFAULT_EDGES,
): DaysPendingHistogram {
  return histogram(counted, edges);
}

/**
 * How long invitations have been pending, or were: counts per span of days. One pass, O(ages × bins), holds no ages.
 * An age on an edge belongs to the bin that starts there. No ages give bins of 0.
 * @throws RangeError unless the edges start at 0 and rise.
 */
export function daysPendingHistogram(
  ages: Iterable<number>,
  edges: readonly number[] = DEFAULT_EDGES,
): DaysPendingHistogram {
  return histogram(eachOnce(ages), edges);
}

function* eachOnce(ages: Iterable<number>): Generator<readonly [age: number, count: number], void, undefined> {
  for (const age of ages) yield [age, 1];
}

function histogram(
  counted: Iterable<readonly [age: number, count: number]>,
  edges: readonly number[],
): DaysPendingHistogram {
  const rising = edges.every((edge, index) => edge > (edges[index - 1] ?? -1));
  if (edges[0] !== 0 || !rising) throw new RangeError(`edges must start at 0 and rise: ${edges.join(", ")}`);
  const counts = edges.map(() => 0);
  let total = 0;
  let unreadable = 0;
  for (const [age, count] of counted) {
    const bin = Number.isFinite(age) ? edges.findLastIndex((edge) => age >= edge) : -1;
    if (bin < 0) {
      unreadable += count;
    } else {
      counts[bin] = at(counts, bin) + count;
      total += count;
    }
  }
  const bins = edges.map((from, index) => {
    const count = at(counts, index);
    return { from, to: edges[index + 1] ?? null, count, share: total === 0 ? 0 : count / total };
  });
  return { bins, total, unreadable };
}
