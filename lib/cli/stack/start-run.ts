import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { StartedRun } from "../../../lambdas/start-run/start-run.ts";
import { readStackOutputs } from "./stack-outputs.ts";

/**
 * Starts a run of a deployed stack now, as its schedule would, in the mode its policy says. The run goes on by itself.
 * Throws with the function's own words when it failed.
 */
export async function startRunOnStack(stackName: string, now: Date): Promise<StartedRun> {
  const { startRunFunction } = await readStackOutputs(new CloudFormationClient({}), stackName, ["startRunFunction"]);
  const { FunctionError, Payload } = await new LambdaClient({}).send(
    new InvokeCommand({
      FunctionName: startRunFunction,
      Payload: Buffer.from(JSON.stringify({ scheduledTime: now.toISOString() })),
    }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || "{}");
  if (FunctionError !== undefined) {
    throw new Error(`the run did not start: ${String(answer.errorMessage ?? FunctionError)}`);
  }
  return answer;
}
