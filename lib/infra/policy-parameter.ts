import { ParameterTier, StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import { pinLogicalId } from "./pin-logical-id.ts";

/**
 * The policy, as `cdk.json` has it. It may be changed in place afterwards, until CloudFormation updates the parameter: it
 * writes the template's value at every update of the resource, of its tags or its description too. What people have stopped
 * is therefore not in here, but where no resource of the template writes (`lib/domain/stops.ts`).
 */
export function policyParameter(scope: Construct, policyDocument: unknown): StringParameter {
  const parameter = new StringParameter(scope, "PolicyParameter", {
    description: "invite-sweeper: what may be withdrawn, when and how much. Read at the start of every invocation.",
    stringValue: JSON.stringify(policyDocument),
    // SSM chooses by size: standard up to 4 KB, advanced above. Chosen here, a policy that shrinks could not be deployed,
    // for an advanced parameter never becomes a standard one again.
    tier: ParameterTier.INTELLIGENT_TIERING,
  });
  pinLogicalId(parameter, "PolicyParameter");
  return parameter;
}
