import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { MODES } from "../../domain/mode.ts";
import type { StartedRun } from "../../start-run/start-run.ts";
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
  const answer = parsed(Buffer.from(Payload ?? []).toString());
  if (FunctionError !== undefined) {
    const told = failure.safeParse(answer);
    throw new Error(`the run did not start: ${told.success ? told.data.errorMessage : FunctionError}`);
  }
  const started = startedRun.safeParse(answer);
  if (!started.success) {
    throw new Error(
      `${startRunFunction} gave an answer that cannot be read; \`sweeper runs\` shows whether a run started`,
    );
  }
  return started.data;
}

const failure = z.object({ errorMessage: z.string() });
const startedRun: z.ZodMiniType<StartedRun> = z.object({
  runId: z.string(),
  mode: z.enum(MODES),
  identities: z.array(z.string()),
  notConnected: z.array(z.string()),
  alreadyStarted: z.boolean(),
  // A stack of an earlier version starts all or nothing.
  state: z._default(z.enum(["started", "starting", "elsewhere", "overtaken"]), "started"),
  left: z._default(z.nullable(z.number()), 0),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
