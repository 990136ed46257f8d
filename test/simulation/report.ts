import type { Explored, Failure } from "./explore.ts";
import type { Scenario } from "./scenario.ts";

/** Lines of a trace that are shown at most: its end is where it went wrong. */
const LINES = 120;

/** Steps that only look, undisturbed: they change nothing and are left out. */
const READING =
  /(\.find|\.findSweep|\.open|\.announced|\.loadProgress|\.workspaceBlock|policy\.read|key\.read)( \d+)?$/;

/** What an exploration has found, for a person. */
export function report({ from, seeds, events, ms, counts, failure }: Explored): string {
  const rate = Math.round((seeds / ms) * 1_000);
  const summary = [
    `${seeds} seeds from ${from}, ${events} events, ${(ms / 1_000).toFixed(1)} s, ${rate} seeds a second`,
    ...[...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${String(count).padStart(8)}  ${what}`),
  ];
  return `${[...summary, failure === null ? "no invariant was violated" : told(failure)].join("\n")}\n`;
}

export function told({ seed, scenario, violation, trace }: Failure): string {
  const shown = trace.filter((line) => !READING.test(line));
  return [
    `seed ${seed} violates "${violation.invariant}": ${violation.what}`,
    "the scenario, shrunk:",
    compact(scenario),
    "the trace:",
    ...(shown.length > LINES ? [`(${shown.length - LINES} lines before)`] : []),
    ...shown.slice(-LINES),
    `again: npm run simulate -- --from ${seed} --seeds 1`,
  ].join("\n");
}

/** One field a line. */
const compact = (scenario: Scenario): string =>
  Object.entries(scenario)
    .map(([field, value]) => `  ${field}: ${JSON.stringify(value)}`)
    .join("\n");
