import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createEdgesClient } from "../../edges/client.ts";
import { createDynamoLedger } from "../../ledger/dynamo-ledger.ts";
import { SILENT_LOG } from "../../local/log-file.ts";
import { withLongWaitsTold } from "../../local/long-waits.ts";
import { WAIT_OF_THE_API } from "../../local/workspace.ts";
import { SYSTEM_CLOCK } from "../../observe/clock.ts";
import { clockNotice } from "../../observe/clock-notice.ts";
import type { PolicyStore } from "../../settings/policy-store.ts";
import { createSecretApiKey } from "../../settings/secret-api-key.ts";
import { createSsmPolicyStore } from "../../settings/ssm-policy-store.ts";
import type { clockAndWaits } from "../clock-and-waits.ts";
import type { Target } from "../target.ts";
import { readStackOutputs } from "./stack-outputs.ts";

/** A deployed stack as the commands see it. Region and credentials are found the standard way of the AWS tools. */
export async function openStack(
  stackName: string,
  edgesBaseUrl: string,
  { onClockOffset, onLongWait }: ReturnType<typeof clockAndWaits>,
): Promise<Target> {
  const outputs = await readStackOutputs(new CloudFormationClient({}), stackName, [
    "invitationsTable",
    "identitiesTable",
    "runsTable",
    "flagsTable",
    "policyParameter",
    "edgesApiKeySecret",
  ]);
  const clock = withLongWaitsTold(SYSTEM_CLOCK, onLongWait);
  const dynamo = new DynamoDBClient({});
  const edges = createEdgesClient({
    baseUrl: edgesBaseUrl,
    apiKey: createSecretApiKey(new SecretsManagerClient({}), outputs.edgesApiKeySecret, clock.now),
    sleep: (ms) => clock.sleep(ms, WAIT_OF_THE_API),
    onClockOffset: clockNotice({ metrics: { count() {} }, log: SILENT_LOG }, (offsetMs) =>
      onClockOffset(offsetMs, clock.now()),
    ),
  });
  return {
    clock,
    log: SILENT_LOG,
    edges,
    policy: createSsmPolicyStore(new SSMClient({}), outputs.policyParameter, clock.now),
    ledger: createDynamoLedger({
      documentClient: DynamoDBDocumentClient.from(dynamo),
      tables: {
        invitations: outputs.invitationsTable,
        identities: outputs.identitiesTable,
        runs: outputs.runsTable,
        flags: outputs.flagsTable,
      },
      now: clock.now,
    }),
    skipWaits: (work) => work,
    async close() {
      await edges.close();
      dynamo.destroy();
    },
  };
}

/** The policy alone, without the ledger behind it. */
export async function openStackPolicy(stackName: string): Promise<PolicyStore> {
  const { policyParameter } = await readStackOutputs(new CloudFormationClient({}), stackName, ["policyParameter"]);
  return createSsmPolicyStore(new SSMClient({}), policyParameter, SYSTEM_CLOCK.now);
}
