import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { OUTPUTS } from "../../contract/outputs.ts";
import type { Mode } from "../../domain/mode.ts";
import { createDynamoDayLedger, createDynamoLedger } from "../../ledger/dynamo-ledger.ts";
import { createSecretApiKey } from "../../settings/secret-api-key.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openPolicy } from "../open-target.ts";
import { describeStack, outputsOf } from "../stack/stack-outputs.ts";
import { stackPlace } from "../stack/stack-place.ts";
import { readStackSettings } from "../stack/stack-settings.ts";
import type { TargetOptions } from "../target.ts";
import { bootstrapCheck } from "./account.ts";
import { alarmsCheck } from "./alarms.ts";
import { type Check, failing, ok } from "./check.ts";
import { deployedChecks } from "./deployed.ts";
import { edgesChecks, withoutAnswer } from "./edges-answer.ts";
import { fedChecks } from "./fed.ts";
import { keptChecks } from "./kept.ts";
import { leaseCheck } from "./lease.ts";
import { ask, askFor, look } from "./look.ts";
import { nodeCheck } from "./node.ts";
import { onTimeChecks } from "./on-time.ts";
import { packedDaysCheck } from "./packed-days.ts";
import { policyInForce, runCapCheck } from "./policy-in-force.ts";
import { queuesCheck } from "./queues.ts";
import { outputOf, type StackInView } from "./stack-in-view.ts";
import { toldChecks } from "./told.ts";

/**
 * Looks at a deployed stack, reading alone. Each check stands for itself: what one cannot look at takes no other along.
 *
 * @throws UsageError when there is no such stack, or no region or credentials are set
 */
export async function checkStack(stackName: string, options: TargetOptions, io: Io): Promise<readonly Check[]> {
  const stack = await viewOf(stackName);
  const again = ` --stack ${stackName}`;
  const now = () => stack.now;
  const ledgerOptions = {
    documentClient: DynamoDBDocumentClient.from(stack.dynamo),
    tables: {
      invitations: stack.outputs.get(OUTPUTS.invitationsTable) ?? "",
      identities: stack.outputs.get(OUTPUTS.identitiesTable) ?? "",
      runs: stack.outputs.get(OUTPUTS.runsTable) ?? "",
      flags: stack.outputs.get(OUTPUTS.flagsTable) ?? "",
    },
    now,
  };
  const ledger = createDynamoLedger(ledgerOptions);
  try {
    let [mode, runCap]: [Mode | null, number | null] = [null, null];
    const { region, account } = stack.place;
    const checks: Check[] = [
      nodeCheck(process.versions.node),
      ok("region", region ?? "not named by CloudFormation"),
      ok("credentials", `accepted${account === null ? "" : `, of account ${account}`}`),
      ...(await look("bootstrap", () => bootstrapCheck(account ?? "ACCOUNT", region ?? "REGION", true))),
      ...deployedChecks(stack),
    ];
    const add = async (name: string, work: () => Promise<Check | readonly Check[]>) =>
      void checks.push(...(await look(name, work)));
    await add("policy", async () => {
      const found = await askFor("ssm:GetParameter", async () => policyInForce(await openPolicy(options, io), again));
      [mode, runCap] = [found.policy?.mode ?? null, found.policy?.runCap ?? null];
      return found.checks;
    });
    const apiKey = secretOf(stack);
    checks.push(...(await apiChecks(stackName, io, apiKey)));
    await add("live lease", async () => leaseCheck(stack, await apiKey(), mode));
    await add("alarms", () => alarmsCheck(stack));
    checks.push(...(await toldChecks(stack)));
    const lastRun = () =>
      ask("dynamodb:Query", async () => {
        outputOf(stack, OUTPUTS.runsTable);
        return (await ledger.runs.latest(1))[0] ?? null;
      });
    checks.push(...(await onTimeChecks(stack, lastRun)), ...(await fedChecks(stack)));
    await add("queues", () => queuesCheck(stack));
    checks.push(...(await keptChecks(stack)));
    await add("packed days", () =>
      ask("dynamodb:Query", async () => {
        for (const output of [OUTPUTS.runsTable, OUTPUTS.invitationsTable]) outputOf(stack, output);
        const oldest = await ledger.runs.oldest();
        return packedDaysCheck(createDynamoDayLedger(ledgerOptions), oldest?.startedAt ?? null, again);
      }),
    );
    const cap: number | null = runCap;
    if (cap !== null) {
      await add("run cap", async () => {
        let identities = 0;
        await ask("dynamodb:Scan", async () => {
          outputOf(stack, OUTPUTS.identitiesTable);
          for await (const _ of ledger.identities.all()) identities += 1;
        });
        return runCapCheck({ runCap: cap }, identities, again);
      });
    }
    return checks;
  } finally {
    for (const client of [
      stack.cloudWatch,
      stack.dynamo,
      stack.lambda,
      stack.logs,
      stack.scheduler,
      stack.sns,
      stack.sqs,
    ])
      client.destroy();
  }
}

async function viewOf(stackName: string): Promise<StackInView> {
  const cloudFormation = new CloudFormationClient({});
  try {
    const described = await describeStack(cloudFormation, stackName);
    return {
      place: await stackPlace(stackName),
      status: described?.StackStatus ?? "unknown",
      outputs: outputsOf(described),
      now: new Date(),
      cloudWatch: new CloudWatchClient({}),
      dynamo: new DynamoDBClient({}),
      lambda: new LambdaClient({}),
      logs: new CloudWatchLogsClient({}),
      scheduler: new SchedulerClient({}),
      sns: new SNSClient({}),
      // The queue is named by its address, but asked for where the environment says: AWS_ENDPOINT_URL counts here too.
      sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    };
  } finally {
    cloudFormation.destroy();
  }
}

function secretOf(stack: StackInView): () => Promise<string> {
  const client = new SecretsManagerClient({});
  const read = createSecretApiKey(client, stack.outputs.get(OUTPUTS.edgesApiKeySecret) ?? "", () => stack.now);
  return () =>
    askFor("secretsmanager:GetSecretValue", () => {
      outputOf(stack, OUTPUTS.edgesApiKeySecret);
      return read();
    });
}

/** Where the key would go is settled before it is read. */
async function apiChecks(stackName: string, io: Io, apiKey: () => Promise<string>): Promise<readonly Check[]> {
  const found = await look("API key", async () => {
    try {
      const { edgesBaseUrl } = await readStackSettings(stackName, io);
      return await edgesChecks(edgesBaseUrl, apiKey);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return failing("API key", error.message, "nothing was called: put right what is named");
    }
  });
  const [key] = found;
  return found.length === 1 && key !== undefined ? withoutAnswer(key) : found;
}
