import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { OPTIONAL_OUTPUTS } from "../../contract/outputs.ts";
import { optionalOutput } from "./optional-output.ts";
import { describeStack, readStackOutputs } from "./stack-outputs.ts";

/**
 * Turns the deletion protection of the ledger's tables on, unless the stack's configuration lets them go with it. The
 * template leaves it off, for a first deployment that fails could not be taken back otherwise. Tells what cannot be done,
 * and never throws.
 */
export async function protectTables(stackName: string, tell: (line: string) => void): Promise<void> {
  const cloudFormation = new CloudFormationClient({});
  const dynamo = new DynamoDBClient({});
  try {
    if (optionalOutput(await describeStack(cloudFormation, stackName), OPTIONAL_OUTPUTS.removal) === "destroy") return;
    const keys = ["invitationsTable", "identitiesTable", "runsTable", "flagsTable"] as const;
    const outputs = await readStackOutputs(cloudFormation, stackName, keys);
    for (const key of keys) await protect(dynamo, outputs[key], tell);
  } catch (error) {
    tell(`the tables' deletion protection could not be turned on: ${reasonOf(error)}`);
  } finally {
    dynamo.destroy();
    cloudFormation.destroy();
  }
}

async function protect(dynamo: DynamoDBClient, TableName: string, tell: (line: string) => void): Promise<void> {
  try {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
    if (Table?.DeletionProtectionEnabled === true) return;
    await dynamo.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  } catch (error) {
    const region = await dynamo.config.region();
    tell(
      `the table ${TableName} is not protected against deletion (${reasonOf(error)}); to protect it: aws dynamodb update-table --table-name ${TableName} --deletion-protection-enabled --region ${region}`,
    );
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
