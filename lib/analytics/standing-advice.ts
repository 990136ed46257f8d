import { MILLISECONDS_PER_DAY } from "./age.ts";
import { MILLISECONDS_PER_WEEK, startOfWeek, weekOf } from "./cohorts.ts";
import type { CurveSource } from "./curves.ts";
import { type DecisionTerms, decide } from "./decide.ts";
import type { LifeTable } from "./life-table.ts";
import { asOf } from "./restrict.ts";
import { type StratumTable, sumOf } from "./strata.ts";

/** A threshold that is the advice, and for how long it has been. */
export interface StandingAdvice {
  readonly thresholdDays: number;
  /** Whole days, since a Monday; 0 when it is new. */
  readonly standsForDays: number;
}

/** Half a year of weekly looks back. */
const MAX_LOOKS = 26;
/** A day more or less is no news. */
const SMALLEST_CHANGE_DAYS = 2;

/** What is looked at: the strata with their weeks, and all that they borrow from with theirs. */
export interface LookSource {
  readonly strata: readonly StratumTable[];
  readonly pool: readonly StratumTable[];
  /** The end of what was watched, in milliseconds since 1970 UTC; null where weeks are not told apart. */
  readonly until: number | null;
}

/** What the data said at a moment, in milliseconds since 1970 UTC. */
interface Look {
  readonly at: number;
  readonly said: number | null;
}

/**
 * The advice that stands: what the looks of every Monday since and the one of today, replayed from the data, have come to. It is
 * changed only when two looks in a row ask for it, so that a figure on the edge does not send its owner back and forth; to stay
 * with what is in force is advice too, and stands from the first look on that says so. Mondays, because a report of any other
 * day of the week would else replay looks of its own. Without weeks there is one look, and it decides. O(looks × cells).
 */
export function standingAdvice(now: CurveSource, source: LookSource, terms: DecisionTerms): StandingAdvice | null {
  const latest = decide(now, terms);
  const { until } = source;
  if (until === null) return latest === null ? null : { thresholdDays: latest, standsForDays: 0 };
  const looks: Look[] = [{ at: until, said: latest }, ...earlierLooks(source, until, terms)];
  let [stands, since] = [null as number | null, until];
  for (let look = looks.length - 1; look >= 0; look--) {
    const { at, said } = looks[look] ?? { at: until, said: null };
    const next = changed(stands, said, looks[look + 1]?.said ?? null, terms.currentThreshold);
    if (next !== stands) since = at;
    stands = next;
  }
  const standsForDays = Math.floor((until - since) / MILLISECONDS_PER_DAY);
  return stands === null ? null : { thresholdDays: stands, standsForDays };
}

/** The looks of Mondays at 00:00 UTC, the last first, as far back as there was anything to see. */
function* earlierLooks({ strata, pool }: LookSource, until: number, terms: DecisionTerms): Generator<Look> {
  const monday = startOfWeek(weekOf(until));
  for (let weeks = 0; weeks < MAX_LOOKS; weeks++) {
    const at = monday - weeks * MILLISECONDS_PER_WEEK;
    const { seen, all } = poolAsOf(pool, at);
    if (all.lastAge < 0) return;
    const own = strata === pool ? seen : (ownSeen(strata, pool, seen) ?? asOf(strata, at));
    yield { at, said: decide({ strata: own, all, reach: all }, terms) };
  }
}

/** Of strata that are some of the pool's, what the pool's look has summed up already; null where one is not. */
function ownSeen(strata: readonly StratumTable[], pool: readonly StratumTable[], seen: readonly StratumTable[]) {
  const places = strata.map((one) => pool.indexOf(one));
  return places.includes(-1) ? null : places.map((place) => seen[place] as StratumTable);
}

interface SeenThen {
  readonly seen: readonly StratumTable[];
  readonly all: LifeTable;
}

/** Fifty identities of a report borrow from one pool: what it had shown by a Monday is summed up once. */
const POOLS = new WeakMap<readonly StratumTable[], Map<number, SeenThen>>();

function poolAsOf(pool: readonly StratumTable[], at: number): SeenThen {
  const looks = POOLS.get(pool) ?? new Map<number, SeenThen>();
  POOLS.set(pool, looks);
  const known = looks.get(at);
  if (known !== undefined) return known;
  const seen = asOf(pool, at);
  const then = { seen, all: sumOf(seen.map(({ table }) => table)) };
  looks.set(at, then);
  return then;
}

/** What stands after a look, given what stood before it and what the look before it said. */
function changed(stands: number | null, said: number | null, before: number | null, inForce: number): number | null {
  if (said === stands) return stands;
  if (stands === null && said === inForce) return said;
  if (said === null || said === inForce) return before === said || before === null ? said : stands;
  if (before === null || Math.sign(before - inForce) !== Math.sign(said - inForce)) return stands;
  if (stands !== null && Math.sign(before - stands) !== Math.sign(said - stands)) return stands;
  // Both looks hold it acceptable.
  const agreed = Math.max(said, before);
  const isSmall = stands !== null && Math.abs(agreed - stands) < SMALLEST_CHANGE_DAYS;
  return isSmall ? stands : agreed;
}
