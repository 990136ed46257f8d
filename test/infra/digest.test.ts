import { describe, expect, it } from "vitest";
import { REPORT_PREFIX } from "../../lib/contract/digest-reports.ts";
import { ENVIRONMENT, POWERTOOLS_ENVIRONMENT } from "../../lib/contract/environment.ts";
import { DIGEST_MEMORY_MB, DIGEST_TIMEOUT_MS } from "../../lib/contract/functions.ts";
import { DIGEST_OUTPUTS, OPTIONAL_OUTPUTS, OUTPUTS } from "../../lib/contract/outputs.ts";
import { DIGEST_GRANTS, type DigestGrantTarget } from "../../lib/infra/grants.ts";
import { readLocalSystem } from "../../lib/local/template/local-system.ts";
import { logGroupBeside, roleOf, rolesIn } from "./roles.ts";
import { freshSynth, synth } from "./synth.ts";
import { readable, resource, resourcesOf } from "./template-queries.ts";

const DIGEST = { email: "sales@example.com", cron: "cron(30 7 ? * MON *)", timezone: "Europe/Zurich", linkHours: 6 };
const { template } = synth({ digest: DIGEST });
const { template: without } = synth();

const propertiesOf = (id: string) => resource(template, id).Properties;

describe("without an address", () => {
  it.each([[null], [{ ...DIGEST, email: null }]])("nothing of a digest is in the template: %j", (digest) => {
    const text = JSON.stringify(synth({ digest }).template.toJSON());

    expect(text).not.toMatch(/digest/i);
    expect(text).toBe(JSON.stringify(without.toJSON()));
  });
});

describe("with an address", () => {
  it("the rest of the stack stays as it is, but for what looks at all functions", () => {
    const before = without.toJSON().Resources as Record<string, object>;
    const after = template.toJSON().Resources as Record<string, object>;

    const changed = Object.keys(before).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));

    expect(changed).toEqual([
      expect.stringMatching(/^Query1/),
      expect.stringMatching(/^Query2/),
      expect.stringMatching(/^Query3/),
      expect.stringMatching(/^Query4/),
      expect.stringMatching(/^Dashboard/),
    ]);
  });

  it("two syntheses of it are the same", () => {
    const again = freshSynth({ digest: DIGEST }).template;

    expect(JSON.stringify(again.toJSON())).toBe(JSON.stringify(template.toJSON()));
  });

  it("local mode reads the template as before: the digest has no part in a run", () => {
    const { functions, tables } = readLocalSystem(template.toJSON());

    expect(Object.keys(functions)).toEqual(["start-run", "sweep", "withdraw"]);
    expect(tables).toEqual(readLocalSystem(without.toJSON()).tables);
  });

  it("the outputs lead to its parts", () => {
    const { Outputs } = template.toJSON();

    expect(Object.keys(Outputs)).toEqual([
      ...[...Object.values(OUTPUTS), ...Object.values(OPTIONAL_OUTPUTS)],
      ...Object.values(DIGEST_OUTPUTS),
    ]);
    expect(readable(Outputs[DIGEST_OUTPUTS.digestBucket].Value)).toBe("<DigestBucket>");
    expect(readable(Outputs[DIGEST_OUTPUTS.digestFunction].Value)).toBe("<DigestFunction>");
  });

  it("the saved queries and the dashboard look at its function too", () => {
    for (const { Properties } of Object.values(resourcesOf(template, "AWS::Logs::QueryDefinition"))) {
      expect(Properties.LogGroupNames).toHaveLength(6);
    }
    const [dashboard] = Object.values(resourcesOf(template, "AWS::CloudWatch::Dashboard"));
    expect(readable(dashboard?.Properties.DashboardBody)).toContain('"FunctionName","<DigestFunction>"');
  });
});

