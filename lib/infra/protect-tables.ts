import { CfnCondition, CfnParameter, Fn, type IResolvable, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Removal } from "../config/schema.ts";
import { PROTECT_TABLES } from "../contract/outputs.ts";

/**
 * Whether the tables are protected against deletion, for `DeletionProtectionEnabled`. Not in a first deployment: a
 * protected table cannot be taken back when that fails. A parameter and not the configuration, because CloudFormation
 * keeps its value from one deployment to the next: `npm run deploy` sets it as soon as there is a stack, and no
 * later deployment of any kind takes the protection away.
 */
export function tableProtection(scope: Construct, removal: Removal): boolean | IResolvable {
  if (removal === "destroy") return false;
  const parameter = new CfnParameter(scope, PROTECT_TABLES, {
    type: "String",
    allowedValues: ["true", "false"],
    default: "false",
    description:
      "Whether the tables are protected against deletion; `npm run deploy` sets it from the second deployment on",
  });
  const condition = new CfnCondition(scope, "TablesAreProtected", {
    expression: Fn.conditionEquals(parameter.valueAsString, "true"),
  });
  // Without the condition there is no property at all, so that protection turned on by hand or by going live stays.
  return Token.asAny(Fn.conditionIf(condition.logicalId, true, { Ref: "AWS::NoValue" }));
}
