import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import {
  appearancePatterns,
  detailTemplate,
  type EventDefinition,
  IDENTITY_NEEDS_ATTENTION,
  INVITATION_ANNOUNCED,
  INVITATION_SETTLED,
  RUN_HELD,
} from "../../lib/contract/events.ts";
import { synth } from "./synth.ts";
import { resourcesOf } from "./template-queries.ts";

describe("the pipes to the bus", () => {
  it.each<[string, EventDefinition]>([
    ["InvitationsTable", INVITATION_SETTLED],
    ["InvitationsTable", INVITATION_ANNOUNCED],
    ["IdentitiesTable", IDENTITY_NEEDS_ATTENTION],
    ["RunsTable", RUN_HELD],
  ])("%s: tells what appears there under the contract's name, and gives up what it cannot send", (table, event) => {
    const pipes = Object.values(resourcesOf(synth().template, "AWS::Pipes::Pipe"));

    const ofTable = pipes.filter(({ Properties }) => JSON.stringify(Properties.Source).includes(`"${table}"`));
    const found = ofTable.filter(({ Properties }) => JSON.stringify(Properties).includes(`"${event.detailType}"`));

    expect(found.map(({ Properties }) => Properties)).toEqual([
      {
        Description: `invite-sweeper: ${event.detailType}`,
        RoleArn: expect.anything(),
        Source: { "Fn::GetAtt": [table, "StreamArn"] },
        SourceParameters: {
          DynamoDBStreamParameters: {
            StartingPosition: "TRIM_HORIZON",
            BatchSize: 10,
            MaximumRecordAgeInSeconds: 86_400,
            MaximumRetryAttempts: 10,
            OnPartialBatchItemFailure: "AUTOMATIC_BISECT",
            DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventDeadLetters", "Arn"] } },
          },
          FilterCriteria: { Filters: appearancePatterns(event).map((one) => ({ Pattern: JSON.stringify(one) })) },
        },
        Target: { "Fn::GetAtt": ["EventBus", "Arn"] },
        TargetParameters: {
          InputTemplate: detailTemplate(event),
          EventBridgeEventBusParameters: { Source: "invite-sweeper", DetailType: event.detailType },
        },
      },
    ]);
  });
});

describe("a deployment", () => {
  it("brings the functions before the pipes, whose templates may name what only the new ones write", () => {
    const { template } = synth();
    const pipes = Object.values(template.toJSON().Resources as Record<string, { Type: string; DependsOn?: string[] }>);

    for (const { Type, DependsOn } of pipes) {
      if (Type !== "AWS::Pipes::Pipe") continue;
      expect(DependsOn).toEqual(expect.arrayContaining(["StartRunFunction", "SweepFunction", "WithdrawFunction"]));
    }
  });
});

describe("wishes", () => {
  it("go to their function, are tried for half a day, and then to the dead letters", () => {
    const { template } = synth();

    const rules = Object.entries(resourcesOf(template, "AWS::Events::Rule"));

    expect(rules.map(([, { Properties }]) => Properties)).toEqual([
      {
        Description: expect.any(String),
        EventBusName: { Ref: "EventBus" },
        EventPattern: { "detail-type": ["Withdrawal Requested", "Person Flagged"] },
        State: "ENABLED",
        Targets: [
          {
            Arn: { "Fn::GetAtt": ["RequestFunction", "Arn"] },
            Id: "Target0",
            DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventDeadLetters", "Arn"] } },
            RetryPolicy: { MaximumEventAgeInSeconds: 43_200 },
          },
        ],
      },
    ]);
    const [[rule] = [""]] = rules;
    const source = { "Fn::GetAtt": [rule, "Arn"] };
    template.hasResourceProperties("AWS::Lambda::Permission", {
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      FunctionName: { "Fn::GetAtt": ["RequestFunction", "Arn"] },
      SourceArn: source,
    });
    template.hasResourceProperties("AWS::SQS::QueuePolicy", {
      Queues: [{ Ref: "EventDeadLetters" }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: "Allow",
            Action: "sqs:SendMessage",
            Principal: { Service: "events.amazonaws.com" },
            Condition: { ArnEquals: { "aws:SourceArn": source } },
          }),
        ]),
      },
    });
  });
});

describe("the bus", () => {
  it("is open to nobody else by default", () => {
    expect(resourcesOf(synth().template, "AWS::Events::EventBusPolicy")).toEqual({});
  });

  it("takes the two wishes from the accounts named, and never our own news", () => {
    const { template } = synth({ events: { senderAccounts: ["123456789012"] } });

    const policies = Object.values(resourcesOf(template, "AWS::Events::EventBusPolicy"));

    expect(policies.map(({ Properties }) => Properties.Statement)).toEqual([
      {
        Sid: "cdk-Wishes",
        Effect: "Allow",
        Principal: { AWS: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":iam::123456789012:root"]] } },
        Action: "events:PutEvents",
        Resource: { "Fn::GetAtt": ["EventBus", "Arn"] },
        Condition: {
          StringEquals: { "events:detail-type": ["Withdrawal Requested", "Person Flagged"] },
          StringNotEquals: { "events:source": "invite-sweeper" },
        },
      },
    ]);
  });
});
