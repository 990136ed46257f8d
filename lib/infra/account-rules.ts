import { type Stack, Tags } from "aws-cdk-lib";
import { ManagedPolicy, PermissionsBoundary } from "aws-cdk-lib/aws-iam";
import { CfnParameter } from "aws-cdk-lib/aws-ssm";
import type { Config } from "../config.ts";
import { encryptWith } from "./customer-key.ts";

/** What an account asks of everything in it: tags, a key of its own, a boundary on roles. The last step, over the whole tree. */
export function applyAccountRules(stack: Stack, { tags, kmsKeyArn, permissionsBoundaryArn }: Config): void {
  for (const [key, value] of Object.entries(tags)) {
    // On each resource, and not on the stack: CloudFormation hands a stack's tags down to every resource, and a new
    // tag would make it write the template's policy over the one in force. For the same reason none on the parameter.
    Tags.of(stack).add(key, value, { excludeResourceTypes: [CfnParameter.CFN_RESOURCE_TYPE_NAME] });
  }
  if (kmsKeyArn !== null) encryptWith(stack, kmsKeyArn);
  if (permissionsBoundaryArn !== null) {
    const boundary = ManagedPolicy.fromManagedPolicyArn(stack, "Boundary", permissionsBoundaryArn);
    PermissionsBoundary.of(stack).apply(boundary);
  }
}