describe("the reports' bucket", () => {
  it("is private, encrypted, versioned, and empties itself", () => {
    expect(propertiesOf("DigestBucket")).toEqual({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      VersioningConfiguration: { Status: "Enabled" },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: "reports-end",
            Status: "Enabled",
            ExpirationInDays: 90,
            NoncurrentVersionExpiration: { NoncurrentDays: 7 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
          { Id: "markers-end", Status: "Enabled", ExpiredObjectDeleteMarker: true },
        ],
      },
    });
  });

  it("refuses every request without TLS, and lets nobody in by its own policy", () => {
    const [policy, ...others] = Object.values(resourcesOf(template, "AWS::S3::BucketPolicy"));
    const { Statement } = (policy?.Properties.PolicyDocument ?? {}) as {
      readonly Statement: readonly { readonly Effect: string; readonly Condition: object }[];
    };

    expect(others).toEqual([]);
    expect(Statement.map(({ Effect }) => Effect)).toEqual(["Deny", "Deny"]);
    expect(Statement.map(({ Condition }) => Condition)).toContainEqual({ Bool: { "aws:SecureTransport": "false" } });
  });

  it.each([
    ["retain", "RetainExceptOnCreate", "Retain"],
    ["destroy", "Delete", "Delete"],
  ])("follows removal %s", (removal, deletion, replacement) => {
    const bucket = resource(synth({ digest: DIGEST, removal }).template, "DigestBucket");

    expect(bucket).toMatchObject({ DeletionPolicy: deletion, UpdateReplacePolicy: replacement });
  });
});

describe("the digest's topic", () => {
  it("is its own, encrypted with the key that AWS keeps for SNS, and mails to the one address", () => {
    const { template: both } = synth({ digest: DIGEST, alarmEmail: "ops@example.com" });
    const subscriptions = Object.values(resourcesOf(both, "AWS::SNS::Subscription")).map(
      ({ Properties }) => Properties,
    );

    expect(readable(propertiesOf("DigestTopic").KmsMasterKeyId)).toMatch(/:alias\/aws\/sns$/);
    expect(Object.keys(resourcesOf(both, "AWS::KMS::Key"))).toHaveLength(1);
    expect(subscriptions).toContainEqual({
      Protocol: "email",
      Endpoint: "sales@example.com",
      TopicArn: { Ref: "DigestTopic" },
    });
    expect(subscriptions).toHaveLength(2);
  });

  it("refuses publishing without TLS", () => {
    const policies = Object.values(resourcesOf(template, "AWS::SNS::TopicPolicy")).map(({ Properties }) => Properties);

    expect(policies.find(({ Topics }) => JSON.stringify(Topics) === '[{"Ref":"DigestTopic"}]')).toMatchObject({
      PolicyDocument: { Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }] },
    });
  });
});

