import { describe, expect, it } from "vitest";
import { ENVIRONMENT } from "../../lib/contract/environment.ts";
import { synth } from "./synth.ts";
import { readable, resource, resourcesOf } from "./template-queries.ts";

const { template } = synth({ retentionDays: 90 });

describe("the packing of days", () => {
  it("comes every night, with or without a digest", () => {
    const schedules = Object.entries(resourcesOf(template, "AWS::Scheduler::Schedule"));

    expect(schedules.filter(([id]) => id.startsWith("RollUp")).map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({
        ScheduleExpression: "cron(30 1 * * ? *)",
        ScheduleExpressionTimezone: "UTC",
        FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 60 },
        Target: expect.objectContaining({ Arn: { "Fn::GetAtt": ["RollUpFunction", "Arn"] } }),
      }),
    ]);
  });

  it("is not tried again by night: the next one makes up for it", () => {
    const configs = Object.entries(resourcesOf(template, "AWS::Lambda::EventInvokeConfig"));

    expect(configs.filter(([id]) => id.startsWith("RollUp")).map(([, { Properties }]) => Properties)).toEqual([
      { FunctionName: { Ref: "RollUpFunction" }, MaximumRetryAttempts: 0, Qualifier: "$LATEST" },
    ]);
  });

  it("knows how long endings are kept, and neither queue nor key", () => {
    const { Variables } = resource(template, "RollUpFunction").Properties.Environment as {
      Variables: Readonly<Record<string, unknown>>;
    };

    expect(Variables[ENVIRONMENT.retentionDays]).toBe("90");
    expect(readable(Variables[ENVIRONMENT.runsTable])).toBe("<RunsTable>");
    expect(Object.keys(Variables).filter((name) => /QUEUE|KEY|EDGES|DIGEST/.test(name))).toEqual([]);
  });
});
