import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { TABLES, type TableDefinition } from "../../lib/contract/tables.ts";
import { CDK_JSON, synth } from "./synth.ts";
import { resource, resourcesOf } from "./template-queries.ts";

const { template } = synth();

describe("the ledger's tables", () => {
  it("keep their logical ids: a table under another one would be another table, and empty", () => {
    expect(Object.keys(resourcesOf(template, "AWS::DynamoDB::Table"))).toEqual([
      "InvitationsTable",
      "IdentitiesTable",
      "RunsTable",
      "FlagsTable",
    ]);
  });

  it.each<TableDefinition>([...TABLES])("$id has the contract's keys, indexes and expiry", (definition) => {
    const { partitionKey, sortKey, indexes, ttlAttribute } = definition;
    const keys = (...names: (string | undefined)[]) =>
      names.flatMap((AttributeName, index) =>
        AttributeName === undefined ? [] : [{ AttributeName, KeyType: index === 0 ? "HASH" : "RANGE" }],
      );

    const { Properties } = resource(template, `${definition.id}Table`);

    expect(Properties.KeySchema).toEqual(keys(partitionKey, sortKey));
    expect(Properties.TimeToLiveSpecification).toEqual(
      ttlAttribute === undefined ? undefined : { AttributeName: ttlAttribute, Enabled: true },
    );
    expect(Properties.GlobalSecondaryIndexes ?? []).toEqual(
      indexes.map(({ name, projection, ...index }) => ({
        IndexName: name,
        KeySchema: keys(index.partitionKey, index.sortKey),
        Projection:
          projection === "all"
            ? { ProjectionType: "ALL" }
            : projection.length === 0
              ? { ProjectionType: "KEYS_ONLY" }
              : { ProjectionType: "INCLUDE", NonKeyAttributes: projection },
      })),
    );
    const attributes = new Set([partitionKey, sortKey, ...indexes.flatMap((one) => [one.partitionKey, one.sortKey])]);
    expect(Properties.AttributeDefinitions).toEqual(
      expect.arrayContaining(
        [...attributes].flatMap((AttributeName) => (AttributeName ? [{ AttributeName, AttributeType: "S" }] : [])),
      ),
    );
  });

  it("are on demand, can be restored to any second, and stay when the stack goes", () => {
    for (const { id } of TABLES) {
      expect(resource(template, `${id}Table`)).toMatchObject({
        // Kept, but for a first deployment that fails: its tables are empty.
        DeletionPolicy: "RetainExceptOnCreate",
        UpdateReplacePolicy: "Retain",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      });
    }
  });

  it("are not protected in a first deployment, which could not be taken back, and are as soon as the parameter says so", () => {
    const { Parameters, Conditions } = template.toJSON();

    expect(Parameters.ProtectTables).toMatchObject({ Default: "false", AllowedValues: ["true", "false"] });
    expect(Conditions).toEqual({ TablesAreProtected: { "Fn::Equals": [{ Ref: "ProtectTables" }, "true"] } });
    for (const { id } of TABLES) {
      // Without it no property: what a person turned on otherwise stays on.
      expect(resource(template, `${id}Table`).Properties.DeletionProtectionEnabled).toEqual({
        "Fn::If": ["TablesAreProtected", true, { Ref: "AWS::NoValue" }],
      });
    }
  });

  it("stream what changes of invitations, identities and runs, for the pipes to the bus", () => {
    const streams = TABLES.map(({ id }) => resource(template, `${id}Table`).Properties.StreamSpecification);

    const before = { StreamViewType: "NEW_AND_OLD_IMAGES" };
    expect(streams).toEqual([before, before, before, undefined]);
  });
});

