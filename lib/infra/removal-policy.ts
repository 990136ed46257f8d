import { RemovalPolicy } from "aws-cdk-lib";
import type { Removal } from "../config/schema.ts";

/**
 * What becomes of a table or a bucket when its stack goes. What is kept is kept but for one case: a first deployment that
 * fails takes its empty tables along, or each further try would leave four more behind.
 */
export const removalPolicyOf = (removal: Removal): RemovalPolicy =>
  removal === "retain" ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
