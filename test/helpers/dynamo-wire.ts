import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** What a command brings along and what it answers, as the document client sees them. */
export interface Exchange {
  /** For example `UpdateItemCommand`. */
  readonly command: string;
  readonly input: object;
  readonly output: object;
}

/** Changes the input of commands before they are sent. */
export function onInput(client: DynamoDBDocumentClient, change: (command: string, input: object) => object): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        next({ ...args, input: change(commandName ?? "", args.input) }),
    { step: "initialize", name: "changeInput" },
  );
}

/** Tells of each exchange once its answer is there. */
export function onAnswer(client: DynamoDBDocumentClient, tell: (exchange: Exchange) => void): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        tell({ command: commandName ?? "", input: args.input, output: result.output });
        return result;
      },
    { step: "initialize", name: "tellAnswer" },
  );
}

/**
 * Loses the answer of the first write that takes effect, as a dropped connection does: the SDK sends it again by itself.
 * Answers how many times that write reached the table.
 */
export function loseOneAnswer(client: DynamoDBDocumentClient): () => number {
  let lost: object | null = null;
  let sent = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const isWrite = /^(Put|Update|Delete)Item/.test(context.commandName ?? "");
      if (context === lost) sent += 1;
      const result = await next(args);
      if (!isWrite || lost !== null) return result;
      lost = context;
      sent = 1;
      throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
    },
    { step: "deserialize", name: "loseOneAnswer", priority: "high" },
  );
  return () => sent;
}

/** What an answer says was consumed, in units; 0 where it says nothing. */
export function unitsOf(output: object): number {
  const consumed: unknown = "ConsumedCapacity" in output ? output.ConsumedCapacity : undefined;
  // Of a batch it is told table by table.
  if (Array.isArray(consumed)) return consumed.reduce((sum, one) => sum + unitsOf({ ConsumedCapacity: one }), 0);
  if (typeof consumed !== "object" || consumed === null || !("CapacityUnits" in consumed)) return 0;
  return Number(consumed.CapacityUnits);
}
