import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Annotations, Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { METRICS, NEVER_MISSING } from "../../lib/contract/metrics.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { DEFAULT_POLICY } from "../../lib/domain/policy.ts";
import { anchorOf, SEVERITIES } from "../../lib/infra/alarm-row.ts";
import { hourlyCeiling, missingRunHours } from "../../lib/infra/alarm-windows.ts";
import { synth } from "./synth.ts";
import { readable, resourcesOf } from "./template-queries.ts";

const documentOf = (name: string): string =>
  readFileSync(join(resolve(import.meta.dirname, "../../lib/infra"), name), "utf8");
const RUNBOOK = documentOf("RUNBOOK.md");
const { template } = synth();
/** With everything that can be configured: the runbook is about all of it. */
const WITH_DIGEST = { digest: { email: "sales@example.com" } };
const WITH_ALL = { ...WITH_DIGEST, archive: {}, crm: { kind: "hubspot", secret: "crm" } };

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

/** The one alarm over others. */
function composite(): Alarm {
  const [found, ...more] = Object.values(resourcesOf(template, "AWS::CloudWatch::CompositeAlarm"));
  if (found === undefined || more.length > 0) throw new Error("there is one");
  const { AlarmName, AlarmDescription } = found.Properties;
  return { name: String(AlarmName), letter: readable(AlarmDescription), properties: found.Properties };
}

const severityIn = (letter: string): string | undefined => /^Severity: (\w+)/m.exec(letter)?.[1];

