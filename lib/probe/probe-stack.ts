import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from "@aws-sdk/client-cloudformation";
import { PROBE_OUTPUTS, probeTemplate } from "./template.ts";

const MAX_SECONDS = 600;
const POLL = { minDelay: 3, maxDelay: 5, maxWaitTime: MAX_SECONDS } as const;

export interface ProbeQueues {
  readonly queueUrl: string;
  readonly resultsUrl: string;
}

/** Where everything is that the probe made. */
export type ProbePlaces = Readonly<Record<keyof typeof PROBE_OUTPUTS, string>>;

/** Creates the stack and waits for it. Throws with CloudFormation's own reason; what exists by then is left to be deleted. */
export async function createProbeStack(
  client: CloudFormationClient,
  stackName: string,
  signal: AbortSignal,
): Promise<ProbePlaces> {
  await client.send(
    new CreateStackCommand({
      StackName: stackName,
      TemplateBody: JSON.stringify(probeTemplate()),
      Capabilities: ["CAPABILITY_IAM"],
      // It is deleted anyway; a roll-back first would only take longer and hide the reason.
      OnFailure: "DO_NOTHING",
      // A retried request whose answer was lost is then the same request, not a name already taken.
      ClientRequestToken: stackName,
    }),
    { abortSignal: signal },
  );
  try {
    await waitUntilStackCreateComplete({ client, abortSignal: signal, ...POLL }, { StackName: stackName });
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`the stack could not be created: ${await reasonOf(client, stackName)}`, { cause: error });
  }
  return readPlaces(client, stackName);
}

/** Deletes the stack and waits until it is gone. No signal: an interrupted probe has to clean up all the same. */
export async function deleteProbeStack(client: CloudFormationClient, stackName: string): Promise<void> {
  await client.send(new DeleteStackCommand({ StackName: stackName }));
  await waitUntilStackDeleteComplete({ client, ...POLL }, { StackName: stackName });
}

/** The first failure is the cause; those after it are its consequences. Events are listed newest first. */
async function reasonOf(client: CloudFormationClient, stackName: string): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stackName }));
  const first = StackEvents.findLast(({ ResourceStatus }) => ResourceStatus === "CREATE_FAILED");
  if (first === undefined) return `it was not ready within ${MAX_SECONDS} s`;
  return `${first.LogicalResourceId ?? stackName}: ${first.ResourceStatusReason ?? "no reason given"}`;
}

async function readPlaces(client: CloudFormationClient, stackName: string): Promise<ProbePlaces> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  const read = (name: string): string => {
    const value = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw new Error(`the stack ${stackName} has no output ${name}`);
    return value;
  };
  return {
    queueUrl: read(PROBE_OUTPUTS.queueUrl),
    resultsUrl: read(PROBE_OUTPUTS.resultsUrl),
    table: read(PROBE_OUTPUTS.table),
    eventsUrl: read(PROBE_OUTPUTS.eventsUrl),
    undeliveredUrl: read(PROBE_OUTPUTS.undeliveredUrl),
  };
}
