import { Aws, type Stack } from "aws-cdk-lib";
import { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { Effect, Policy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import { CfnTopic } from "aws-cdk-lib/aws-sns";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import { keyUses } from "./key-uses.ts";

/**
 * Puts the owner's key on everything that holds data: tables, queues, topics, logs, the bucket of reports. And lets each
 * role use the key for what it may do already, through the one service and in no other way. Services that act in
 * their own name are let in by the key's policy, which is the owner's to write (README.md beside it, "A key of your own").
 */
export function encryptWith(stack: Stack, keyArn: string): void {
  const all = stack.node.findAll();
  for (const one of all) putKeyOn(one, keyArn);
  for (const one of all) if (one instanceof Policy) letUse(stack, one, keyArn);
}

function putKeyOn(one: IConstruct, keyArn: string): void {
  if (one instanceof CfnTable) one.sseSpecification = { sseEnabled: true, sseType: "KMS", kmsMasterKeyId: keyArn };
  if (one instanceof CfnTopic) one.kmsMasterKeyId = keyArn;
  if (one instanceof CfnLogGroup) one.kmsKeyId = keyArn;
  if (one instanceof CfnQueue) {
    one.kmsMasterKeyId = keyArn;
    // SQS's own keys and this one exclude each other.
    one.sqsManagedSseEnabled = undefined;
  }
  if (one instanceof CfnBucket) {
    const byDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn };
    one.bucketEncryption = {
      // With a key for the bucket, KMS is asked once in a while and not for each object.
      serverSideEncryptionConfiguration: [{ bucketKeyEnabled: true, serverSideEncryptionByDefault: byDefault }],
    };
  }
}

/** What a role's policy lets it do with encrypted things, it may now do with the key. */
function letUse(stack: Stack, policy: Policy, keyArn: string): void {
  const { Statement = [] }: { Statement?: readonly { readonly Action: string | readonly string[] }[] } =
    stack.resolve(policy.document) ?? {};
  for (const { service, actions } of keyUses(Statement.flatMap(({ Action }) => Action))) {
    // Both forms: documents differ on which of them KMS sees outside the partition `aws`.
    const through = ["amazonaws.com", Aws.URL_SUFFIX].map((suffix) => `${service}.${Aws.REGION}.${suffix}`);
    policy.addStatements(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [keyArn],
        conditions: { StringEquals: { "kms:ViaService": through } },
      }),
    );
  }
}
