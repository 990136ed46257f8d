import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynamoDbLocal, hasJava, startDynamoDbLocal } from "../../../helpers/dynamodb-local.ts";
import { bothCounts } from "../both-counts.ts";
import { startEmulators } from "../emulators-process.ts";
import { CASES } from "./cases.ts";
import { countedTables } from "./counted.ts";
import { itemSize } from "./item-size.ts";

/** A value of each type, and numbers of every form. */
const VALUES: readonly unknown[] = [
  "text",
  "Zürich 🏔",
  "",
  true,
  null,
  new Uint8Array(7),
  new Set(["a", "bcd"]),
  [],
  ["a", "b", ["c"]],
  {},
  { a: "b", c: { d: true } },
  ...[0, 1, -1, 9, 10, 12, 100, 123, 1234, 12345, -12345, 1.5, 12.5, 0.5, 0.05, 0.001, 150e12, 3e-9, 123456789012],
];

describe.skipIf(!hasJava())(`Amazon's own emulator${hasJava() ? "" : " (left out: there is no Java)"}`, () => {
  let emulator: DynamoDbLocal;
  beforeAll(async () => {
    emulator = await startDynamoDbLocal();
  });
  afterAll(() => emulator.stop());

  it.each(CASES)("counts $what: $units", async ({ units, emulator: less = units, before = [], command }) => {
    const { documentClient, names, server, close } = await countedTables(emulator.url, ["server"]);
    for (const Item of before) await documentClient.send(new PutCommand({ TableName: names.invitations, Item }));
    const untilNow = server.read() + server.written();

    await documentClient.send(command(names.invitations) as PutCommand);

    expect(server.read() + server.written() - untilNow).toBe(less);
    close();
  });

  it("finds each value as large as the model does, to the byte", async () => {
    const { documentClient, names, server, close } = await countedTables(emulator.url, ["server"]);
    let puts = 0;
    const unitsOf = async (value: unknown, size: number): Promise<number> => {
      const bare = { personId: String(puts++), value, pad: "" };
      const before = server.written();
      const Item = { ...bare, pad: "x".repeat(size - itemSize(bare)) };
      await documentClient.send(new PutCommand({ TableName: names.flags, Item }));
      return server.written() - before;
    };
    const found: unknown[] = [];
    for (const value of VALUES) found.push([value, await unitsOf(value, 1024), await unitsOf(value, 1025)]);

    expect(found).toEqual(VALUES.map((value) => [value, 1, 2]));
    close();
  });

  it("counts days of lists, withdrawals and answers as the model does, command by command", async () => {
    const emulators = startEmulators();

    const { model, emulator: said } = await bothCounts(emulators, emulator.url).finally(emulators.close);

    expect(Object.keys(model)).toEqual(
      expect.arrayContaining(["BatchGetItemCommand", "PutItemCommand", "QueryCommand"]),
    );
    expect(said).toEqual(model);
  });
});
