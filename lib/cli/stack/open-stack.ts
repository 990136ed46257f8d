import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createEdgesClient } from "../../edges/client.ts";
import { createDynamoLedger } from "../../ledger/dynamo-ledger.ts";
import { SILENT_LOG } from "../../local/log-file.ts";
import { WAIT_OF_THE_API, withLongWaitsTold } from "../../local/long-waits.ts";
import { SYSTEM_CLOCK } from "../../observe/clock.ts";
import { clockNotice } from "../../observe/clock-notice.ts";
import { createSecretApiKey } from "../../settings/secret-api-key.ts";
import type { clockAndWaits } from "../clock-and-waits.ts";
import type { Io } from "../io.ts";
import type { Target } from "../target-types.ts";
import { readStackOutputs } from "./stack-outputs.ts";
import { openStackPolicy } from "./stack-policy.ts";
import { readStackSettings } from "./stack-settings.ts";

/**
 * A deployed stack as the commands see it: its own tables, key, policy, API and retention. Region and credentials are found
 * the standard way of the AWS tools.
 *
 * @throws UsageError where the stack's API is not known, or another than EDGES_BASE_URL names
 */
export async function openStack(
  stackName: string,
  io: Pick<Io, "env" | "err">,
  { onClockOffset, onLongWait }: ReturnType<typeof clockAndWaits>,
): Promise<Target> {
  const { edgesBaseUrl, retentionDays } = await readStackSettings(stackName, io);
  const outputs = await readStackOutputs(new CloudFormationClient({}), stackName, [
    "invitationsTable",
    "identitiesTable",
    "runsTable",
    "flagsTable",
    "edgesApiKeySecret",
  ]);
  const policy = await openStackPolicy(stackName);
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
    policy,
    ledger: createDynamoLedger({
      documentClient: DynamoDBDocumentClient.from(dynamo),
      tables: {
        invitations: outputs.invitationsTable,
        identities: outputs.identitiesTable,
        runs: outputs.runsTable,
        flags: outputs.flagsTable,
      },
      retentionDays,
      now: clock.now,
    }),
    skipWaits: (work) => work,
    async close() {
      await edges.close();
      dynamo.destroy();
    },
  };
}
