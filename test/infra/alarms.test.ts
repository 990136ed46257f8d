import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { METRICS, NEVER_MISSING } from "../../lib/contract/metrics.ts";
import { DEFAULT_POLICY } from "../../lib/domain/policy.ts";
import { anchorOf } from "../../lib/infra/alarm-row.ts";
import { hourlyCeiling, missingRunHours } from "../../lib/infra/alarm-windows.ts";
import { synth } from "./synth.ts";
import { readable, resourcesOf } from "./template-queries.ts";

const README = readFileSync(join(resolve(import.meta.dirname, "../.."), "README.md"), "utf8");
const { template } = synth();
/** With everything that can be configured: the runbook is about all of it. */
const WITH_DIGEST = { digest: { email: "sales@example.com" } };

interface Alarm {
  readonly name: string;
  readonly letter: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

function alarmsOf(inviteSweeper: Record<string, unknown> = {}): Alarm[] {
  return Object.values(resourcesOf(synth(inviteSweeper).template, "AWS::CloudWatch::Alarm")).map(({ Properties }) => ({
    name: String(Properties.AlarmName),
    letter: readable(Properties.AlarmDescription),
    properties: Properties,
  }));
}

const alarm = (name: string, inviteSweeper: Record<string, unknown> = {}): Alarm["properties"] => {
  const prefix = String(inviteSweeper.stackName ?? "invite-sweeper");
  const found = alarmsOf(inviteSweeper).find((one) => one.name === `${prefix}-${name}`);
  if (found === undefined) throw new Error(`no alarm ${name}`);
  return found.properties;
};

/** The metric of an alarm on one of ours. */
const ours = (MetricName: string, Period: number, Stat = "Sum", service = "invite-sweeper") =>
  expect.objectContaining({
    MetricStat: {
      Metric: {
        Namespace: "InviteSweeper",
        MetricName,
        Dimensions: [{ Name: "service", Value: service }],
      },
      Period,
      Stat,
    },
  });

describe("the alarms", () => {
  it("are these, each under a name of its own that begins with the stack's", () => {
    expect(alarmsOf({ stackName: "staging" }).map(({ name }) => name)).toEqual([
      "staging-no-run",
      "staging-nothing-withdrawn",
      "staging-run-dead-letters",
      "staging-sweep-dead-letters",
      "staging-withdraw-dead-letters",
      "staging-event-dead-letters",
      "staging-old-withdraw-message",
      "staging-outcome-not-known",
      "staging-failure-share",
      "staging-identity-needs-person",
      "staging-policy-unreadable",
      "staging-clock-off",
      "staging-too-many-withdrawals",
      "staging-workspace-stopped",
      "staging-start-run-errors",
      "staging-start-run-throttles",
      "staging-sweep-errors",
      "staging-sweep-throttles",
      "staging-withdraw-errors",
      "staging-withdraw-throttles",
      "staging-request-errors",
      "staging-request-throttles",
    ]);
    const names = alarmsOf().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("are these more where there is a digest", () => {
    const without = alarmsOf().map(({ name }) => name);

    const more = alarmsOf(WITH_DIGEST).filter(({ name }) => !without.includes(name));

    expect(more.map(({ name }) => name)).toEqual([
      "invite-sweeper-digest-dead-letters",
      "invite-sweeper-digest-errors",
      "invite-sweeper-digest-throttles",
    ]);
  });

  it("each send a letter: what is wrong, what it means, what to do, where to look", () => {
    for (const { letter } of alarmsOf(WITH_DIGEST)) {
      const [wrong = "", ...rest] = letter.split("\n");

      expect(wrong).toMatch(/^[A-Z].*\. .*\.$/);
      expect(rest).toEqual([
        expect.stringMatching(/^What to do: README\.md#[a-z-]+ \(".+"\)$/),
        expect.stringMatching(/^Look here first: https:\/\/<AWS::Region>\.console\.aws\.amazon\.com\/\S+$/),
        expect.stringMatching(/^Severity: (high|low)$/),
      ]);
      // What CloudWatch takes, with room for what the tokens become.
      expect(letter.length).toBeLessThan(900);
    }
  });

  it("tell the topic, and nobody else", () => {
    const [topic] = Object.keys(resourcesOf(template, "AWS::SNS::Topic"));

    for (const { properties } of alarmsOf()) {
      expect(properties.AlarmActions).toEqual([{ Ref: topic }]);
      expect(properties.ActionsEnabled).toBeUndefined();
    }
  });

  it("look back no further than CloudWatch does: a week by the hour or more, a day by anything shorter", () => {
    for (const { properties } of alarmsOf({ schedule: { cron: "cron(0 9 ? * SUN,MON *)" } })) {
      const metrics = properties.Metrics as readonly { MetricStat?: { Period: number } }[] | undefined;
      const periods = metrics?.flatMap(({ MetricStat }) => MetricStat?.Period ?? []) ?? [Number(properties.Period)];
      const period = Math.max(...periods);
      const seconds = period * Number(properties.EvaluationPeriods);

      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(period < 3_600 ? 86_400 : 7 * 86_400);
    }
  });
});

describe("a missing run", () => {
  it("rings after 26 hours without one, and silence counts as none", () => {
    expect(alarm("no-run")).toMatchObject({
      Metrics: [ours(METRICS.runStarted, 3_600)],
      ComparisonOperator: "LessThanThreshold",
      Threshold: 1,
      EvaluationPeriods: 26,
      DatapointsToAlarm: 26,
      TreatMissingData: "breaching",
    });
  });

  it.each([
    ["cron(0 9 * * ? *)", 26],
    ["cron(0 9 ? * MON-FRI *)", 74],
    ["cron(0 * * * ? *)", 3],
  ])("waits as long as %s asks: %d hours", (cron, hours) => {
    expect(missingRunHours({ cron, timezone: "UTC", flexibleMinutes: 0 })).toBe(hours);
  });
});

describe("queued and none withdrawn", () => {
  it("rings on the second such day, is silent without data, and never in a dry run, which queues nothing", () => {
    expect(alarm("nothing-withdrawn")).toMatchObject({
      Metrics: [
        expect.objectContaining({ Expression: "IF(queued > 0 AND withdrawn < 1, 1, 0)", ReturnData: true }),
        ours(METRICS.queued, 86_400),
        ours(METRICS.withdrawn, 86_400),
      ],
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Threshold: 1,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      TreatMissingData: "notBreaching",
    });
  });

  it("takes the days that the schedule rests into account", () => {
    const schedule = { cron: "cron(0 9 ? * MON-FRI *)" };

    expect(alarm("nothing-withdrawn", { schedule })).toMatchObject({ EvaluationPeriods: 4, DatapointsToAlarm: 2 });
  });
});

describe("dead letters", () => {
  it.each([
    ["run-dead-letters", "StartRunDeadLetters"],
    ["sweep-dead-letters", "SweepDeadLetters"],
    ["withdraw-dead-letters", "WithdrawDeadLetters"],
    ["event-dead-letters", "EventDeadLetters"],
    ["digest-dead-letters", "DigestDeadLetters"],
  ])("%s rings on the first in %s", (name, queue) => {
    expect(alarm(name, WITH_DIGEST)).toMatchObject({
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queue, "QueueName"] } }],
      Statistic: "Maximum",
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      TreatMissingData: "notBreaching",
    });
  });
});

