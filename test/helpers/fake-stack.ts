import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { vi } from "vitest";
import { OUTPUTS } from "../../lib/contract/outputs.ts";
import { createTables } from "../../lib/local/create-tables.ts";
import { startDynalite } from "../../lib/local/dynalite.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import { AwsFailure, type FakeAccount, startFakeAccount } from "./fake-account.ts";

export const ACCOUNT = "111122223333";

/** A deployed stack in a fake account: its outputs, which a test may change, its tables, its policy and its key. */
export interface FakeStack {
  readonly name: string;
  readonly outputs: Record<string, string>;
  readonly policy: { text: string; version: number };
  apiKey: string;
}

export interface FakeDeployment {
  readonly account: FakeAccount;
  /** Adds a stack with empty tables, a policy without any field and a key. */
  deploy(name: string): Promise<FakeStack>;
  close(): Promise<void>;
}

/** The environment of this process then leads to the fake account, until `vi.unstubAllEnvs`. */
export async function startFakeDeployment(): Promise<FakeDeployment> {
  const dynalite = await startDynalite({});
  const account = await startFakeAccount({ dynamodb: dynalite.url });
  const stacks = new Map<string, FakeStack>();
  vi.stubEnv("AWS_ENDPOINT_URL", account.url);
  vi.stubEnv("AWS_REGION", LOCAL_AWS.region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", LOCAL_AWS.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", LOCAL_AWS.credentials.secretAccessKey);
  const found = <One>(one: One | undefined, code: string, message: string = code): One => {
    if (one === undefined) throw new AwsFailure(code, message);
    return one;
  };
  const byParameter = (name: unknown) => [...stacks.values()].find((one) => `/${one.name}/policy` === name);
  account.on("cloudformation:DescribeStacks", ({ StackName }) => {
    const stack = found(stacks.get(String(StackName)), "ValidationError", `Stack with id ${StackName} does not exist`);
    const Outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
    const StackId = `arn:aws:cloudformation:${LOCAL_AWS.region}:${ACCOUNT}:stack/${stack.name}/6a0e2f80-0001`;
    const about = { StackName: stack.name, StackId, StackStatus: "CREATE_COMPLETE", CreationTime: new Date(0) };
    return { Stacks: [{ ...about, Outputs }] };
  });
  // What live stacks hold in their API key's name: no stack's own, and in no template.
  const leases = new Map<string, string>();
  const isLease = (name: unknown) => String(name).startsWith("/invite-sweeper/live/");
  account.on("ssm:DeleteParameter", ({ Name }) => {
    if (!leases.delete(String(Name))) throw new AwsFailure("ParameterNotFound");
    return {};
  });
  account.on("ssm:GetParameter", ({ Name }) => {
    if (isLease(Name)) {
      return { Parameter: { Name, Value: found(leases.get(String(Name)), "ParameterNotFound"), Version: 1 } };
    }
    const { policy } = found(byParameter(Name), "ParameterNotFound");
    return { Parameter: { Name, Type: "String", Value: policy.text, Version: policy.version } };
  });
  account.on("ssm:PutParameter", ({ Name, Value, Overwrite }) => {
    if (isLease(Name)) {
      if (leases.has(String(Name)) && Overwrite !== true) throw new AwsFailure("ParameterAlreadyExists");
      leases.set(String(Name), String(Value));
      return { Version: 1, Tier: "Standard" };
    }
    const { policy } = found(byParameter(Name), "ParameterNotFound");
    policy.text = String(Value);
    policy.version += 1;
    return { Version: policy.version, Tier: "Standard" };
  });
  account.on("secretsmanager:GetSecretValue", ({ SecretId }) => {
    const stack = [...stacks.values()].find(({ name }) => `${name}-key` === SecretId);
    const { apiKey } = found(stack, "ResourceNotFoundException");
    if (apiKey === "") throw new AwsFailure("ResourceNotFoundException", "Secrets Manager can't find the value");
    return { ARN: SecretId, Name: SecretId, SecretString: apiKey };
  });
  return {
    account,
    async deploy(name) {
      const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: dynalite.url });
      await createTables(client, ({ id }) => `${name}-${id}`);
      client.destroy();
      const outputs: Record<string, string> = {
        [OUTPUTS.invitationsTable]: `${name}-Invitations`,
        [OUTPUTS.identitiesTable]: `${name}-Identities`,
        [OUTPUTS.runsTable]: `${name}-Runs`,
        [OUTPUTS.flagsTable]: `${name}-Flags`,
        [OUTPUTS.policyParameter]: `/${name}/policy`,
        [OUTPUTS.edgesApiKeySecret]: `${name}-key`,
        [OUTPUTS.withdrawFunction]: `${name}-withdraw`,
      };
      const stack: FakeStack = { name, outputs, policy: { text: "{}", version: 1 }, apiKey: `key-of-${name}` };
      stacks.set(name, stack);
      return stack;
    },
    async close() {
      await account.close();
      await dynalite.close();
    },
  };
}
