/**
 * Where each partition's AWS console is, by the partition's name; a region's own console is at `<region>.<domain>`.
 * Partitions without a way to the internet are not in here: nobody can call Edges from them.
 */
export const CONSOLE_DOMAINS = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-eusc": "console.amazonaws-eusc.eu",
} as const;

type Partition = keyof typeof CONSOLE_DOMAINS;

/** How the names of a partition's regions begin; every other region is of the partition `aws`. */
const REGIONS_BEGIN_WITH: Readonly<Record<string, Partition>> = {
  "cn-": "aws-cn",
  "us-gov-": "aws-us-gov",
  "eusc-": "aws-eusc",
};

/** The host of a region's console: `eu-central-1` → `eu-central-1.console.aws.amazon.com`. */
export function consoleHost(region: string): string {
  const [, partition = "aws"] = Object.entries(REGIONS_BEGIN_WITH).find(([start]) => region.startsWith(start)) ?? [];
  return `${region}.${CONSOLE_DOMAINS[partition]}`;
}
