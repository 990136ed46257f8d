import { Effect, type IPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Grant, GrantTarget } from "./grants.ts";

/** Writes grants as statements of a role's policy; `arns` says where each target is. */
export function applyGrants(
  principal: IPrincipal,
  grants: readonly Grant[],
  arns: Readonly<Record<GrantTarget, string>>,
): void {
  for (const { on, actions, partitionKeys } of grants) {
    const statement = new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [arns[on]] });
    if (partitionKeys !== undefined) {
      statement.addCondition("ForAllValues:StringEquals", { "dynamodb:LeadingKeys": [...partitionKeys] });
    }
    principal.addToPrincipalPolicy(statement);
  }
}
