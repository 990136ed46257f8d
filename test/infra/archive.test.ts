import { describe, expect, it } from "vitest";
import { dayGridSql } from "../../lib/archive/day-grid-sql.ts";
import { readConfig } from "../../lib/config.ts";
import { EXPORTED_TABLES } from "../../lib/contract/archive.ts";
import { ARCHIVE_OUTPUTS, OPTIONAL_OUTPUTS, OUTPUTS } from "../../lib/contract/outputs.ts";
import { readLocalSystem } from "../../lib/local/template/local-system.ts";
import { rolesIn } from "./roles.ts";
import { synth } from "./synth.ts";
import { readable, resource, resourcesOf } from "./template-queries.ts";

const ARCHIVE = { cron: "cron(30 2 ? * SAT *)", timezone: "Europe/Zurich", keepDays: 20 };
const { template } = synth({ archive: ARCHIVE });
const { template: without } = synth();
const resourcesIn = (one: typeof template): Record<string, object> => one.toJSON().Resources;

describe("without an archive", () => {
  it("nothing of one is in the template", () => {
    const text = JSON.stringify(synth({ archive: null }).template.toJSON());

    expect(text).not.toMatch(/archive|glue|athena|exportTable/i);
    expect(text).toBe(JSON.stringify(without.toJSON()));
  });
});

describe("with an archive", () => {
  it("the rest of the stack stays as it is, but for the dashboard that shows its alarm", () => {
    const [before, after] = [resourcesIn(without), resourcesIn(template)];

    const changed = Object.keys(before).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));

    expect(changed).toEqual([expect.stringMatching(/^Dashboard/)]);
  });

  it("local mode reads the template as before", () => {
    expect(readLocalSystem(template.toJSON()).tables).toEqual(readLocalSystem(without.toJSON()).tables);
  });

  it("the outputs lead to its parts, after those that every stack has", () => {
    const { Outputs } = template.toJSON();

    expect(Object.keys(Outputs)).toEqual([
      ...[...Object.values(OUTPUTS), ...Object.values(OPTIONAL_OUTPUTS)],
      ...Object.values(ARCHIVE_OUTPUTS),
    ]);
    expect(readable(Outputs[ARCHIVE_OUTPUTS.archiveBucket].Value)).toBe("<ArchiveBucket>");
    expect(readable(Outputs[ARCHIVE_OUTPUTS.archiveDeadLettersUrl].Value)).toBe("<ArchiveDeadLetters>");
  });

  it("its alarm rings for an export that could not be asked for", () => {
    const alarms = Object.values(resourcesOf(template, "AWS::CloudWatch::Alarm")).map(({ Properties }) => Properties);

    expect(alarms.map(({ AlarmName }) => AlarmName)).toContain("invite-sweeper-archive-dead-letters");
  });
});

