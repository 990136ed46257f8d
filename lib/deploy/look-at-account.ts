import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { DeployRefused } from "./refused.ts";

export interface AccountClients {
  readonly sts: STSClient;
  readonly ssm: SSMClient;
  readonly cloudFormation: CloudFormationClient;
}

export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** What could not be looked at is that, and never taken for absent. */
export type Looked<Found> =
  | { readonly state: "found"; readonly value: Found }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly why: string };

/** A question that hangs is no quick look. */
export const QUICK = { maxAttempts: 1, requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000 } };

/**
 * The region that the environment or its profile names.
 * @throws DeployRefused without one
 */
export async function regionOf(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const named = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (named) return named;
  try {
    return await new STSClient({}).config.region();
  } catch {
    throw new DeployRefused("no AWS region is set: set AWS_REGION, or AWS_PROFILE to a profile that has one");
  }
}

/**
 * Whose credentials these are.
 * @throws DeployRefused without credentials, or with some that AWS does not take
 */
export async function whoCalls({ sts }: Pick<AccountClients, "sts">): Promise<Caller> {
  try {
    const { Account: account = "", Arn: arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return { account, arn };
  } catch (error) {
    throw explained(error);
  }
}

/** The version of the CDK's bootstrap stack, which each deployment goes through. */
export function bootstrapVersion({ ssm }: Pick<AccountClients, "ssm">, qualifier: string): Promise<Looked<number>> {
  return look("ParameterNotFound", async () => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `/cdk-bootstrap/${qualifier}/version` }));
    return Number(Parameter?.Value);
  });
}

/** The state of the stack, as CloudFormation names it: `CREATE_COMPLETE`, … */
export function stackStatus(
  { cloudFormation }: Pick<AccountClients, "cloudFormation">,
  stackName: string,
): Promise<Looked<string>> {
  return look("ValidationError", async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
    return String(Stacks?.[0]?.StackStatus);
  });
}

async function look<Found>(absent: string, read: () => Promise<Found>): Promise<Looked<Found>> {
  try {
    return { state: "found", value: await read() };
  } catch (error) {
    if (!(error instanceof Error)) return { state: "unknown", why: String(error) };
    return error.name === absent ? { state: "absent" } : { state: "unknown", why: error.name };
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "CredentialsProviderError") {
    return new DeployRefused(
      `no AWS credentials were found: set AWS_PROFILE, or sign in the way you do for the AWS tools (${error.message})`,
    );
  }
  // AWS answered, and did not take them: expired, deleted, or of another partition.
  if ("$metadata" in error && "$fault" in error) {
    return new DeployRefused(`AWS does not take these credentials (${error.name}: ${error.message}); sign in again`);
  }
  return error;
}
