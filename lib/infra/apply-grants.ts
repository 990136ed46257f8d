import { Effect, type IPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Grant } from "./grants.ts";

/** Writes grants as statements of a role's policy; `arns` says where each target is. */
export function applyGrants<Target extends string>(
  principal: IPrincipal,
  grants: readonly Grant<Target>[],
  arns: Readonly<Record<Target, string>>,
): void {
  for (const { on, actions, partitionKeys } of grants) {
    const statement = new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [arns[on]] });
    if (partitionKeys !== undefined) {
      statement.addCondition("ForAllValues:StringEquals", { "dynamodb:LeadingKeys": [...partitionKeys] });
    }
    principal.addToPrincipalPolicy(statement);
  }
}
