import { CfnElement } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * Gives a resource the same logical id wherever its construct stands in the tree. CloudFormation takes another id for
 * another resource and replaces it: a table would come back empty, a secret without its key.
 *
 * @throws TypeError for a construct without a resource of its own
 */
export function pinLogicalId(construct: IConstruct, logicalId: string): void {
  const resource = construct.node.defaultChild ?? construct;
  if (!CfnElement.isCfnElement(resource)) throw new TypeError(`${construct.node.path} has no resource of its own`);
  resource.overrideLogicalId(logicalId);
}
