import { describe, expect, it } from "vitest";
import { CLEANUP_FUNCTION, FUNCTION_NAMES, REQUEST_FUNCTION, ROLL_UP_FUNCTION } from "../../lib/contract/functions.ts";
import {
  CLEANUP_GRANTS,
  type CleanupGrantTarget,
  GRANTS,
  type Grant,
  type GrantTarget,
  REQUEST_GRANTS,
  type RequestGrantTarget,
  ROLL_UP_GRANTS,
  type RollUpGrantTarget,
} from "../../lib/infra/grants.ts";
import { logGroupBeside, roleOf, rolesIn } from "./roles.ts";
import { synth } from "./synth.ts";
import { resourcesOf } from "./template-queries.ts";

const { template } = synth();

const DEPLOYED = [...FUNCTION_NAMES, REQUEST_FUNCTION, CLEANUP_FUNCTION, ROLL_UP_FUNCTION] as const;

/** Where each target is in the template. */
type Target = GrantTarget | RequestGrantTarget | CleanupGrantTarget | RollUpGrantTarget;

function resourceOf(target: Target, role: string): string {
  const [kind, name = ""] = target.split(" ");
  if (kind === "index") return `<${name.replace("/", "Table.Arn>/index/")}`;
  switch (target) {
    case "dead letters of Events":
      return "<EventDeadLetters.Arn>";
    case "policy parameter":
      return "arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/<PolicyParameter>";
    case "API key secret":
      return "<EdgesApiKeySecret>";
    case "dead letters of StartRun":
      return "<StartRunDeadLetters.Arn>";
    case "own log group":
      return `<${logGroupBeside(template, role)}.Arn>`;
    default:
      return `<${name}${kind === "queue" ? "Queue" : "Table"}.Arn>`;
  }
}

describe("what the functions may do", () => {
  it.each(DEPLOYED)("%s may do what the list says and nothing else", (name) => {
    const { id, permissions } = roleOf(template, name);

    const grants: readonly Grant<Target>[] = {
      ...GRANTS,
      ...REQUEST_GRANTS,
      ...CLEANUP_GRANTS,
      ...ROLL_UP_GRANTS,
    }[name];
    const listed = grants.flatMap(({ on, actions, partitionKeys }) =>
      actions.map((action) => {
        const held = partitionKeys === undefined ? "" : ` for ${partitionKeys.join()}`;
        return `${action} ${resourceOf(on, id)}${held}`;
      }),
    );
    expect(permissions).toEqual(listed.sort());
  });

  it("is a role each, beside those of the schedule and of the pipes", () => {
    const ids = new Set(DEPLOYED.map((name) => roleOf(template, name).id));

    expect(ids.size).toBe(6);
    const pipe = (id: RegExp, table: string) => ({
      id: expect.stringMatching(id),
      permissions: [
        `dynamodb:DescribeStream <${table}.StreamArn>`,
        `dynamodb:GetRecords <${table}.StreamArn>`,
        `dynamodb:GetShardIterator <${table}.StreamArn>`,
        "events:PutEvents <EventBus.Arn>",
        "sqs:SendMessage <EventDeadLetters.Arn>",
      ],
    });
    const others = rolesIn(template).filter(({ id }) => !ids.has(id));
    expect(others.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      pipe(/^PipesAnnouncedRole/, "InvitationsTable"),
      pipe(/^PipesHeldRole/, "RunsTable"),
      pipe(/^PipesNeedsAttentionRole/, "IdentitiesTable"),
      pipe(/^PipesSettledRole/, "InvitationsTable"),
      {
        id: expect.stringMatching(/^RollUpScheduleRole/),
        permissions: ["lambda:InvokeFunction <RollUpFunction.Arn>", "lambda:InvokeFunction <RollUpFunction.Arn>:*"],
      },
      {
        id: expect.stringMatching(/^ScheduleRole/),
        permissions: [
          "lambda:InvokeFunction <StartRunFunction.Arn>",
          "lambda:InvokeFunction <StartRunFunction.Arn>:*",
          "sqs:SendMessage <StartRunDeadLetters.Arn>",
        ],
      },
    ]);
  });

  it("never holds a wildcard, a scan or a batch write", () => {
    const actions = FUNCTION_NAMES.flatMap((name) => GRANTS[name].flatMap((grant) => grant.actions));

    expect(actions.filter((action) => /\*|Scan|BatchWrite|PartiQL|CreateLogGroup/.test(action))).toEqual([]);
  });

  it("lets nobody delete but start-run, and start-run only what stops the workspace", () => {
    const deleting = FUNCTION_NAMES.flatMap((name) =>
      GRANTS[name].flatMap(({ on, actions, partitionKeys }) =>
        actions.some((action) => /^dynamodb:Delete/.test(action)) ? [{ name, on, partitionKeys }] : [],
      ),
    );

    expect(deleting).toEqual([{ name: "start-run", on: "table Identities", partitionKeys: ["#workspace"] }]);
  });

  it("lets the withdraw function look at flags and no more", () => {
    const onFlags = GRANTS.withdraw.filter(({ on }) => on === "table Flags");

    expect(onFlags).toEqual([{ on: "table Flags", actions: ["dynamodb:BatchGetItem"] }]);
  });

  it("can be assumed by the service alone, and the schedule's and the pipes' only on behalf of this account", () => {
    const trusts = Object.entries(resourcesOf(template, "AWS::IAM::Role")).map(([id, { Properties }]) => {
      const { Statement } = Properties.AssumeRolePolicyDocument as { readonly Statement: readonly object[] };
      return { id, Statement };
    });

    const own = { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } };
    for (const { id, Statement } of trusts) {
      const service = /^(RollUp)?ScheduleRole/.test(id) ? "scheduler" : id.startsWith("Pipes") ? "pipes" : "lambda";
      expect(Statement).toEqual([
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: `${service}.amazonaws.com` },
          ...(service !== "lambda" && { Condition: own }),
        },
      ]);
    }
  });
});
