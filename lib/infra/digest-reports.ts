import { Duration, Validations } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Removal } from "../config/schema.ts";
import { REPORT_LIFETIME_DAYS } from "../contract/digest-reports.ts";
import { pinLogicalId } from "./pin-logical-id.ts";
import { removalPolicyOf } from "./removal-policy.ts";

/** A version that was overwritten, or deleted by hand, can be had back for so long. */
const OLD_VERSION_DAYS = 7;

/**
 * The private bucket of the digest's reports. Encrypted with S3's own keys: a key of ours would cost a dollar a month, and
 * who may read is said by the same account's permissions either way.
 */
export function digestReports(scope: Construct, removal: Removal): Bucket {
  const bucket = new Bucket(scope, "Reports", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    lifecycleRules: [
      {
        id: "reports-end",
        expiration: Duration.days(REPORT_LIFETIME_DAYS),
        noncurrentVersionExpiration: Duration.days(OLD_VERSION_DAYS),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      // What is left of a report once all its versions are gone.
      { id: "markers-end", expiredObjectDeleteMarker: true },
    ],
    removalPolicy: removalPolicyOf(removal),
  });
  pinLogicalId(bucket, "DigestBucket");
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions-S1",
    reason:
      "A second bucket for logs of a few reads a week would hold more than this one; CloudTrail records data events where they are wanted.",
  });
  return bucket;
}
