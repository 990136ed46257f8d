import { drainWorlds, playDrain } from "../domain/helpers/drains.ts";

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Prints how far the estimate of a backlog's days lies from what is played: `npm run simulate:backlog [worlds] [first seed]`. */
const [count = 100, firstSeed = 1] = process.argv.slice(2).map(Number);
const played = drainWorlds(count, firstSeed).map((world) => ({ world, ...playDrain(world) }));

function summary(name: string, some: typeof played): string {
  const errors = some.flatMap(({ estimate, days }) =>
    estimate.days === null || days === null || days === 0 ? [] : [estimate.days / days - 1],
  );
  const bias = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + (error - bias) ** 2, 0) / errors.length);
  const worst = Math.max(...errors.map(Math.abs));
  const inRange = some.filter(({ estimate: { from, to }, days }) => {
    return days !== null && from !== null && days >= from && days <= (to ?? Number.POSITIVE_INFINITY);
  }).length;
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const figures = [`bias ${percent(bias)}`, `spread ${percent(spread)}`, `worst ${percent(worst)}`];
  return `${name.padEnd(20)} ${String(some.length).padStart(4)} drains: ${figures.join(", ")}, in range ${percent(inRange / some.length)}`;
}

print(summary("all", played));
print(
  summary(
    "curve known",
    played.filter(({ world }) => world.knowsCurve),
  ),
);
print(
  summary(
    "curve not known",
    played.filter(({ world }) => !world.knowsCurve),
  ),
);
print(
  summary(
    "weekends off",
    played.filter(({ world }) => world.policy.workingHours !== null),
  ),
);
for (const { world, estimate, days } of played) {
  if (estimate.days === null || days === null || Math.abs(estimate.days - days) > Math.max(1, days / 10)) {
    const { seed, sendsPerDay, acceptedShare, knowsCurve, restsAtWeekends, backlog, policy } = world;
    const { dailyCap, thresholdDays } = policy;
    const rates = {
      sendsPerDay: sendsPerDay.toFixed(1),
      acceptedShare: acceptedShare.toFixed(2),
      inflow: estimate.dailyInflow.toFixed(1),
    };
    const caps = { dailyCap, thresholdDays, weekendsOff: policy.workingHours !== null, restsAtWeekends };
    print(
      JSON.stringify({
        seed,
        days,
        estimated: estimate.days,
        from: estimate.from,
        to: estimate.to,
        backlog,
        level: estimate.steadyLevel,
        knowsCurve,
        ...rates,
        ...caps,
      }),
    );
  }
}
