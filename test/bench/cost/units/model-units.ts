import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
  type GetCommandInput,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandInput,
  type UpdateCommandInput,
  type UpdateCommandOutput,
} from "@aws-sdk/lib-dynamodb";
import type { TableDefinition } from "../../../../lib/contract/tables.ts";
import { aroundCommands, type OnConsumed, type Sending } from "./count-units.ts";
import { readUnits, unitsOfRefused, unitsOfWrite } from "./item-diff.ts";
import { type Item, itemSize } from "./item-size.ts";

export interface ModelOptions {
  /** Whose commands are counted. Its tables are empty, and nobody else writes to them. */
  readonly client: DynamoDBDocumentClient;
  /** Another client of the same server, for the model's own questions, which nobody counts. */
  readonly unseen: DynamoDBDocumentClient;
  /** By physical name. */
  readonly tables: ReadonlyMap<string, TableDefinition>;
}

/**
 * Counts what commands would consume on DynamoDB, whatever the server says of it: from each item before and after a write,
 * the definitions of its table, and the sizes of items by the developer guide. Keeps every item as it was last written.
 *
 * @throws Error for a command whose units it does not know, such as a transaction: none may go uncounted
 */
export function countModelUnits({ client, unseen, tables }: ModelOptions, tell: OnConsumed): void {
  const items = new Map<string, Item>();
  const definitionOf = (name: string | undefined): TableDefinition => {
    const definition = tables.get(name ?? "");
    if (definition === undefined) throw new Error(`no units are known of the table ${name}`);
    return definition;
  };
  const placeOf = (name: string | undefined, item: Item | undefined): string => {
    const { partitionKey, sortKey } = definitionOf(name);
    return JSON.stringify([name, item?.[partitionKey], sortKey === undefined ? null : item?.[sortKey]]);
  };
  const standing = (name: string | undefined, key: Item | undefined): Item | null =>
    items.get(placeOf(name, key)) ?? null;
  const sizeAt = (name: string | undefined, key: Item | undefined): number => itemSize(standing(name, key) ?? {});

  const told = (command: string, units: number, vain = 0): void => tell({ command, units, refused: 0, vain });

  /** Units of a write that has taken effect. */
  function written(name: string | undefined, key: Item | undefined, after: Item | null): number {
    const before = standing(name, key);
    if (after === null) items.delete(placeOf(name, key));
    else items.set(placeOf(name, key), after);
    return unitsOfWrite(definitionOf(name), before, after);
  }

  async function write(
    { command, input, send }: Sending,
    key: Item | undefined,
    after: (output: object) => Item | null,
  ): Promise<object> {
    const { TableName } = input as PutCommandInput;
    let output: object;
    try {
      output = await send(input);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        const units = unitsOfRefused(standing(TableName, key));
        tell({ command, units, refused: units, vain: 0 });
      }
      throw error;
    }
    told(command, written(TableName, key, after(output)));
    return output;
  }

  async function update({ command, input, send }: Sending): Promise<object> {
    const asked = (input as UpdateCommandInput).ReturnValues;
    if (asked !== undefined && asked !== "NONE") throw new Error(`an update that answers ${asked} is not counted`);
    const output = (await write(
      { command, input: { ...input, ReturnValues: "ALL_NEW" }, send },
      (input as UpdateCommandInput).Key,
      (answer) => (answer as UpdateCommandOutput).Attributes ?? null,
    )) as UpdateCommandOutput;
    const { Attributes: _, ...rest } = output;
    return rest;
  }

  /** By what is read, which is more than what is answered where there is a filter, or where some attributes were asked for. */
  async function page(sending: Sending): Promise<object> {
    const { command, send } = sending;
    const input = sending.input as QueryCommandInput & ScanCommandInput;
    const output = (await send(input)) as QueryCommandOutput;
    const { FilterExpression, ProjectionExpression, Select, ...plain } = input;
    const isPart = [FilterExpression, ProjectionExpression, Select].some((one) => one !== undefined);
    const { Items = [] } = isPart ? await wholePage(command, plain) : output;
    const bytes = Items.reduce((sum, item) => sum + itemSize(item), 0);
    const units = readUnits(bytes, input.ConsistentRead === true);
    told(command, units, bytes === 0 ? units : 0);
    return output;
  }

  function wholePage(command: string, input: QueryCommandInput): Promise<QueryCommandOutput> {
    // The server refuses names and values that no expression mentions.
    const { ExpressionAttributeNames, ExpressionAttributeValues, ...plain } = input;
    const mentioned = <Value>(all: Record<string, Value> = {}): Record<string, Value> =>
      Object.fromEntries(
        Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(input.KeyConditionExpression ?? "")),
      );
    const [names, values] = [mentioned(ExpressionAttributeNames), mentioned(ExpressionAttributeValues)];
    const whole = {
      ...plain,
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    };
    return unseen.send(command === "ScanCommand" ? new ScanCommand(whole) : new QueryCommand(whole));
  }

  const COUNTED: Readonly<Record<string, (sending: Sending) => Promise<object>>> = {
    async GetItemCommand({ command, input, send }) {
      const { TableName, Key, ConsistentRead = false } = input as GetCommandInput;
      const output = await send(input);
      told(command, readUnits(sizeAt(TableName, Key), ConsistentRead));
      return output;
    },
    async BatchGetItemCommand({ command, input, send }) {
      const output = (await send(input)) as BatchGetCommandOutput;
      refuseRest(command, output.UnprocessedKeys);
      const asked = Object.entries((input as BatchGetCommandInput).RequestItems ?? {});
      const sizes = asked.flatMap(([name, { Keys = [], ConsistentRead = false }]) =>
        Keys.map((key) => ({ bytes: sizeAt(name, key), consistent: ConsistentRead })),
      );
      const unitsOf = (chosen: typeof sizes) =>
        sumOf(chosen.map(({ bytes, consistent }) => readUnits(bytes, consistent)));
      told(command, unitsOf(sizes), unitsOf(sizes.filter(({ bytes }) => bytes === 0)));
      return output;
    },
    QueryCommand: page,
    ScanCommand: page,
    PutItemCommand(sending) {
      const { Item } = sending.input as PutCommandInput;
      return write(sending, Item, () => Item ?? null);
    },
    UpdateItemCommand: update,
    DeleteItemCommand: (sending) => write(sending, (sending.input as DeleteCommandInput).Key, () => null),
    async BatchWriteItemCommand({ command, input, send }) {
      const output = (await send(input)) as BatchWriteCommandOutput;
      refuseRest(command, output.UnprocessedItems);
      const asked = Object.entries((input as BatchWriteCommandInput).RequestItems ?? {});
      const each = asked.flatMap(([name, requests]) =>
        requests.map(({ PutRequest, DeleteRequest }) =>
          PutRequest === undefined
            ? written(name, DeleteRequest?.Key, null)
            : written(name, PutRequest.Item, PutRequest.Item ?? null),
        ),
      );
      told(command, sumOf(each));
      return output;
    },
  };

  aroundCommands(client, "modelUnits", (sending) => {
    const counted = COUNTED[sending.command];
    if (counted === undefined) throw new Error(`no units are known of ${sending.command}`);
    return counted(sending);
  });
}

const sumOf = (all: readonly number[]): number => all.reduce((sum, units) => sum + units, 0);

/** An emulator is never throttled. */
function refuseRest(command: string, undone: object = {}): void {
  if (Object.keys(undone).length > 0) throw new Error(`${command} was left half done: its units are not known`);
}
