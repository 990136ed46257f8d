import { ReceiveMessageCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { ASIDE, BEHIND, EXPERIMENT, HIDDEN, type ProbeMessage } from "./experiment.ts";
import type { ProbeQueues } from "./probe-stack.ts";
import { parseReceive, type Receive, receiveOf } from "./receive.ts";
import { isDecided } from "./verdict.ts";

export interface Asking {
  readonly sqs: SQSClient;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Told of each receive as its report comes in. */
  readonly onReceive: (receive: Receive) => void;
}

/**
 * Sends A1 and A2, then B1 once A1 is known to be hidden: sent earlier, B1 could pass before there was anything to wait
 * for. Answers every receive seen, which may be none.
 */
export async function ask(asking: Asking, queues: ProbeQueues): Promise<readonly Receive[]> {
  const receives: Receive[] = [];
  await send(asking, queues, HIDDEN);
  await send(asking, queues, BEHIND);
  const hidden = () => receiveOf(receives, HIDDEN.name, 1) !== undefined;
  await collect(asking, queues, receives, EXPERIMENT.firstReceiveSeconds, hidden);
  if (!hidden()) return receives;
  await send(asking, queues, ASIDE);
  await collect(asking, queues, receives, EXPERIMENT.watchSeconds, () => isDecided(receives));
  return receives;
}

/** Adds reports to `receives` until it is enough or the time is over. */
async function collect(
  { sqs, now, signal, onReceive }: Asking,
  { resultsUrl }: ProbeQueues,
  receives: Receive[],
  seconds: number,
  enough: () => boolean,
): Promise<void> {
  const end = now().getTime() + seconds * 1000;
  while (!enough() && now().getTime() < end) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: resultsUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
      { abortSignal: signal },
    );
    for (const { Body } of Messages) {
      const receive = parseReceive(Body ?? "");
      receives.push(receive);
      onReceive(receive);
    }
  }
}

async function send({ sqs, signal }: Asking, { queueUrl }: ProbeQueues, { name, group }: ProbeMessage): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: name,
      MessageGroupId: group,
      MessageDeduplicationId: name,
    }),
    { abortSignal: signal },
  );
}