/** The metrics that an alarm is billed for: each one of an expression. */
function metricsOf({ Metrics }: Alarm["properties"]): readonly { Period: number; Metric: { MetricName: string } }[] {
  const all = (Metrics ?? []) as readonly { MetricStat?: { Period: number; Metric: { MetricName: string } } }[];
  return all.flatMap(({ MetricStat }) => MetricStat ?? []);
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
  it("have each a name of its own that begins with the stack's", () => {
    const names = alarmsOf({ stackName: "staging" }).map(({ name }) => name);

    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !/^staging-[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("are one more where there is a digest", () => {
    const without = alarmsOf().map(({ name }) => name);

    const more = alarmsOf(WITH_DIGEST).filter(({ name }) => !without.includes(name));

    expect(more.map(({ name }) => name)).toEqual(["invite-sweeper-digest-dead-letters"]);
  });

  it("each send a letter: what is wrong, what it means, what to do, where to look", () => {
    for (const { letter } of [...alarmsOf(WITH_ALL), composite()]) {
      const [wrong = "", ...rest] = letter.split("\n");

      expect(wrong).toMatch(/^[A-Z].*\. .*\.$/);
      expect(rest).toEqual([
        expect.stringMatching(/^What to do: lib\/infra\/RUNBOOK\.md#[a-z-]+ \(".+"\)$/),
        expect.stringMatching(/^Look here first: https:\/\/<AWS::Region>\.<Console\[<AWS::Partition>\]\.Domain>\/\S+$/),
        expect.stringMatching(/^Severity: (critical \(look now\)|high \(look today\)|low \(look this week\))$/),
      ]);
      // What CloudWatch takes, with room for what the tokens become.
      expect(letter.length).toBeLessThan(900);
    }
  });

  it("tell the topic, and nobody else", () => {
    const [topic] = Object.keys(resourcesOf(template, "AWS::SNS::Topic"));

    for (const { properties } of [...alarmsOf(), composite()]) {
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

describe("is it working at all", () => {
  it("rings while any critical alarm does", () => {
    const critical = Object.entries(resourcesOf(template, "AWS::CloudWatch::Alarm")).filter(
      ([, { Properties }]) => severityIn(readable(Properties.AlarmDescription)) === "critical",
    );

    const { name, letter, properties } = composite();

    expect(critical.map(([, { Properties }]) => Properties.AlarmName)).toEqual([
      "invite-sweeper-no-run",
      "invite-sweeper-nothing-withdrawn",
      "invite-sweeper-policy-unreadable",
      "invite-sweeper-too-many-withdrawals",
      "invite-sweeper-workspace-stopped",
    ]);
    const rule = critical.map(([id]) => `ALARM("<${id}.Arn>")`).join(" OR ");
    expect(readable(properties.AlarmRule)).toBe(`(${rule})`);
    expect([name, severityIn(letter)]).toEqual(["invite-sweeper-not-working", "critical"]);
  });
});

describe("what they cost", () => {
  it("is at most three dollars a month without the digest, and is what COSTS.md says", () => {
    const perMetric = 0.1;
    const perComposite = 0.5;
    const billed = (inviteSweeper: Record<string, unknown>) =>
      alarmsOf(inviteSweeper).reduce((sum, { properties }) => sum + Math.max(1, metricsOf(properties).length), 0);

    const metrics = billed({});
    const dollars = metrics * perMetric + perComposite;

    expect(Number(dollars.toFixed(2))).toBeLessThanOrEqual(3);
    const how = `${alarmsOf().length} alarms on ${metrics} metrics × $0.10 + one over five of them, $0.50`;
    const told = documentOf("COSTS.md")
      .split("\n")
      .filter((line) => line.startsWith("| Alarms |"));
    expect(told).toEqual([`| Alarms | ${Array(3).fill(dollars.toFixed(2)).join(" | ")} | ${how} |`]);
    expect(billed(WITH_DIGEST) - metrics).toBe(1);
  });
});

describe("a condition that can come a second time", () => {
  /** What is one for all, or a state of the whole, may ring for as long as it lasts: there is no second one behind it. */
  const ONE_FOR_ALL = ["no-run", "nothing-withdrawn", "old-sweep-message", "old-withdraw-message", "failure-share"];

  it("is looked at by the hour or less, so that the alarm is over before the next", () => {
    for (const { name, properties } of alarmsOf(WITH_DIGEST)) {
      if (ONE_FOR_ALL.includes(name.replace("invite-sweeper-", ""))) continue;
      const periods = [...metricsOf(properties).map(({ Period }) => Period), Number(properties.Period ?? 0)];
      const seconds = Math.max(...periods) * Number(properties.EvaluationPeriods);

      expect([name, seconds]).toEqual([name, expect.any(Number)]);
      expect(seconds).toBeLessThanOrEqual(3_600);
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
    ["archive-dead-letters", "ArchiveDeadLetters"],
  ])("%s rings on the first in %s", (name, queue) => {
    expect(alarm(name, WITH_ALL)).toMatchObject({
      Metrics: [
        expect.objectContaining({ Expression: "DIFF(FILL(letters, 0))", ReturnData: true }),
        expect.objectContaining({
          Id: "letters",
          MetricStat: {
            Metric: {
              Namespace: "AWS/SQS",
              MetricName: "ApproximateNumberOfMessagesVisible",
              Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queue, "QueueName"] } }],
            },
            Period: 900,
            Stat: "Maximum",
          },
        }),
      ],
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 1,
      TreatMissingData: "notBreaching",
    });
  });

  /** As CloudWatch works the expression out: gaps filled with 0, and the difference to the period before. */
  const ringsIn = (letters: readonly (number | null)[]): boolean[] => {
    const filled = letters.map((count) => count ?? 0);
    const bad = filled.map((count, at) => at > 0 && count - (filled[at - 1] ?? 0) > 0);
    return bad.map((isBad, at) => isBad || bad[at - 1] === true);
  };

  it.each([
    ["the first, in a queue that has never had one", [null, 1, 1, 1], [false, true, true, false]],
    [
      "a second beside one that nobody has looked at",
      [0, 1, 1, 1, 2, 2, 2],
      [false, true, true, false, true, true, false],
    ],
    ["none while they are sent again", [0, 3, 3, 3, 1, 0, 0], [false, true, true, false, false, false, false]],
  ])("ring for %s", (_, letters, rings) => {
    expect(ringsIn(letters)).toEqual(rings);
  });
});

describe("thresholds", () => {
  it.each([
    ["old-sweep-message", "SweepQueue", SWEEP_QUEUE],
    ["old-withdraw-message", "WithdrawQueue", WITHDRAW_QUEUE],
  ])("of %s lie four hours before it is dropped", (name, queue, { retentionSeconds }) => {
    expect(alarm(name)).toMatchObject({
      MetricName: "ApproximateAgeOfOldestMessage",
      Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queue, "QueueName"] } }],
      Threshold: retentionSeconds - 4 * 3_600,
      Statistic: "Maximum",
    });
  });

  it("of pipes are failures that one record alone can bring about, before it is given up", () => {
    const pipes = Object.entries(resourcesOf(template, "AWS::Pipes::Pipe"));
    // Announcements leave by the stream of the settlements, with the same rights.
    const watched = pipes.filter(([id]) => !id.startsWith("PipesAnnounced"));
    const failed = watched.map(([id]) =>
      expect.objectContaining({
        MetricStat: {
          Metric: {
            Namespace: "AWS/EventBridge/Pipes",
            MetricName: "ExecutionFailed",
            Dimensions: [{ Name: "PipeName", Value: { Ref: id } }],
          },
          Period: 3_600,
          Stat: "Sum",
        },
      }),
    );

    const { Metrics, Threshold, ComparisonOperator } = alarm("events-failing");

    expect([pipes.length, watched.length]).toEqual([4, 3]);
    expect(Metrics).toEqual([
      expect.objectContaining({ Expression: "FILL(settled, 0) + FILL(needsAttention, 0) + FILL(held, 0)" }),
      ...failed,
    ]);
    expect(ComparisonOperator).toBe("GreaterThanOrEqualToThreshold");
    for (const [, { Properties }] of pipes) {
      const { DynamoDBStreamParameters: source } = Properties.SourceParameters as {
        DynamoDBStreamParameters: { MaximumRetryAttempts: number };
      };
      expect(source.MaximumRetryAttempts + 1).toBeGreaterThan(Number(Threshold));
    }
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
    ["identity-needs-person", METRICS.newlyNeedsPerson, 3_600],
    ["sweeps-not-reached", METRICS.sweepsNotReached, 3_600],
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
  ])("of %s are errors by the hour", (name, id, errors) => {
    const Dimensions = [{ Name: "FunctionName", Value: { Ref: `${id}Function` } }];

    expect(alarm(`${name}-errors`, WITH_DIGEST)).toMatchObject({
      MetricName: "Errors",
      Dimensions,
      Threshold: errors,
      Period: 3_600,
    });
  });
});

describe("expressions", () => {
  it("compare only metrics that are never missing or are filled, for a comparison with nothing is nothing", () => {
    const compared = alarmsOf(WITH_DIGEST).flatMap(({ properties }) => {
      const all = (properties.Metrics ?? []) as readonly { Id: string; Expression?: string; MetricStat?: object }[];
      const text = all.map(({ Expression = "" }) => Expression).join();
      const unfilled = all.filter(({ Id, MetricStat }) => MetricStat !== undefined && !text.includes(`FILL(${Id}, 0)`));
      return text === "" ? [] : metricsOf({ Metrics: unfilled }).map(({ Metric }) => Metric.MetricName);
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
    expect(mails("none")).toEqual([]);
  });

  it.each([
    [null, 1],
    ["none", 0],
    ["ops@example.com", 0],
  ])("with %s as address there are %d warnings that nobody is told", (alarmEmail, count) => {
    const { stack } = synth({ alarmEmail });

    const warnings = Annotations.fromStack(stack).findWarning("*", Match.stringLikeRegexp("Nobody is told of alarms"));

    expect(warnings).toHaveLength(count);
    for (const { entry } of warnings) expect(String(entry.data)).toContain("inviteSweeper.alarmEmail");
  });
});

describe("the runbook", () => {
  /** Heading by heading: under which severity it stands, and its text. */
  const sections = new Map(
    RUNBOOK.split(/^## /m)
      .slice(1)
      .flatMap((group) => {
        const [severity = "", ...entries] = group.split(/^### /m);
        return entries.map((entry) => {
          const [heading = "", ...rest] = entry.split("\n");
          return [heading, { group: severity.split("\n")[0] ?? "", text: rest.join("\n") }] as const;
        });
      }),
  );
  const all = [...alarmsOf(WITH_ALL), composite()];
  const headingIn = (letter: string): readonly string[] => /RUNBOOK\.md#(\S+) \("(.+)"\)/.exec(letter)?.slice(1) ?? [];

  it("has a heading for every alarm, and an alarm for every heading", () => {
    const named = all.map(({ letter }) => headingIn(letter));

    expect(new Set(named.map(([, heading]) => heading))).toEqual(new Set(sections.keys()));
    for (const [anchor, heading = ""] of named) expect(anchor).toBe(anchorOf(heading));
  });

  it("is grouped by how soon to look: each heading stands under the most severe of its alarms", () => {
    const order = Object.keys(SEVERITIES);
    for (const [heading, { group }] of sections) {
      const severities = all
        .filter(({ letter }) => headingIn(letter)[1] === heading)
        .map(({ letter }) => severityIn(letter));
      const [most] = order.filter((severity) => severities.includes(severity));

      expect([heading, group]).toEqual([heading, expect.stringMatching(new RegExp(`\\(${most}\\)$`))]);
    }
  });

  it("says of each what it is, how to find out, and what to do", () => {
    for (const [heading, { text }] of sections) {
      const parts = [...text.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, part]) => part);

      expect([heading, ...parts]).toEqual([heading, "Description", "Investigation", "Resolution"]);
    }
  });

  it("names outputs that the stack has", () => {
    const outputs = Object.keys(synth(WITH_ALL).template.toJSON().Outputs);
    const used = [
      ...[RUNBOOK, documentOf("README.md")]
        .join("\n")
        .matchAll(/(?:\$\(out |\blog |dead_letters |`)((?:[A-Z][a-z]+){2,}(?:Name|Url|Arn|Command))\b/g),
    ];

    expect(used.length).toBeGreaterThan(15);
    for (const [, name] of used) expect(outputs).toContain(name);
  });
});
