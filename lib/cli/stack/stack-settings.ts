import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { MAX_RETENTION_DAYS } from "../../config/schema.ts";
import { ENVIRONMENT, readRetentionDays } from "../../contract/environment.ts";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../contract/outputs.ts";
import { readBase } from "../../edges/address.ts";
import { EDGES_BASE_URL } from "../../edges/client.ts";
import { edgesBaseUrl } from "../edges-address.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { describeStack, outputsOf } from "./stack-outputs.ts";

/** What a stack was deployed with and a command needs in order to act as its functions do. */
export interface StackSettings {
  /** Where its API key is sent, and nowhere else. */
  readonly edgesBaseUrl: string;
  /** Days for which what has ended is kept. */
  readonly retentionDays: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** What the stack says of itself; `unknown` is why it cannot be told, in words. */
export type StackReading = StackSettings | { readonly unknown: string };

/**
 * The settings of a deployed stack: by its outputs or, where it is of a version that had none of these, by the environment
 * of its withdraw function. Where neither can be read, those of the caller's environment count.
 *
 * @throws UsageError where they are not known at all, where one is malformed, and where `EDGES_BASE_URL` of the caller names
 *   another API: the stack's key must not go there
 */
export async function readStackSettings(stackName: string, io: Pick<Io, "env" | "err">): Promise<StackSettings> {
  const given = io.env[ENVIRONMENT.edgesBaseUrl] === undefined ? null : edgesBaseUrl(io);
  const reading = await readOwnSettings(stackName);
  if (!("unknown" in reading)) {
    if (given !== null && !isSameApi(given, reading.edgesBaseUrl)) {
      throw new UsageError(
        `EDGES_BASE_URL is ${given}, but the stack ${stackName} calls ${reading.edgesBaseUrl}: its API key must not go elsewhere. Nothing was called. Unset EDGES_BASE_URL, or set edgesBaseUrl in cdk.json and deploy`,
      );
    }
    return reading;
  }
  if (given === null) {
    throw new UsageError(
      `where the stack ${stackName} calls Edges is not known: ${reading.unknown}. Nothing was called. Deploy this version, allow lambda:GetFunctionConfiguration, or set EDGES_BASE_URL and RETENTION_DAYS to what the stack was deployed with`,
    );
  }
  return { edgesBaseUrl: given, retentionDays: retentionGiven(stackName, io) };
}

/** Too long does no harm, too short loses what cannot be had back: so what nobody says is the longest. */
function retentionGiven(stackName: string, { env, err }: Pick<Io, "env" | "err">): number {
  if ((env[ENVIRONMENT.retentionDays] ?? "") !== "") return orUsageError(() => readRetentionDays(env));
  err(
    `retentionDays of the stack ${stackName} is not known: what this command writes is kept for ${MAX_RETENTION_DAYS} days, the longest; set RETENTION_DAYS to what the stack was deployed with`,
  );
  return MAX_RETENTION_DAYS;
}

/** @throws UsageError for a setting that is there and malformed */
export async function readOwnSettings(stackName: string): Promise<StackReading> {
  const cloudFormation = new CloudFormationClient({});
  try {
    const outputs = outputsOf(await describeStack(cloudFormation, stackName));
    const address = outputs.get(OPTIONAL_OUTPUTS.edgesBaseUrl);
    const days = outputs.get(OPTIONAL_OUTPUTS.retentionDays);
    if (address !== undefined && days !== undefined) return settingsOf(address, days);
    const lacks = `it has no output ${OPTIONAL_OUTPUTS.edgesBaseUrl}`;
    const name = outputs.get(OUTPUTS.withdrawFunction);
    if (name === undefined) return { unknown: `${lacks}, and no ${OUTPUTS.withdrawFunction}` };
    const found = await environmentOf(name);
    if ("unknown" in found) return { unknown: `${lacks}, and ${found.unknown}` };
    // As the function itself takes them: without an address it calls the real API.
    return settingsOf(
      found.variables[ENVIRONMENT.edgesBaseUrl] || EDGES_BASE_URL,
      found.variables[ENVIRONMENT.retentionDays],
    );
  } finally {
    cloudFormation.destroy();
  }
}

async function environmentOf(name: string): Promise<{ readonly variables: Variables } | { readonly unknown: string }> {
  const lambda = new LambdaClient({});
  const unread = (why: string) => ({ unknown: `the environment of its function ${name} cannot be read (${why})` });
  try {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    // Lambda answers without variables where the caller may not use their key: that is not the same as none being set.
    if (Environment?.Variables === undefined) return unread(Environment?.Error?.ErrorCode ?? "Lambda shows none");
    return { variables: Environment.Variables };
  } catch (error) {
    return unread(error instanceof Error ? error.name : String(error));
  } finally {
    lambda.destroy();
  }
}

function settingsOf(address: string, days: string | undefined): StackSettings {
  return orUsageError(() => {
    readBase(address);
    return { edgesBaseUrl: address, retentionDays: readRetentionDays({ [ENVIRONMENT.retentionDays]: days }) };
  });
}

function orUsageError<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof Error ? new UsageError(error.message) : error;
  }
}

const isSameApi = (one: string, other: string): boolean => readBase(one).href === readBase(other).href;
