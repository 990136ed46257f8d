import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { keyUses } from "../../lib/infra/key-uses.ts";
import { synth } from "./synth.ts";
import { asList, readable, resourcesOf } from "./template-queries.ts";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const EVERYTHING = { alarmEmail: "ops@example.com", digest: { email: "sales@example.com" } };
const { template } = synth({ ...EVERYTHING, kmsKeyArn: KEY });
const { template: plain } = synth(EVERYTHING);

const propertiesOf = (type: string) => {
  const found = Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
  expect(found.length).toBeGreaterThan(0);
  return found;
};

describe("with a key of the owner's", () => {
  it("all that holds data is under it: tables, queues, topics, logs, the reports' bucket", () => {
    for (const table of propertiesOf("AWS::DynamoDB::Table")) {
      expect(table.SSESpecification).toEqual({ SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: KEY });
    }
    for (const queue of propertiesOf("AWS::SQS::Queue")) {
      expect(queue.KmsMasterKeyId).toBe(KEY);
      expect(queue).not.toHaveProperty("SqsManagedSseEnabled");
    }
    for (const topic of propertiesOf("AWS::SNS::Topic")) expect(topic.KmsMasterKeyId).toBe(KEY);
    for (const log of propertiesOf("AWS::Logs::LogGroup")) expect(log.KmsKeyId).toBe(KEY);
    for (const bucket of propertiesOf("AWS::S3::Bucket")) {
      expect(bucket.BucketEncryption).toEqual({
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY } },
        ],
      });
    }
  });

  it("no key of ours is made, and paid for, beside it", () => {
    expect(resourcesOf(template, "AWS::KMS::Key")).toEqual({});
  });

  it("each role may use it through the services it works with, as far as it reads or writes there, and not by itself", () => {
    const policies = propertiesOf("AWS::IAM::Policy");
    // Functions, schedules, pipes: whoever works with a table, a queue, a topic or the bucket.
    expect(policies.length).toBeGreaterThanOrEqual(10);
    for (const { PolicyDocument } of policies) {
      const statements = (PolicyDocument as { readonly Statement: readonly Statement[] }).Statement;
      const onKey = statements.filter(({ Resource }) => Resource === KEY);
      const actions = statements.filter(({ Resource }) => Resource !== KEY).flatMap(({ Action }) => asList(Action));

      const allowed = onKey.map(({ Action, Condition, ...rest }) => {
        expect(rest).toEqual({ Effect: "Allow", Resource: KEY });
        const through = asList(Condition?.StringEquals?.["kms:ViaService"]).map(readable);
        const service = String(through[0]?.split(".")[0]);
        expect(Condition).toEqual({ StringEquals: { "kms:ViaService": expect.anything() } });
        expect(through).toEqual([
          `${service}.<AWS::Region>.amazonaws.com`,
          `${service}.<AWS::Region>.<AWS::URLSuffix>`,
        ]);
        return { service, actions: asList(Action).toSorted() };
      });
      const needed = keyUses(actions.map(String)).map((use) => ({ ...use, actions: use.actions.toSorted() }));
      expect(allowed.toSorted(byService)).toEqual(needed.toSorted(byService));
    }
  });

  it("the documented key policy lets in every service that acts in its own name on what the key is on", () => {
    const document = readFileSync(join(resolve(import.meta.dirname, "../../lib/infra"), "README.md"), "utf8");
    const [, json = ""] = /## A key of your own[\s\S]*?```json\n([\s\S]*?)```/.exec(document) ?? [];
    const allowed = (JSON.parse(json) as readonly PolicyStatement[]).flatMap(({ Principal }) =>
      asList(Principal?.Service),
    );

    const acting = [...propertiesOf("AWS::SQS::QueuePolicy"), ...propertiesOf("AWS::SNS::TopicPolicy")].flatMap(
      ({ PolicyDocument }) =>
        (PolicyDocument as { readonly Statement: readonly PolicyStatement[] }).Statement.flatMap(
          ({ Effect, Principal }) => (Effect === "Allow" ? asList(Principal?.Service) : []),
        ),
    );

    expect(acting.length).toBeGreaterThan(1);
    expect(new Set(allowed)).toEqual(new Set(["logs.REGION.amazonaws.com", ...acting]));
  });

  it("the rest of the template is as without, roles' policies and what the key is on aside", () => {
    const without = plain.toJSON().Resources as Record<string, { Type: string }>;
    const resources = template.toJSON().Resources as Record<string, { Type: string }>;

    const changed = Object.keys(without).filter((id) => JSON.stringify(without[id]) !== JSON.stringify(resources[id]));

    expect(new Set(changed.map((id) => without[id]?.Type))).toEqual(
      new Set([
        ...["AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::Logs::LogGroup", "AWS::S3::Bucket"],
        ...["AWS::IAM::Policy", "AWS::KMS::Key"],
      ]),
    );
    expect(Object.keys(resources).filter((id) => without[id] === undefined)).toEqual([]);
  });
});

interface PolicyStatement {
  readonly Effect: string;
  readonly Principal?: { readonly Service?: unknown };
}

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

const byService = (a: { readonly service: string }, b: { readonly service: string }) =>
  a.service.localeCompare(b.service);