describe("the digest's function", () => {
  it("has the contract's time and memory, and knows its parts and neither queue, key nor API", () => {
    const { Environment, ...properties } = propertiesOf("DigestFunction");
    const { Variables } = Environment as { Variables: Readonly<Record<string, unknown>> };

    expect(properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Timeout: DIGEST_TIMEOUT_MS / 1_000,
      MemorySize: DIGEST_MEMORY_MB,
    });
    expect(Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, readable(value)]))).toEqual({
      [ENVIRONMENT.invitationsTable]: "<InvitationsTable>",
      [ENVIRONMENT.identitiesTable]: "<IdentitiesTable>",
      [ENVIRONMENT.runsTable]: "<RunsTable>",
      [ENVIRONMENT.flagsTable]: "<FlagsTable>",
      [ENVIRONMENT.policyParameter]: "<PolicyParameter>",
      [ENVIRONMENT.digestBucket]: "<DigestBucket>",
      [ENVIRONMENT.digestTopic]: "<DigestTopic>",
      [ENVIRONMENT.digestCron]: DIGEST.cron,
      [ENVIRONMENT.digestTimezone]: DIGEST.timezone,
      [ENVIRONMENT.digestLinkHours]: "6",
      [POWERTOOLS_ENVIRONMENT.service]: "invite-sweeper",
      [POWERTOOLS_ENVIRONMENT.metricsNamespace]: "InviteSweeper",
      NODE_OPTIONS: "--enable-source-maps",
    });
  });

  it("is invoked on time, in its time zone, with the time it was due; what fails ends in the dead letters", () => {
    const schedules = Object.values(resourcesOf(template, "AWS::Scheduler::Schedule")).map(
      ({ Properties }) => Properties,
    );

    const deadLetters = { "Fn::GetAtt": ["DigestDeadLetters", "Arn"] };
    expect(schedules).toHaveLength(3);
    expect(schedules.find(({ ScheduleExpression }) => ScheduleExpression === DIGEST.cron)).toMatchObject({
      ScheduleExpressionTimezone: DIGEST.timezone,
      FlexibleTimeWindow: { Mode: "OFF" },
      State: "ENABLED",
      Target: {
        Arn: { "Fn::GetAtt": ["DigestFunction", "Arn"] },
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
        DeadLetterConfig: { Arn: deadLetters },
        RetryPolicy: { MaximumEventAgeInSeconds: 7_200 },
      },
    });
    expect(propertiesOf("DigestFunction").DeadLetterConfig).toEqual({ TargetArn: deadLetters });
  });

  it("is tried twice more by Lambda, as anything asynchronous is where nothing else is said", () => {
    const configured = Object.values(resourcesOf(template, "AWS::Lambda::EventInvokeConfig"));

    expect(configured.map(({ Properties }) => readable(Properties.FunctionName))).toEqual([
      "<StartRunFunction>",
      "<RollUpFunction>",
    ]);
  });

  it("comes at the runs' time zone when it has none of its own", () => {
    const { timezone, ...digest } = DIGEST;
    const { template: other } = synth({ digest, schedule: { timezone: "Asia/Tokyo" } });

    expect(resource(other, "DigestFunction").Properties.Environment).toMatchObject({
      Variables: { [ENVIRONMENT.digestTimezone]: "Asia/Tokyo" },
    });
    expect(timezone).not.toBe("Asia/Tokyo");
  });
});

describe("what the digest may do", () => {
  const at = (role: string): Readonly<Record<DigestGrantTarget, string>> => ({
    "table Invitations": "<InvitationsTable.Arn>",
    "index Invitations/pending": "<InvitationsTable.Arn>/index/pending",
    "index Invitations/announced": "<InvitationsTable.Arn>/index/announced",
    "index Invitations/outcomesByDay": "<InvitationsTable.Arn>/index/outcomesByDay",
    "table Identities": "<IdentitiesTable.Arn>",
    "table Runs": "<RunsTable.Arn>",
    "index Runs/latest": "<RunsTable.Arn>/index/latest",
    "reports of Digest": `<DigestBucket.Arn>/${REPORT_PREFIX}*`,
    "topic Digest": "<DigestTopic>",
    "dead letters of Digest": "<DigestDeadLetters.Arn>",
    "policy parameter": "arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/<PolicyParameter>",
    "own log group": `<${logGroupBeside(template, role)}.Arn>`,
  });

  it("is what the list says and nothing else", () => {
    const { id, permissions } = roleOf(template, "digest");

    const listed = DIGEST_GRANTS.digest.flatMap(({ on, actions, partitionKeys }) =>
      actions.map((action) => `${action} ${at(id)[on]}${partitionKeys === undefined ? "" : ` for ${partitionKeys}`}`),
    );
    expect(permissions).toEqual(listed.sort());
  });

  it("is to read the ledger, scanning one small table, and to write no item of it", () => {
    const onTables = DIGEST_GRANTS.digest.flatMap(({ on, actions }) =>
      /^(table|index) /.test(on) ? actions.map((action) => `${action} ${on}`) : [],
    );

    expect(onTables.filter((one) => !/^dynamodb:(Query|GetItem|BatchGetItem) /.test(one))).toEqual([
      "dynamodb:Scan table Identities",
    ]);
  });

  it("is invoked by a schedule that may do nothing else", () => {
    const schedule = rolesIn(template).find(({ id }) => id.startsWith("DigestScheduleRole"));

    expect(schedule?.permissions).toEqual([
      "lambda:InvokeFunction <DigestFunction.Arn>",
      "lambda:InvokeFunction <DigestFunction.Arn>:*",
      "sqs:SendMessage <DigestDeadLetters.Arn>",
    ]);
  });
});
