import { Validations } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { describe, expect, it } from "vitest";
import { freshSynth, type Synthesized } from "./infra/synth.ts";

/** Every part there can be, and what a trial has different. */
const EVERYTHING = { alarmEmail: "ops@example.com", digest: { email: "sales@example.com" }, archive: {} };
const CRMS = [
  { kind: "hubspot", secret: "crm" },
  { kind: "salesforce", secret: "crm", instanceUrl: "https://example.my.salesforce.com" },
  { kind: "pipedrive", secret: "crm", companyDomain: "example" },
];
const CONFIGURATIONS = [
  ...CRMS.map((crm) => ({ alarmEmail: "ops@example.com", crm })),
  { alarmEmail: "ops@example.com" },
  EVERYTHING,
  { ...EVERYTHING, removal: "destroy", schedule: { flexibleMinutes: 0 } },
  {
    ...EVERYTHING,
    rollout: "canary",
    tags: { team: "growth" },
    kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
  },
];
const PACKS = [AwsSolutionsChecks, ServerlessChecks] as const;

function findings(pack: NagPack, { app }: Synthesized): string[] {
  return pack
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath ?? "?"}`),
    );
}

/** What has been acknowledged, by rule, with its reason. */
function acknowledged({ app }: Synthesized): [string, string][] {
  const under = (construct: IConstruct): IConstruct[] => [construct, ...construct.node.children.flatMap(under)];
  return under(app).flatMap(({ node }) =>
    node.metadata.flatMap(({ type, data }) =>
      type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY
        ? (Object.entries(data as object) as [string, string][])
        : [],
    ),
  );
}

describe("cdk-nag", () => {
  it.each(CONFIGURATIONS)("finds nothing in %j", (configuration) => {
    const synthesized = freshSynth(configuration);

    for (const Pack of PACKS) expect(findings(new Pack(synthesized.app), synthesized)).toEqual([]);
  });

  it("finds what it is there to find", () => {
    const synthesized = freshSynth({});
    new Queue(synthesized.stack, "Open");

    const found = findings(new AwsSolutionsChecks(synthesized.app), synthesized);

    expect(found).toEqual([
      "AwsSolutions-SQS3 at invite-sweeper/Open/Resource",
      "AwsSolutions-SQS4 at invite-sweeper/Open/Resource",
    ]);
  });

  it("is told a reason for each thing it is to overlook", () => {
    const all = acknowledged(freshSynth({ ...EVERYTHING, rollout: "canary" }));

    const rules = new Set(all.map(([rule]) => rule.replace(/^annotation::/i, "")));
    expect([...rules].sort()).toEqual([
      "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
      "AwsSolutions-IAM5[Resource::<ArchiveBucket.Arn>/exports/Identities/*]",
      "AwsSolutions-IAM5[Resource::<ArchiveBucket.Arn>/exports/Invitations/*]",
      "AwsSolutions-IAM5[Resource::<ArchiveBucket.Arn>/exports/Runs/*]",
      "AwsSolutions-IAM5[Resource::<DigestBucket.Arn>/digests/*]",
      "AwsSolutions-IAM5[Resource::<DigestFunction.Arn>:*]",
      "AwsSolutions-IAM5[Resource::<RollUpFunction.Arn>:*]",
      "AwsSolutions-IAM5[Resource::<StartRunFunction.Arn>:*]",
      "AwsSolutions-S1",
      "AwsSolutions-SMG4",
      "AwsSolutions-SQS3",
      "Serverless-LambdaAsyncFailureDestination",
      "Serverless-LambdaDLQ",
      "Serverless-LambdaEventSourceMappingDestination",
      "Serverless-LambdaTracing",
      "Serverless-SNSRedrivePolicy",
      "Serverless-SQSRedrivePolicy",
    ]);
    for (const [, reason] of all) expect(reason.split(" ").length).toBeGreaterThan(7);
  });
});