describe("the queues", () => {
  it.each([SWEEP_QUEUE, WITHDRAW_QUEUE])(
    "$id is FIFO with the contract's times and FIFO dead letters",
    (definition) => {
      const { id, visibilitySeconds, retentionSeconds, maxReceiveCount, deadLetterRetentionSeconds } = definition;

      expect(resource(template, `${id}Queue`).Properties).toEqual({
        FifoQueue: true,
        SqsManagedSseEnabled: true,
        VisibilityTimeout: visibilitySeconds,
        MessageRetentionPeriod: retentionSeconds,
        RedrivePolicy: {
          deadLetterTargetArn: { "Fn::GetAtt": [`${id}DeadLetters`, "Arn"] },
          maxReceiveCount,
        },
      });
      expect(resource(template, `${id}DeadLetters`).Properties).toEqual({
        FifoQueue: true,
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: deadLetterRetentionSeconds,
      });
    },
  );

  it("keep runs that did not start for two weeks, in no order", () => {
    expect(resource(template, "StartRunDeadLetters").Properties).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 86_400,
    });
  });

  it("refuse requests without TLS, every one of them", () => {
    for (const id of Object.keys(resourcesOf(template, "AWS::SQS::Queue"))) {
      template.hasResourceProperties("AWS::SQS::QueuePolicy", {
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: "Deny",
              Action: "sqs:*",
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            }),
          ]),
        },
      });
    }
    expect(Object.keys(resourcesOf(template, "AWS::SQS::Queue"))).toHaveLength(8);
  });
});

describe("the policy parameter", () => {
  const policy = { mode: "live", thresholdDays: 30 };

  it("starts out with the policy as it was written, in the tier that its size needs", () => {
    const { Properties } = resource(synth({ policy }).template, "PolicyParameter");

    expect(Properties).toMatchObject({ Type: "String", Tier: "Intelligent-Tiering", Description: expect.any(String) });
    expect(JSON.parse(String(Properties.Value))).toEqual(policy);
    expect(Properties).not.toHaveProperty("Name");
  });

  it("is all that a change of the threshold touches", () => {
    const before = synth({ policy }).template.toJSON().Resources;
    const after = synth({ policy: { ...policy, thresholdDays: 18 } }).template.toJSON().Resources;

    const changed = Object.keys(after).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));

    expect(changed).toEqual(["PolicyParameter"]);
    expect(Object.keys(before)).toEqual(Object.keys(after));
  });
});

describe("the secret", () => {
  it("is created without a value, and without one made up", () => {
    expect(resource(template, "EdgesApiKeySecret").Properties).toEqual({ Description: expect.any(String) });
  });
});

describe("removal", () => {
  it("destroy takes every table along, so that a trial leaves nothing", () => {
    const { template: trial } = synth({ removal: "destroy" });

    for (const { id } of TABLES) {
      expect(resource(trial, `${id}Table`)).toMatchObject({
        DeletionPolicy: "Delete",
        UpdateReplacePolicy: "Delete",
        Properties: { DeletionProtectionEnabled: false },
      });
    }
    expect(JSON.stringify(trial.toJSON())).not.toMatch(/"Retain|ProtectTables/);
  });
});

describe("two stacks in one account", () => {
  it("share no physical name: those there are begin with the stack's own", () => {
    const named = (stackName: string) =>
      Object.values(synth({ stackName }).template.toJSON().Resources as Record<string, { Properties: object }>).flatMap(
        ({ Properties }) =>
          Object.entries(Properties).filter(([key]) => /^(.*Name|Name)$/.test(key) && !IDENTIFIERS.includes(key)),
      );

    const names = named("sweeper-staging").map(([, value]) => value);

    const fixed = names.filter((name): name is string => typeof name === "string" && !name.includes("DefaultPolicy"));
    expect(fixed.length).toBeGreaterThan(10);
    for (const name of fixed) expect(name).toMatch(/^sweeper-staging($|-|\/)/);
  });

  it("have the same logical ids, so that a configuration can move between them", () => {
    const ids = (stackName: string) => Object.keys(synth({ stackName }).template.toJSON().Resources);

    expect(ids("sweeper-staging")).toEqual(ids("invite-sweeper"));
  });

  it("are what cdk.json describes, as checked in", () => {
    expect(() => synth(CDK_JSON.context.inviteSweeper as Record<string, unknown>)).not.toThrow();
  });
});

/** Properties that end in `Name` and name something else than the resource itself. */
const IDENTIFIERS = ["FunctionName", "MetricName", "DisplayName"];
