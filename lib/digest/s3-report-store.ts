import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { REPORT_LIFETIME_DAYS, REPORT_PREFIX } from "../contract/digest-reports.ts";
import { DAY_MS, earliest, HOUR_MS, later, SECOND_MS } from "../domain/time.ts";
import type { ReportStore } from "./report-store.ts";

export interface S3ReportStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Hours that a link is to work. */
  readonly linkHours: number;
  readonly now: () => Date;
}

/**
 * Reports in a private S3 bucket, with presigned links. Such a link ends with the credentials it was made with, whatever
 * is asked for: their end is taken into account where they tell it, and told to be unknown where they do not, as those of
 * a Lambda function.
 */
export function createS3ReportStore({ client, bucket, linkHours, now }: S3ReportStoreOptions): ReportStore {
  return {
    async store(due, page) {
      const key = `${REPORT_PREFIX}${due
        .toISOString()
        .replace(/\.\d+Z$/, "Z")
        .replaceAll(":", "-")}.html`;
      const object = { Bucket: bucket, Key: key };
      await client.send(
        new PutObjectCommand({
          ...object,
          Body: page,
          ContentType: "text/html; charset=utf-8",
          CacheControl: "private, no-store",
        }),
      );
      const signedAt = now();
      const { expiration, sessionToken } = await client.config.credentials();
      const wanted = later(signedAt, linkHours * HOUR_MS);
      const endsAt = expiration === undefined ? wanted : earliest(wanted, expiration);
      const expiresIn = Math.floor((endsAt.getTime() - signedAt.getTime()) / SECOND_MS);
      return {
        ...{ bucket, key, region: await client.config.region() },
        link: await getSignedUrl(client, new GetObjectCommand(object), { expiresIn, signingDate: signedAt }),
        endsAt,
        endIsSure: expiration !== undefined || sessionToken === undefined,
        deletedAt: later(signedAt, REPORT_LIFETIME_DAYS * DAY_MS),
      };
    },
  };
}
