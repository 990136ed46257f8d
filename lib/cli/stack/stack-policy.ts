import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { OUTPUTS } from "../../contract/outputs.ts";
import { createDynamoStops } from "../../ledger/dynamo-stops.ts";
import { SYSTEM_CLOCK } from "../../observe/clock.ts";
import { createSsmPolicyStore } from "../../settings/ssm-policy-store.ts";
import { stoppedPolicyStore } from "../../settings/stopped-policy.ts";
import type { OpenPolicy } from "../open-policy.ts";
import { optionalOutput } from "./optional-output.ts";
import { describeStack, readStackOutputs } from "./stack-outputs.ts";

/** The policy of a deployed stack and its stops, without the rest of the ledger. */
export async function openStackPolicy(stackName: string): Promise<OpenPolicy> {
  const cloudFormation = new CloudFormationClient({});
  const { policyParameter, runsTable } = await readStackOutputs(cloudFormation, stackName, [
    "policyParameter",
    "runsTable",
  ]);
  const stopsTable = optionalOutput(await describeStack(cloudFormation, stackName), OUTPUTS.stopsTable);
  const goesByPolicyAlone = stopsTable === null;
  // Such functions are as live as their policy says. What is stopped stands in their table all the same, so that a newer
  // version finds it there.
  const options = { bornDry: !goesByPolicyAlone };
  const stops = createDynamoStops(DynamoDBDocumentClient.from(new DynamoDBClient({})), stopsTable ?? runsTable);
  const store = createSsmPolicyStore(new SSMClient({}), policyParameter, SYSTEM_CLOCK.now);
  return { ...stoppedPolicyStore(store, stops, options), ...options, stops, goesByPolicyAlone };
}