describe("thresholds", () => {
  it("of an old message lie four hours before it is dropped", () => {
    expect(alarm("old-withdraw-message")).toMatchObject({
      MetricName: "ApproximateAgeOfOldestMessage",
      Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": ["WithdrawQueue", "QueueName"] } }],
      Threshold: 16 * 3_600,
      Statistic: "Maximum",
    });
  });

  it("of failures are 20% of at least 20 calls", () => {
    expect(alarm("failure-share")).toMatchObject({
      Metrics: [
        expect.objectContaining({ Expression: "IF(calls >= 20, 100 * (calls - withdrawn) / calls, 0)" }),
        ours(METRICS.calls, 21_600),
        ours(METRICS.withdrawn, 21_600),
      ],
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 20,
    });
  });

  it.each([
    ["outcome-not-known", METRICS.notKnown, 3_600],
    ["identity-needs-person", METRICS.needsPerson, 86_400],
    ["policy-unreadable", METRICS.policyUnreadable, 3_600],
    ["clock-off", METRICS.clockOff, 3_600],
    ["workspace-stopped", METRICS.workspaceStopped, 3_600],
  ])("of %s are the first one", (name, metric, period) => {
    expect(alarm(name)).toMatchObject({
      Metrics: [ours(metric, period)],
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      EvaluationPeriods: 1,
      TreatMissingData: "notBreaching",
    });
  });

  it("of the hourly ceiling follow the policy's caps", () => {
    const identities = [{ id: "a" }, { id: "b", dailyCap: 40 }, { id: "c", paused: true }];

    expect(alarm("too-many-withdrawals")).toMatchObject({ Metrics: [ours(METRICS.withdrawn, 3_600)], Threshold: 500 });
    expect(alarm("too-many-withdrawals", { policy: { identities } })).toMatchObject({ Threshold: 65 });
    expect(hourlyCeiling({ ...DEFAULT_POLICY, identities, runCap: 30 })).toBe(30);
  });

  it.each([
    ["start-run", "StartRun", 1],
    ["sweep", "Sweep", 3],
    ["withdraw", "Withdraw", 3],
    ["digest", "Digest", 3],
  ])("of %s are errors by the hour, and any throttle", (name, id, errors) => {
    const Dimensions = [{ Name: "FunctionName", Value: { Ref: `${id}Function` } }];

    expect(alarm(`${name}-errors`, WITH_DIGEST)).toMatchObject({
      MetricName: "Errors",
      Dimensions,
      Threshold: errors,
      Period: 3_600,
    });
    expect(alarm(`${name}-throttles`, WITH_DIGEST)).toMatchObject({
      MetricName: "Throttles",
      Dimensions,
      Threshold: 0,
    });
  });
});

