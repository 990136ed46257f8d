import type { Template } from "aws-cdk-lib/assertions";
import { expect } from "vitest";
import type { DeployedFunctionName } from "../../lib/contract/functions.ts";
import { asList, readable, resource, resourcesOf } from "./template-queries.ts";

/** A role and what it may do, one line a permission: `action resource`, and the items it is held to. */
export interface Role {
  readonly id: string;
  readonly permissions: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: { readonly "ForAllValues:StringEquals"?: { readonly "dynamodb:LeadingKeys": unknown } };
}

/** Every role of a template with what its policies allow; anything but that is a fault. */
export function rolesIn(template: Template): Role[] {
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

/** `start-run` → `StartRunFunction`. */
const functionOf = (name: DeployedFunctionName): string =>
  `${name.replace(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase())}Function`;

export function roleOf(template: Template, name: DeployedFunctionName): Role {
  const arn = readable(resource(template, functionOf(name)).Properties.Role);
  const role = rolesIn(template).find(({ id }) => arn === `<${id}.Arn>`);
  if (role === undefined) throw new Error(`${name} has no role`);
  return role;
}

export function logGroupBeside(template: Template, role: string): string {
  const found = Object.values(resourcesOf(template, "AWS::Lambda::Function")).find(
    ({ Properties }) => readable(Properties.Role) === `<${role}.Arn>`,
  );
  if (found === undefined) throw new Error(`${role} belongs to no function`);
  return (found.Properties.LoggingConfig as { readonly LogGroup: { readonly Ref: string } }).LogGroup.Ref;
}
