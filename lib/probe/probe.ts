import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { regionOf } from "./access.ts";
import { ask } from "./ask.ts";
import { awaitEvent, type PipeEnd, writeItem } from "./ask-pipe.ts";
import { NOTICE } from "./experiment.ts";
import { receivesTable, verdictLine } from "./findings-text.ts";
import { judgePipe } from "./pipe-verdict.ts";
import { createProbeStack, deleteProbeStack } from "./probe-stack.ts";
import type { Receive } from "./receive.ts";
import { judge, type Verdict } from "./verdict.ts";

/** The part of the process's surroundings that the probe uses; `processIo()` fits. */
export interface ProbeIo {
  out(text: string): void;
  err(text: string): void;
  readonly interactive: boolean;
  confirm(question: string): Promise<boolean>;
  onInterrupt(stop: () => void): () => void;
}

export interface ProbeParts {
  readonly cloudFormation: CloudFormationClient;
  readonly sqs: SQSClient;
  readonly dynamo: DynamoDBClient;
  readonly io: ProbeIo;
  readonly now: () => Date;
  /** Consent given beforehand: nobody is asked. */
  readonly yes: boolean;
}

export interface ProbeEnd {
  readonly verdicts: readonly Verdict[];
  /** False when the stack is still there; how to delete it by hand was printed. */
  readonly cleanedUp: boolean;
}

/**
 * Asks AWS and prints what was seen, with a verdict for each question; answers undefined when the person said no. From
 * the first request on, the stack is deleted whatever happens. Throws when the probe could not be carried out or was
 * interrupted.
 */
export async function probe(parts: ProbeParts): Promise<ProbeEnd | undefined> {
  const { cloudFormation, io, now } = parts;
  const region = await regionOf(cloudFormation);
  const stackName = `invite-sweeper-probe-${now().getTime().toString(36)}`;
  io.err(`${NOTICE}\nStack ${stackName}, region ${region}.`);
  if (!(await agreed(parts))) return undefined;

  const byHand = `aws cloudformation delete-stack --stack-name ${stackName} --region ${region}`;
  const interrupt = new AbortController();
  const release = io.onInterrupt(() => {
    io.err(`Interrupted: deleting the stack. A second Ctrl-C leaves it; then delete it by hand: ${byHand}`);
    interrupt.abort(new Error("interrupted; nothing was found out"));
  });
  try {
    const verdicts = report(io, await watch(parts, stackName, interrupt.signal));
    return { verdicts, cleanedUp: await cleanUp(parts, stackName, byHand) };
  } catch (error) {
    await cleanUp(parts, stackName, byHand);
    // The SDK has its own error for an aborted request, which says less.
    interrupt.signal.throwIfAborted();
    throw error;
  } finally {
    release();
  }
}

async function agreed({ io, yes }: ProbeParts): Promise<boolean> {
  if (yes) return true;
  if (io.interactive) return io.confirm("Create it?");
  io.err("Nobody can be asked here: give --yes to go ahead.");
  return false;
}

interface Seen {
  readonly receives: readonly Receive[];
  readonly pipe: PipeEnd;
}

async function watch(parts: ProbeParts, stackName: string, signal: AbortSignal): Promise<Seen> {
  const { cloudFormation, sqs, dynamo, io, now } = parts;
  io.err("Creating the stack, a minute or two …");
  const places = await createProbeStack(cloudFormation, stackName, signal);
  io.err("Sending and watching, two to seven minutes …");
  await writeItem(dynamo, places, signal);
  const onReceive = ({ message, receiveCount }: Receive) => io.err(`  ${message} received, time ${receiveCount}`);
  const receives = await ask({ sqs, now, signal, onReceive }, places);
  return { receives, pipe: await awaitEvent({ sqs, now, signal }, places) };
}

/** Deletes the stack. Answers false, and says how to do it by hand, when that failed: it never hides the work's own error. */
async function cleanUp({ cloudFormation, io }: ProbeParts, stackName: string, byHand: string): Promise<boolean> {
  io.err("Deleting the stack, a minute or two …");
  try {
    await deleteProbeStack(cloudFormation, stackName);
    io.err("The stack is deleted.");
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.err(`THE STACK WAS NOT DELETED (${why}). Delete it by hand: ${byHand}`);
    return false;
  }
}

function report(io: ProbeIo, { receives, pipe }: Seen): readonly Verdict[] {
  const verdicts = [...judge(receives), judgePipe(pipe)];
  io.out([receivesTable(receives), "", ...verdicts.map(verdictLine)].join("\n"));
  return verdicts;
}
