import type { Change } from "./changes.ts";

/** An alarm to look at this week, on one of our own metrics, and its heading in the runbook. It never rings until it is filled in. */
export function newAlarm(name: string): Change[] {
  const words = name.replaceAll("-", " ");
  const heading = words.charAt(0).toUpperCase() + words.slice(1);
  return [
    {
      path: "lib/infra/alarms.ts",
      insert: `    {
      name: "${name}",
      severity: "low",
      wrong: "Fill in what is wrong, with the numbers.",
      impact: "Fill in what that means for the owner.",
      runbook: "${heading}",
      link: dashboard,
      // Fill in: a metric of lib/contract/metrics.ts, and from which value on somebody should look.
      metric: metrics.of(METRICS.withdrawn, HOURLY),
      rings: { below: 0 },
    },\n`,
      taken: new RegExp(`name: "${name}"`),
      before: / {4}\.\.\.digestRows\(parts\),/,
    },
    {
      path: "lib/infra/RUNBOOK.md",
      insert: `### ${heading}

**Description.** Fill in what has happened, and what has not.

**Investigation.** Fill in the commands that show more.

**Resolution.** Fill in what to do, and how to see that it has helped.\n\n`,
      taken: new RegExp(`^### ${heading}$`, "m"),
      before: /(?<=## Look this week \(low\)\n[\s\S]*?)### /,
    },
    {
      path: `test/infra/alarms.${name}.test.ts`,
      text: `import { expect, it } from "vitest";
import { synth } from "./synth.ts";
import { resourcesOf } from "./template-queries.ts";

it("${name} rings for what it is there for, and when nothing is measured it does not", () => {
  const alarms = Object.values(resourcesOf(synth().template, "AWS::CloudWatch::Alarm"));
  const found = alarms.find(({ Properties }) => Properties.AlarmName === "invite-sweeper-${name}");

  expect(found?.Properties, "fill in the row in lib/infra/alarms.ts, and what it is to be here").toMatchObject({
    ComparisonOperator: "GreaterThanThreshold",
    Threshold: "fill in",
    TreatMissingData: "notBreaching",
  });
});
`,
    },
  ];
}
