import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { vi } from "vitest";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../lib/contract/outputs.ts";
import { createTables } from "../../lib/local/create-tables.ts";
import { type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import { type FakeAccount, startFakeAccount } from "./account-with-stacks.ts";
import { sweeper } from "./command-line.ts";

export interface FakeStacks {
  readonly account: FakeAccount;
  readonly dynamo: LocalDynamo;
  /** As a deployment leaves it: its tables, an empty ledger, and the template's policy in its parameter. */
  deploy(name: string, options?: DeployOptions): Promise<void>;
  /** As CloudFormation does at every update of the parameter's resource: the template's value, whatever stands there. */
  updateParameter(name: string, policy: unknown, region?: string): void;
  on(stack: string, ...argv: string[]): ReturnType<typeof sweeper>;
  close(): Promise<void>;
}

export interface DeployOptions {
  readonly policy?: unknown;
  readonly region?: string;
  /** Null: its secret has no value yet. */
  readonly apiKey?: string | null;
  /** Outputs that it has besides, or null for those it lacks. */
  readonly outputs?: Readonly<Record<string, string | null>>;
}

const REGION: string = LOCAL_AWS.region;

export const parameterOf = (name: string): string => `/${name}/policy`;
export const runsTableOf = (name: string): string => `${name}-Runs`;

/** Stacks of one account, with the environment of the AWS tools set to it until `close`. */
export async function startFakeStacks(): Promise<FakeStacks> {
  const dynamo = await startDynalite({});
  const account = await startFakeAccount(dynamo.url);
  vi.stubEnv("AWS_ENDPOINT_URL", account.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", LOCAL_AWS.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", LOCAL_AWS.credentials.secretAccessKey);
  vi.stubEnv("AWS_REGION", REGION);
  const updateParameter = (name: string, policy: unknown, region = REGION): void => {
    const key = `${region} ${parameterOf(name)}`;
    const there = account.parameters.get(key);
    const value = JSON.stringify(policy);
    account.parameters.set(key, { value, version: (there?.version ?? 0) + 1, tier: there?.tier ?? "Standard" });
  };
  return {
    account,
    dynamo,
    updateParameter,
    async deploy(name, { policy = {}, region = REGION, apiKey = "the-one-key", outputs = {} } = {}) {
      const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: dynamo.url });
      await createTables(client, ({ id }) => `${name}-${id}`);
      client.destroy();
      updateParameter(name, policy, region);
      account.secrets.set(`${name}-key`, apiKey);
      const all: Readonly<Record<string, string | null>> = {
        [OUTPUTS.invitationsTable]: `${name}-Invitations`,
        [OUTPUTS.identitiesTable]: `${name}-Identities`,
        [OUTPUTS.runsTable]: runsTableOf(name),
        [OUTPUTS.stopsTable]: runsTableOf(name),
        [OUTPUTS.flagsTable]: `${name}-Flags`,
        [OUTPUTS.policyParameter]: parameterOf(name),
        [OUTPUTS.edgesApiKeySecret]: `${name}-key`,
        // Where nobody answers: these stacks are asked for their stops.
        [OPTIONAL_OUTPUTS.edgesBaseUrl]: "http://127.0.0.1:9/v1",
        [OPTIONAL_OUTPUTS.retentionDays]: "730",
        ...outputs,
      };
      const there = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
      account.stacks.set(name, { region, outputs: Object.fromEntries(there) });
    },
    async on(stack, ...argv) {
      const region = account.stacks.get(stack)?.region ?? REGION;
      vi.stubEnv("AWS_REGION", region);
      return sweeper([...argv, "--stack", stack]);
    },
    async close() {
      vi.unstubAllEnvs();
      await account.close();
      await dynamo.close();
    },
  };
}
