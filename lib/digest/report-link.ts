import { consoleHost } from "../contract/console.ts";

/** A report where it lies, and a link to it that ends. */
export interface StoredReport {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** Works for whoever has it. */
  readonly link: string;
  /** When `link` ends at the latest. */
  readonly endsAt: Date;
  /** Whether it is known not to end before. */
  readonly endIsSure: boolean;
  /** When the report itself is deleted. */
  readonly deletedAt: Date;
}

/** The report's page in the AWS console: asks who is there, and never ends. */
export function consolePage({ bucket, key, region }: StoredReport): string {
  return `https://${consoleHost(region)}/s3/object/${bucket}?region=${region}&prefix=${key}`;
}
