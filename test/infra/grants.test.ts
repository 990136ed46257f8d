import { describe, expect, it } from "vitest";
import { FUNCTION_NAMES, type FunctionName } from "../../lib/contract/functions.ts";
import { GRANTS, type GrantTarget } from "../../lib/infra/grants.ts";
import { synth } from "./synth.ts";
import { asList, readable, resource, resourcesOf } from "./template-queries.ts";

const { template } = synth();

/** A role and what it may do, one line a permission: `action resource`, and the items it is held to. */
interface Role {
  readonly id: string;
  readonly permissions: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: { readonly "ForAllValues:StringEquals"?: { readonly "dynamodb:LeadingKeys": unknown } };
}

function roles(): Role[] {
  const policies = Object.values(resourcesOf(template, "AWS::IAM::Policy")).map(({ Properties }) => ({
    roles: asList(Properties.Roles).map(readable),
    statements: (Properties.PolicyDocument as { readonly Statement: readonly Statement[] }).Statement,
  }));
  return Object.entries(resourcesOf(template, "AWS::IAM::Role")).map(([id, { Properties }]) => {
    expect(Properties).not.toHaveProperty("ManagedPolicyArns");
    expect(Properties).not.toHaveProperty("Policies");
    const own = policies.filter((policy) => policy.roles.includes(`<${id}>`));
    return { id, permissions: own.flatMap(({ statements }) => statements.flatMap(permissionsOf)).sort() };
  });
}

function permissionsOf({ Effect, Action, Resource, Condition, ...rest }: Statement): string[] {
  expect(Effect).toBe("Allow");
  expect(rest).toEqual({});
  const keys = Condition?.["ForAllValues:StringEquals"]?.["dynamodb:LeadingKeys"];
  if (Condition !== undefined) expect(keys).toBeDefined();
  const held = keys === undefined ? "" : ` for ${asList(keys).join()}`;
  return asList(Action).flatMap((action) => asList(Resource).map((one) => `${action} ${readable(one)}${held}`));
}

/** Where each target is in the template. */
function resourceOf(target: GrantTarget, role: string): string {
  switch (target) {
    case "index Invitations/pending":
      return "<InvitationsTable.Arn>/index/pending";
    case "policy parameter":
      return "arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/<PolicyParameter>";
    case "API key secret":
      return "<EdgesApiKeySecret>";
    case "dead letters of StartRun":
      return "<StartRunDeadLetters.Arn>";
    case "own log group":
      return `<${logGroupBeside(role)}.Arn>`;
    default: {
      const [kind, name] = target.split(" ");
      return `<${name}${kind === "queue" ? "Queue" : "Table"}.Arn>`;
    }
  }
}

const functionOf = (name: FunctionName): string =>
  `${name.replace(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase())}Function`;

function roleOf(name: FunctionName): Role {
  const arn = readable(resource(template, functionOf(name)).Properties.Role);
  const role = roles().find(({ id }) => arn === `<${id}.Arn>`);
  if (role === undefined) throw new Error(`${name} has no role`);
  return role;
}

function logGroupBeside(role: string): string {
  const found = Object.values(resourcesOf(template, "AWS::Lambda::Function")).find(
    ({ Properties }) => readable(Properties.Role) === `<${role}.Arn>`,
  );
  if (found === undefined) throw new Error(`${role} belongs to no function`);
  return (found.Properties.LoggingConfig as { readonly LogGroup: { readonly Ref: string } }).LogGroup.Ref;
}

describe("what the functions may do", () => {
  it.each(FUNCTION_NAMES)("%s may do what the list says and nothing else", (name) => {
    const { id, permissions } = roleOf(name);

    const listed = GRANTS[name].flatMap(({ on, actions, partitionKeys }) =>
      actions.map((action) => {
        const held = partitionKeys === undefined ? "" : ` for ${partitionKeys.join()}`;
        return `${action} ${resourceOf(on, id)}${held}`;
      }),
    );
    expect(permissions).toEqual(listed.sort());
  });

  it("is a role each, beside those of the schedule and of the pipes", () => {
    const ids = new Set(FUNCTION_NAMES.map((name) => roleOf(name).id));

    expect(ids.size).toBe(3);
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
    const others = roles().filter(({ id }) => !ids.has(id));
    expect(others.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      pipe(/^PipesHeldRole/, "RunsTable"),
      pipe(/^PipesNeedsAttentionRole/, "IdentitiesTable"),
      pipe(/^PipesSettledRole/, "InvitationsTable"),
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

  it("lets the withdraw function look at one flag and no more", () => {
    const onFlags = GRANTS.withdraw.filter(({ on }) => on === "table Flags");

    expect(onFlags).toEqual([{ on: "table Flags", actions: ["dynamodb:GetItem"] }]);
  });

  it("can be assumed by the service alone, and the schedule's and the pipes' only on behalf of this account", () => {
    const trusts = Object.entries(resourcesOf(template, "AWS::IAM::Role")).map(([id, { Properties }]) => {
      const { Statement } = Properties.AssumeRolePolicyDocument as { readonly Statement: readonly object[] };
      return { id, Statement };
    });

    const own = { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } };
    for (const { id, Statement } of trusts) {
      const service = id.startsWith("ScheduleRole") ? "scheduler" : id.startsWith("Pipes") ? "pipes" : "lambda";
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