describe("the archive's bucket", () => {
  it("is private, encrypted, and empties itself", () => {
    expect(resource(template, "ArchiveBucket").Properties).toEqual({
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
      LifecycleConfiguration: {
        Rules: [
          {
            Id: "exports-end",
            Prefix: "exports/",
            Status: "Enabled",
            ExpirationInDays: 20,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
          { Id: "results-end", Prefix: "results/", Status: "Enabled", ExpirationInDays: 7 },
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
  ])("follows removal %s, and goes with a first deployment that fails", (removal, deletion, replacement) => {
    const bucket = resource(synth({ archive: ARCHIVE, removal }).template, "ArchiveBucket");

    expect(bucket).toMatchObject({ DeletionPolicy: deletion, UpdateReplacePolicy: replacement });
  });
});

describe("the exports", () => {
  const schedules = Object.values(resourcesOf(template, "AWS::Scheduler::Schedule")).map(
    ({ Properties }) => Properties as unknown as ScheduleProperties,
  );
  const exports = schedules.filter(({ ScheduleExpression }) => ScheduleExpression === ARCHIVE.cron);
  interface ScheduleProperties {
    readonly ScheduleExpression: string;
    readonly ScheduleExpressionTimezone: string;
    readonly State: string;
    readonly Target: {
      readonly Arn: unknown;
      readonly Input: unknown;
      readonly DeadLetterConfig: object;
      readonly RetryPolicy: object;
    };
  }

  it.each(EXPORTED_TABLES)("of %s are asked for by the scheduler itself, once a firing", (table) => {
    const inputs = exports.map(({ Target }) => JSON.parse(readable(Target.Input)));
    const one = exports[inputs.findIndex(({ S3Prefix }) => S3Prefix === `exports/${table}`)];

    expect(inputs).toContainEqual({
      TableArn: `<${table}Table.Arn>`,
      S3Bucket: "<ArchiveBucket>",
      S3Prefix: `exports/${table}`,
      S3SseAlgorithm: "AES256",
      ExportFormat: "DYNAMODB_JSON",
      ClientToken: `${table} <aws.scheduler.scheduled-time>`,
    });
    expect(one).toMatchObject({ ScheduleExpressionTimezone: "Europe/Zurich", State: "ENABLED" });
    expect(readable(one?.Target.Arn)).toBe(
      "arn:<AWS::Partition>:scheduler:::aws-sdk:dynamodb:exportTableToPointInTime",
    );
    expect(one?.Target.DeadLetterConfig).toEqual({ Arn: { "Fn::GetAtt": ["ArchiveDeadLetters", "Arn"] } });
    // A token is remembered for eight hours: later, a repetition would be a second export.
    expect(one?.Target.RetryPolicy).toMatchObject({ MaximumEventAgeInSeconds: 7_200 });
    expect(exports).toHaveLength(3);
  });

  it.each(EXPORTED_TABLES)("of %s may do just that", (table) => {
    const role = rolesIn(template).find(({ id }) => id.startsWith(`Archive${table}ExportRole`));

    expect(role?.permissions).toEqual([
      `dynamodb:ExportTableToPointInTime <${table}Table.Arn>`,
      `s3:AbortMultipartUpload <ArchiveBucket.Arn>/exports/${table}/*`,
      `s3:PutObject <ArchiveBucket.Arn>/exports/${table}/*`,
      `s3:PutObjectAcl <ArchiveBucket.Arn>/exports/${table}/*`,
      "sqs:SendMessage <ArchiveDeadLetters.Arn>",
    ]);
  });

  it("need point-in-time recovery, which their tables have", () => {
    for (const table of EXPORTED_TABLES) {
      expect(resource(template, `${table}Table`).Properties).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });
});

describe("the catalog", () => {
  it("has a table over each folder of exports, a line a row", () => {
    for (const table of EXPORTED_TABLES) {
      const { TableInput } = resource(template, `ArchiveTable${table}`).Properties as unknown as {
        readonly TableInput: {
          readonly Name: string;
          readonly StorageDescriptor: { readonly Columns: unknown; readonly Location: unknown };
        };
      };
      expect(TableInput.Name).toBe(table.toLowerCase());
      expect(TableInput.StorageDescriptor.Columns).toEqual([{ Name: "line", Type: "string" }]);
      expect(readable(TableInput.StorageDescriptor.Location)).toBe(`s3://<ArchiveBucket>/exports/${table}/`);
    }
    expect(resource(template, "ArchiveDatabase").Properties).toMatchObject({
      DatabaseInput: { Name: "invite_sweeper_archive" },
    });
  });

  it("has the query, in a workgroup that limits what one may read", () => {
    expect(resource(template, "ArchiveDayGrid").Properties).toMatchObject({
      Name: "Day grid",
      QueryString: dayGridSql(),
      WorkGroup: { Ref: "ArchiveWorkgroup" },
      Database: { Ref: "ArchiveDatabase" },
    });
    // What Athena takes at most.
    expect(Buffer.byteLength(dayGridSql())).toBeLessThan(262_144);
    expect(resource(template, "ArchiveWorkgroup").Properties).toMatchObject({
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 200_000_000_000,
        EngineVersion: { SelectedEngineVersion: "Athena engine version 3" },
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: "SSE_S3" } },
      },
    });
  });
});

describe("archive in cdk.json", () => {
  const read = (archive: unknown) => readConfig({ archive, schedule: { timezone: "Europe/Zurich" } });
  const faultsIn = (archive: unknown) => {
    const reading = read(archive);
    return reading.valid ? [] : reading.faults;
  };

  it("is off by default, and {} is every Sunday in the zone of the runs, kept for fifteen days", () => {
    expect(readConfig({})).toMatchObject({ config: { archive: null } });
    expect(read({})).toMatchObject({
      config: { archive: { schedule: { cron: "cron(0 3 ? * SUN *)", timezone: "Europe/Zurich" }, keepDays: 15 } },
    });
  });

  it("keeps exports until the next ones are there", () => {
    expect(faultsIn({ keepDays: 7 })).toEqual([
      "inviteSweeper.archive.keepDays: found 7; accepted: 8 or more, as exports come",
    ]);
    expect(faultsIn({ keepDays: 8 })).toEqual([]);
    expect(faultsIn({ cron: "cron(0 3 * * ? *)", keepDays: 2 })).toEqual([]);
  });

  it.each([
    [{ cron: "daily" }, /archive\.cron/],
    [{ timezone: "Mars/Olympus" }, /archive\.timezone/],
    [{ keepDays: 0 }, /archive\.keepDays/],
    [{ keep: 3 }, /archive\.keep: found an unknown key/],
    [true, /archive/],
  ])("refuses %j", (archive, fault) => {
    expect(faultsIn(archive)).toEqual([expect.stringMatching(fault)]);
  });
});
