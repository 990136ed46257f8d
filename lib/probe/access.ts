import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";

/** Nothing was created: the caller has to set something up first. */
export class AccessError extends Error {
  override readonly name = "AccessError";
}

/** The region the probe will use. Throws before anything is created when there is no region or no credentials. */
export async function regionOf(client: CloudFormationClient): Promise<string> {
  const region = await client.config.region().catch((cause: unknown) => {
    throw new AccessError("no AWS region: set AWS_REGION, or a region in the profile that AWS_PROFILE names", {
      cause,
    });
  });
  await client.config.credentials().catch((cause: unknown) => {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new AccessError(`no AWS credentials: sign in first, or set AWS_PROFILE (${found})`, { cause });
  });
  return region;
}