describe("expressions", () => {
  it("compare only metrics that are never missing, for a comparison with nothing is nothing", () => {
    const compared = alarmsOf().flatMap(({ properties }) => {
      const metrics = (properties.Metrics ?? []) as readonly { MetricStat?: { Metric: { MetricName: string } } }[];
      return metrics.length > 1 ? metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []) : [];
    });

    expect(compared.length).toBeGreaterThan(0);
    expect(NEVER_MISSING).toEqual(expect.arrayContaining(compared));
  });
});

describe("the topic", () => {
  it("is encrypted under a key of its own that CloudWatch may use for this account's alarms", () => {
    const [key, ...others] = Object.values(resourcesOf(template, "AWS::KMS::Key"));
    const [topic] = Object.values(resourcesOf(template, "AWS::SNS::Topic"));

    expect(others).toEqual([]);
    expect(topic?.Properties.KmsMasterKeyId).toEqual({
      "Fn::GetAtt": [expect.stringMatching(/^AlarmTopicKey/), "Arn"],
    });
    expect(key?.Properties).toMatchObject({ EnableKeyRotation: true });
    expect(JSON.stringify(key?.Properties.KeyPolicy)).toContain('"Service":"cloudwatch.amazonaws.com"');
  });

  it("refuses publishing without TLS, and lets this account's alarms in, which its own policy would keep out", () => {
    const [policy] = Object.values(resourcesOf(template, "AWS::SNS::TopicPolicy"));

    expect(policy?.Properties.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: "Deny", Action: "sns:Publish", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        {
          Effect: "Allow",
          Action: "sns:Publish",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
        },
      ],
    });
  });

  it("mails to the configured address, and to nobody when there is none", () => {
    const mails = (alarmEmail: string | null) =>
      Object.values(resourcesOf(synth({ alarmEmail }).template, "AWS::SNS::Subscription")).map(
        ({ Properties }) => Properties.Endpoint,
      );

    expect(mails("ops@example.com")).toEqual(["ops@example.com"]);
    expect(mails(null)).toEqual([]);
  });
});

describe("the runbook", () => {
  const [, runbook = ""] = README.split(/^## Runbook$/m);
  const sections = new Map(
    runbook
      .split(/^## /m, 1)
      .join("")
      .split(/^### /m)
      .slice(1)
      .map((section) => {
        const [heading = "", ...rest] = section.split("\n");
        return [heading, rest.join("\n")] as const;
      }),
  );

  it("has a heading for every alarm, and an alarm for every heading", () => {
    const named = alarmsOf(WITH_DIGEST).map(({ letter }) => /README\.md#(\S+) \("(.+)"\)/.exec(letter));

    expect(new Set(named.map((match) => match?.[2]))).toEqual(new Set(sections.keys()));
    for (const match of named) expect(match?.[1]).toBe(anchorOf(match?.[2] ?? ""));
  });

  it("says of each what it is, how to find out, and what to do", () => {
    for (const [heading, text] of sections) {
      const parts = [...text.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, part]) => part);

      expect([heading, ...parts]).toEqual([heading, "Description", "Investigation", "Resolution"]);
    }
  });

  it("names outputs that the stack has", () => {
    const outputs = Object.keys(synth(WITH_DIGEST).template.toJSON().Outputs);
    const used = [
      ...README.matchAll(/(?:\$\(out |\blog |dead_letters |`)((?:[A-Z][a-z]+){2,}(?:Name|Url|Arn|Command))\b/g),
    ];

    expect(used.length).toBeGreaterThan(15);
    for (const [, name] of used) expect(outputs).toContain(name);
  });
});
