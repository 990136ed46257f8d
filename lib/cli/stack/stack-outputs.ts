import { type CloudFormationClient, DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { OUTPUTS } from "../../contract/outputs.ts";
import { UsageError } from "../errors.ts";
import { UnseenStackError } from "./unseen-stack.ts";

type OutputKey = keyof typeof OUTPUTS;

/** The named outputs of a deployed stack. Throws one line when there is no such stack, or when it is not one of ours. */
export async function readStackOutputs<const Keys extends readonly OutputKey[]>(
  client: CloudFormationClient,
  stackName: string,
  keys: Keys,
): Promise<Readonly<Record<Keys[number], string>>> {
  const found = outputsOf(await describeStack(client, stackName));
  const missing = keys.filter((key) => !found.has(OUTPUTS[key]));
  if (missing.length > 0) {
    const names = missing.map((key) => OUTPUTS[key]).join(", ");
    throw new UsageError(`the stack ${stackName} has no output ${names}: it is not an invite-sweeper, or an older one`);
  }
  return Object.fromEntries(keys.map((key) => [key, found.get(OUTPUTS[key])])) as Record<Keys[number], string>;
}

/** All outputs that a stack has, by their names. */
export function outputsOf(stack: Stack | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { OutputKey: key, OutputValue: value } of stack?.Outputs ?? []) {
    if (key !== undefined && value !== undefined) found.set(key, value);
  }
  return found;
}

/** A stack as CloudFormation describes it. Throws one line when there is none, or no region or credentials are set. */
export async function describeStack(client: CloudFormationClient, stackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks?.[0];
  } catch (error) {
    throw await explained(client, stackName, error);
  }
}

/** What the caller can put right is told as such; anything else is passed on as it is. */
async function explained(client: CloudFormationClient, stackName: string, error: unknown): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  if (error.message === "Region is missing") {
    return new UnseenStackError("no AWS region is set: set AWS_REGION, or AWS_PROFILE to a profile that has one");
  }
  if (error.name === "CredentialsProviderError") {
    return new UnseenStackError(
      "no AWS credentials were found: set AWS_PROFILE, or sign in the way you do for the AWS tools",
    );
  }
  if (error.name !== "ValidationError") return error;
  const region = await client.config.region();
  return new UnseenStackError(
    `there is no stack ${stackName} in ${region}; check the name, AWS_REGION and AWS_PROFILE`,
  );
}
