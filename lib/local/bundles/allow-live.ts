import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { RUNS } from "../../contract/tables.ts";
import { createDynamoStops } from "../../ledger/dynamo-stops.ts";
import { LOCAL_AWS } from "../local-aws.ts";
import type { Workspace } from "../workspace.ts";

/**
 * Deployed functions go live only by a person's order in their ledger. On this machine whoever starts the run has given it:
 * the policy that they are handed says live or does not, with all stops applied.
 */
export async function allowLive({ endpoints, clock }: Pick<Workspace, "endpoints" | "clock">): Promise<void> {
  const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: endpoints.dynamo });
  try {
    const stops = createDynamoStops(DynamoDBDocumentClient.from(client), RUNS.id);
    await stops.setMode({ mode: "live", since: clock.now().toISOString(), lease: null });
  } finally {
    client.destroy();
  }
}
