import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import type { TargetPlace } from "../target-place.ts";
import { describeStack } from "./stack-outputs.ts";

const STACK_ARN = /^arn:[\w-]+:cloudformation:([\w-]+):(\d{12}):stack\/([A-Za-z][A-Za-z0-9-]*)\//;

/**
 * Where a deployed stack is, by the ARN with which CloudFormation answers. Without one: the region that was asked, and no
 * account.
 *
 * @throws UsageError when there is no such stack, or no region or credentials are set
 */
export async function stackPlace(stackName: string): Promise<Extract<TargetPlace, { kind: "stack" }>> {
  const client = new CloudFormationClient({});
  try {
    const described = await describeStack(client, stackName);
    const [, region, account, name] = STACK_ARN.exec(described?.StackId ?? "") ?? [];
    if (region !== undefined && account !== undefined && name !== undefined) {
      return { kind: "stack", stack: name, region, account };
    }
    const stack = described?.StackName ?? stackName;
    return { kind: "stack", stack, region: await client.config.region(), account: null };
  } finally {
    client.destroy();
  }
}
