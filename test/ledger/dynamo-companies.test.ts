import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { readFlags } from "../../lib/ledger/dynamo-flag-item.ts";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import { NOW } from "../helpers/dynamo-records.ts";

const t = eachOnDynalite();

it("is written so that a version which knows no companies takes nothing in it for a flag", async () => {
  await t.ledger.companies.set({ name: "Example Ltd", kind: "protected", by: "owner", at: NOW });

  const { Items = [] } = await t.connection.documentClient.send(new ScanCommand({ TableName: t.tables.flags }));

  // What that version reads of an item, and what it then passes over: one without marks of any kind.
  expect(Items).toHaveLength(1);
  expect(Items.map(readFlags)).toMatchObject([{ marks: [], unknown: [], belongsTo: null, addresses: [] }]);
});
