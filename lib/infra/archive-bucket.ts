import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Removal } from "../config/schema.ts";
import { EXPORT_PREFIX, RESULT_PREFIX } from "../contract/archive.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/** The result of a query is downloaded soon after, or made again. */
const RESULT_DAYS = 7;

/**
 * The private bucket of the exports and of what queries make of them. Not versioned: an export is a copy, and a new one
 * takes minutes. Kept when the stack goes, but not when its first deployment fails.
 */
export function archiveBucket(scope: Construct, removal: Removal, keepDays: number): Bucket {
  const bucket = new Bucket(scope, "Bucket", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules: [
      {
        id: "exports-end",
        prefix: EXPORT_PREFIX,
        expiration: Duration.days(keepDays),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      { id: "results-end", prefix: RESULT_PREFIX, expiration: Duration.days(RESULT_DAYS) },
    ],
    removalPolicy: removal === "retain" ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
  });
  pinLogicalId(bucket, "ArchiveBucket");
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions-S1",
    reason:
      "A second bucket for logs of a few queries would hold little; CloudTrail records data events where they are wanted.",
  });
  return bucket;
}
