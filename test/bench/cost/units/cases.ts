import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";

const KB = (count: number): string => "x".repeat(count * 1024);
const keyOf = (id: string) => ({ identityId: "i", invitationId: id });
const open = (id: string, more: object = {}) => ({
  ...keyOf(id),
  pendingOf: "i",
  sentAt: "2026-01-01",
  state: "pending",
  ...more,
});
const set = (name: string, value: unknown) => ({
  UpdateExpression: "SET #n = :v",
  ExpressionAttributeNames: { "#n": name },
  ExpressionAttributeValues: { ":v": value },
});

type Command =
  | BatchGetCommand
  | BatchWriteCommand
  | DeleteCommand
  | GetCommand
  | PutCommand
  | QueryCommand
  | ScanCommand
  | UpdateCommand;

export interface Case {
  readonly what: string;
  /** By the developer guide, worked out by hand. */
  readonly units: number;
  /** What Amazon's emulator says, where it says less. */
  readonly emulator?: number;
  /** Items of the table beforehand. */
  readonly before?: readonly object[];
  readonly command: (TableName: string) => Command;
}

/** One command each on the table of invitations, for each rule that units go by. */
export const CASES: readonly Case[] = [
  { what: "a put: the table alone", units: 1, command: (TableName) => new PutCommand({ TableName, Item: keyOf("1") }) },
  {
    what: "a put of 1.5 kB",
    units: 2,
    command: (TableName) => new PutCommand({ TableName, Item: { ...keyOf("1"), a: KB(1.5) } }),
  },
  {
    what: "a put that enters one index",
    units: 2,
    command: (TableName) => new PutCommand({ TableName, Item: open("1") }),
  },
  {
    what: "a put that enters two indexes, of which one does not carry what is large",
    units: 3 + 1 + 1,
    command: (TableName) => new PutCommand({ TableName, Item: open("1", { personId: "p", large: KB(2.2) }) }),
  },
  {
    what: "the same item put again: its indexes cost nothing",
    units: 1,
    before: [open("1")],
    command: (TableName) => new PutCommand({ TableName, Item: open("1") }),
  },
  {
    what: "a small item put over a large one",
    units: 3,
    before: [{ ...keyOf("1"), a: KB(2.2) }],
    command: (TableName) => new PutCommand({ TableName, Item: keyOf("1") }),
  },
  {
    what: "an update of what no index carries",
    units: 1,
    before: [open("1")],
    command: (TableName) => new UpdateCommand({ TableName, Key: keyOf("1"), ...set("note", 1) }),
  },
  {
    what: "an update of what an index carries",
    units: 2,
    before: [open("1")],
    command: (TableName) => new UpdateCommand({ TableName, Key: keyOf("1"), ...set("attempts", 1) }),
  },
  {
    what: "an update that moves an index's entry",
    units: 3,
    before: [open("1")],
    command: (TableName) => new UpdateCommand({ TableName, Key: keyOf("1"), ...set("sentAt", "2025") }),
  },
  {
    what: "an update that sets what is there already",
    units: 1,
    before: [open("1")],
    command: (TableName) => new UpdateCommand({ TableName, Key: keyOf("1"), ...set("state", "pending") }),
  },
  {
    what: "an update that leaves an index",
    units: 2,
    before: [open("1")],
    command: (TableName) => new UpdateCommand({ TableName, Key: keyOf("1"), UpdateExpression: "REMOVE pendingOf" }),
  },
  {
    what: "an update that makes an item smaller",
    units: 3,
    before: [{ ...keyOf("1"), a: KB(2.2) }],
    command: (TableName) => new UpdateCommand({ TableName, Key: keyOf("1"), UpdateExpression: "REMOVE a" }),
  },
  {
    what: "an update that makes an item",
    units: 1,
    command: (TableName) => new UpdateCommand({ TableName, Key: keyOf("1"), ...set("a", 1) }),
  },
  {
    what: "a delete, out of an index too",
    units: 2,
    before: [open("1")],
    command: (TableName) => new DeleteCommand({ TableName, Key: keyOf("1") }),
  },
  { what: "a delete of nothing", units: 1, command: (TableName) => new DeleteCommand({ TableName, Key: keyOf("1") }) },
  {
    what: "a batch of two puts, one of them over a larger item",
    units: 1 + 3,
    before: [{ ...keyOf("2"), a: KB(2.2) }],
    command: (TableName) =>
      new BatchWriteCommand({
        RequestItems: { [TableName]: ["1", "2"].map((id) => ({ PutRequest: { Item: keyOf(id) } })) },
      }),
  },
  {
    what: "a strong get of nothing",
    units: 1,
    command: (TableName) => new GetCommand({ TableName, Key: keyOf("1"), ConsistentRead: true }),
  },
  { what: "a get of nothing", units: 0.5, command: (TableName) => new GetCommand({ TableName, Key: keyOf("1") }) },
  {
    what: "a strong get of 5 kB",
    units: 2,
    before: [{ ...keyOf("1"), a: KB(5) }],
    command: (TableName) => new GetCommand({ TableName, Key: keyOf("1"), ConsistentRead: true }),
  },
  {
    what: "a batch that reads 5 kB, 1 kB and nothing, asking for the key alone",
    units: 1 + 0.5 + 0.5,
    emulator: 1 + 0.5,
    before: [
      { ...keyOf("1"), a: KB(5) },
      { ...keyOf("2"), a: KB(1) },
    ],
    command: (TableName) =>
      new BatchGetCommand({
        RequestItems: { [TableName]: { Keys: ["1", "2", "3"].map(keyOf), ProjectionExpression: "invitationId" } },
      }),
  },
  {
    what: "a query of three items of 2 kB",
    units: 1,
    before: ["1", "2", "3"].map((id) => ({ ...keyOf(id), a: KB(2) })),
    command: (TableName) =>
      new QueryCommand({
        TableName,
        KeyConditionExpression: "identityId = :i",
        ExpressionAttributeValues: { ":i": "i" },
      }),
  },
  {
    what: "a strong query whose filter answers none of three items of 2 kB",
    units: 2,
    before: ["1", "2", "3"].map((id) => ({ ...keyOf(id), a: KB(2) })),
    command: (TableName) =>
      new QueryCommand({
        ...{ TableName, ConsistentRead: true, KeyConditionExpression: "identityId = :i", FilterExpression: "#b = :b" },
        ...{ ExpressionAttributeNames: { "#b": "b" }, ExpressionAttributeValues: { ":i": "i", ":b": 1 } },
      }),
  },
  {
    what: "a count of three items of 2 kB",
    units: 1,
    before: ["1", "2", "3"].map((id) => ({ ...keyOf(id), a: KB(2) })),
    command: (TableName) =>
      new QueryCommand({
        TableName,
        Select: "COUNT",
        KeyConditionExpression: "identityId = :i",
        ExpressionAttributeValues: { ":i": "i" },
      }),
  },
  {
    what: "a query of an index, which carries little of the items",
    units: 0.5,
    before: ["1", "2", "3"].map((id) => open(id, { a: KB(2) })),
    command: (TableName) =>
      new QueryCommand({
        TableName,
        IndexName: "pending",
        KeyConditionExpression: "pendingOf = :i",
        ExpressionAttributeValues: { ":i": "i" },
      }),
  },
  {
    what: "a query that finds nothing",
    units: 0.5,
    emulator: 0,
    command: (TableName) =>
      new QueryCommand({
        TableName,
        KeyConditionExpression: "identityId = :i",
        ExpressionAttributeValues: { ":i": "i" },
      }),
  },
  {
    what: "a scan of 6 kB",
    units: 1,
    before: ["1", "2", "3"].map((id) => ({ ...keyOf(id), a: KB(2) })),
    command: (TableName) => new ScanCommand({ TableName }),
  },
];
