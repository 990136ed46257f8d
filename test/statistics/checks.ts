import { DEFAULT_POLICY } from "../../lib/domain/policy.ts";
import { faultsBeyondChance, faultsOf, mostByChance } from "./bands.ts";
import { reportAt } from "./estimate.ts";
import { livesOf } from "./lives.ts";
import { looksOf, weeklyAnswers } from "./looks.ts";
import { measure } from "./measure.ts";
import { percent, row, tableOf } from "./table.ts";
import { truthOf } from "./truth.ts";
import { lookOn, type WorldSpec } from "./world.ts";
import { ONE_BRIDGE, TEAM, WORLDS } from "./worlds.ts";

interface CheckOptions {
  /** Data sets; their seeds are 1, 2, 3, … */
  readonly sets: number;
  /** Of the bootstrap. */
  readonly replicates: number;
  /** Takes what chance explains for true, which few data sets need. Default false. */
  readonly allowsChance?: boolean;
}

/** What `npm run verify:statistics` runs on one world. */
interface Check {
  readonly world: WorldSpec;
  run(options: CheckOptions): CheckResult;
}

interface CheckResult {
  /** Lines, each with its mark. */
  readonly table: string;
  readonly isWithin: boolean;
}

/** The largest loss that a default may accept: the one at which a wrong answer comes most easily. */
const LARGEST_DEFAULT = 0.1;

const WEEKS = 26;
const MAX_MEDIAN_WEEK = 10;
const MAX_TOLD_WRONG = 0.05;

export const CHECKS: readonly Check[] = [
  ...WORLDS.map((world) => ({ world, run: (options: CheckOptions) => figuresOf(world, options) })),
  { world: TEAM, run: weeklyLooks },
  { world: ONE_BRIDGE, run: noAdvice },
];

function figuresOf(world: WorldSpec, options: CheckOptions): CheckResult {
  const measured = measure(world, options);
  const faults = options.allowsChance ? faultsBeyondChance : faultsOf;
  return { table: tableOf(measured), isWithin: measured.every((one) => faults(one).length === 0) };
}

/** A team has an answer by week 10 in the median, and hardly any is ever shown a wrong one in half a year. */
function weeklyLooks({ sets, replicates, allowsChance = false }: CheckOptions): CheckResult {
  const { acceptableLoss } = DEFAULT_POLICY;
  const truth = truthOf(TEAM);
  const options = { acceptableLoss, replicates, weeks: WEEKS };
  const teams = seeds(sets).map((seed) => looksOf(weeklyAnswers(TEAM, truth, seed, options)));
  const weeks = teams.map(({ firstAnswer }) => firstAnswer ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const median = weeks[Math.floor(sets / 2)] ?? Number.POSITIVE_INFINITY;
  const never = weeks.filter((week) => week > WEEKS).length;
  const wrong = teams.filter(({ wasToldWrong }) => wasToldWrong).length;
  const mostTold = allowsChance ? mostByChance(MAX_TOLD_WRONG, sets) : MAX_TOLD_WRONG * sets;
  const changes = teams.reduce((sum, team) => sum + team.changes, 0) / sets;
  const [isSoon, isRight] = [median <= MAX_MEDIAN_WEEK, wrong < mostTold];
  return {
    table: [
      row("acceptable loss", [percent(acceptableLoss)], ""),
      row("median week of first answer", [median > WEEKS ? "none" : String(median)], isSoon ? "ok" : OUTSIDE),
      row(`no answer in ${WEEKS} weeks`, [percent(never / sets)], ""),
      row("ever told a wrong one", [percent(wrong / sets)], isRight ? "ok" : OUTSIDE),
      row("changes of the answer, mean", [changes.toFixed(1)], ""),
    ].join("\n"),
    isWithin: isSoon && isRight,
  };
}

/** Nothing is advised across ages that one person alone was watched at. */
function noAdvice({ sets, replicates }: CheckOptions): CheckResult {
  const truth = truthOf(ONE_BRIDGE);
  const advised = seeds(sets).filter((seed) => {
    const team = { world: ONE_BRIDGE, truth, lives: livesOf(ONE_BRIDGE, seed) };
    const options = { seed, replicates, acceptableLoss: LARGEST_DEFAULT };
    return reportAt(team, lookOn(ONE_BRIDGE.days), options).recommendation.kind === "recommended";
  });
  const mark = advised.length === 0 ? "ok" : OUTSIDE;
  return { table: row("data sets with an advice", [String(advised.length)], mark), isWithin: mark === "ok" };
}

const OUTSIDE = "OUTSIDE";

const seeds = (sets: number): number[] => Array.from({ length: sets }, (_, index) => index + 1);
