import { type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { Asking } from "./ask.ts";
import { ACCEPTED_ITEM, PIPE_SECONDS } from "./experiment.ts";

/** What came of the item: the event, or that the pipe gave it up, or neither in all the time. */
export type PipeEnd =
  | { readonly kind: "event"; readonly detail: unknown }
  | { readonly kind: "undelivered" }
  | { readonly kind: "nothing" };

export interface PipePlaces {
  readonly table: string;
  readonly eventsUrl: string;
  readonly undeliveredUrl: string;
}

/** Writes the item. Before the pipe has begun is early enough: it reads its stream from the beginning. */
export async function writeItem(dynamo: DynamoDBClient, { table }: PipePlaces, signal: AbortSignal): Promise<void> {
  await dynamo.send(new PutItemCommand({ TableName: table, Item: ACCEPTED_ITEM }), { abortSignal: signal });
}

/** Waits for what the pipe made of the item. */
export async function awaitEvent(
  { sqs, now, signal }: Omit<Asking, "onReceive">,
  places: PipePlaces,
): Promise<PipeEnd> {
  const end = now().getTime() + PIPE_SECONDS * 1000;
  const receive = async (QueueUrl: string, WaitTimeSeconds: number) => {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds });
    return (await sqs.send(command, { abortSignal: signal })).Messages?.[0]?.Body;
  };
  do {
    const event = await receive(places.eventsUrl, 10);
    if (event !== undefined) return { kind: "event", detail: detailIn(event) };
    if ((await receive(places.undeliveredUrl, 0)) !== undefined) return { kind: "undelivered" };
  } while (now().getTime() < end);
  return { kind: "nothing" };
}

function detailIn(text: string): unknown {
  const event: unknown = JSON.parse(text);
  return typeof event === "object" && event !== null && "detail" in event ? event.detail : undefined;
}
