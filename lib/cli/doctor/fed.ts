import {
  type EventSourceMappingConfiguration,
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { DIGEST_OUTPUTS, OUTPUTS } from "../../contract/outputs.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { ask, look } from "./look.ts";
import { outputOf, type StackInView } from "./stack-in-view.ts";

/** start-run, request and digest, which no queue feeds. */
const OTHER_FUNCTIONS = 3;

/** Whether the functions are there, are fed by their queues, and may run as many at once as they need. */
export async function fedChecks(stack: StackInView): Promise<readonly Check[]> {
  const needed: number[] = [];
  const queues = { sweep: OUTPUTS.sweepQueueUrl, withdraw: OUTPUTS.withdrawQueueUrl } as const;
  const checks: Check[] = [...(await look("functions", () => functionsCheck(stack)))];
  for (const [name, output] of Object.entries(queues)) {
    const title = `${name} queue is read`;
    const found = await look(title, async () => {
      const mappings = await mappingsOf(stack, outputOf(stack, output));
      needed.push(...mappings.map(({ ScalingConfig }) => ScalingConfig?.MaximumConcurrency ?? 1));
      return mappingCheck(title, mappings);
    });
    checks.push(...found);
  }
  const all = needed.reduce((sum, one) => sum + one, OTHER_FUNCTIONS);
  return [...checks, ...(await look("concurrency", () => concurrencyOf(stack, all)))];
}

async function functionsCheck(stack: StackInView): Promise<Check> {
  const names = [OUTPUTS.startRunFunction, OUTPUTS.sweepFunction, OUTPUTS.withdrawFunction];
  const digest = stack.outputs.get(DIGEST_OUTPUTS.digestFunction);
  const faults: string[] = [];
  for (const FunctionName of [
    ...names.map((name) => outputOf(stack, name)),
    ...(digest === undefined ? [] : [digest]),
  ]) {
    const { State, LastUpdateStatus } = await ask("lambda:GetFunctionConfiguration", () =>
      stack.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    );
    // Lambda lets one that was not called for long fall asleep; the next call wakes it.
    const isUp = State === "Active" || State === "Inactive";
    if (!isUp || LastUpdateStatus === "Failed")
      faults.push(`${FunctionName} ${State ?? "?"}/${LastUpdateStatus ?? "?"}`);
  }
  if (faults.length > 0)
    return failing("functions", faults.join(", "), "look at the function in Lambda, then deploy again");
  return ok("functions", "all can be invoked");
}

/** By its queue and not by its function: that finds it too where it calls the function by an alias. */
async function mappingsOf(
  { sqs, lambda }: StackInView,
  QueueUrl: string,
): Promise<readonly EventSourceMappingConfiguration[]> {
  const { Attributes } = await ask("sqs:GetQueueAttributes", () =>
    sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] })),
  );
  const EventSourceArn = Attributes?.QueueArn;
  if (EventSourceArn === undefined) throw new Error(`SQS does not say what the ARN of ${QueueUrl} is`);
  const { EventSourceMappings = [] } = await ask("lambda:ListEventSourceMappings", () =>
    lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn })),
  );
  return EventSourceMappings;
}

export function mappingCheck(name: string, mappings: readonly EventSourceMappingConfiguration[]): Check {
  const [first] = mappings;
  if (first === undefined) return failing(name, "nothing reads the queue", "deploy again");
  const states = mappings.map(({ State }) => State ?? "unknown");
  if (states.some((state) => state === "Enabled")) {
    const most = first.ScalingConfig?.MaximumConcurrency;
    return ok(name, most === undefined ? "enabled" : `enabled, ${most} at once`);
  }
  const on = `aws lambda update-event-source-mapping --uuid ${first.UUID ?? "UUID"} --enabled`;
  // While it changes from one to the other it is neither.
  if (states.some((state) => /^(Creating|Enabling|Updating)$/.test(state)))
    return warning(name, states.join(", "), "look again in a minute");
  return failing(name, `the mapping is ${states.join(", ")}: messages wait and expire`, on);
}

async function concurrencyOf({ lambda }: StackInView, needed: number): Promise<Check> {
  const { AccountLimit } = await ask("lambda:GetAccountSettings", () => lambda.send(new GetAccountSettingsCommand({})));
  const free = AccountLimit?.UnreservedConcurrentExecutions;
  if (free === undefined) throw new Error("Lambda does not say how many may run at once");
  return concurrencyCheck(free, needed);
}

/** All functions of the account in this region share it: it can be less at any time, and never more. */
export function concurrencyCheck(free: number, needed: number): Check {
  const found = `${free} at once for all functions of the account that reserve none; this stack uses up to ${needed}`;
  if (free >= needed) return ok("concurrency", found);
  return warning(
    "concurrency",
    found,
    "ask for more under Service Quotas → Lambda → Concurrent executions; until then runs take longer and throttles ring an alarm",
  );
}
