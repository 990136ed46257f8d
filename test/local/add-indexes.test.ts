import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ClassicLevel } from "classic-level";
import { describe, expect, it } from "vitest";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../lib/contract/tables.ts";
import { flagsOfListed } from "../../lib/ledger/flag-lookup.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { addIndexes } from "../../lib/local/add-indexes.ts";
import { takeCleanClose } from "../../lib/local/clean-close.ts";
import { createTablesOf, tableOfTemplate } from "../../lib/local/create-tables.ts";
import { startDynalite } from "../../lib/local/dynalite.ts";
import { createFastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import { openLocalLedger } from "../../lib/local/local-ledger.ts";
import { localSystem } from "../../lib/local/template/index.ts";
import type { TableInTemplate } from "../../lib/local/template/local-system.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { appeared, collect, stored } from "../helpers/dynamo-records.ts";
import { ANA_LEE, writeVersionBefore } from "../helpers/version-before.ts";

const NEW = "bySalesNavigator";
/** Of another person than the one whose address is flagged. */
const SOMEBODY = "5".repeat(32);
const NAMES = { invitations: INVITATIONS.id, identities: IDENTITIES.id, runs: RUNS.id, flags: FLAGS.id };

/** The tables without some of their indexes, as a version that did not have them made them. */
async function tablesWithout(...names: readonly string[]): Promise<TableInTemplate[]> {
  const { tables } = await localSystem();
  return tables.map((table) => {
    const indexes = table.indexes.filter(({ IndexName }) => !names.includes(IndexName));
    const keys = [table.keySchema, ...indexes.map(({ KeySchema }) => KeySchema)].flat();
    const isKey = (name: string) => keys.some(({ AttributeName }) => AttributeName === name);
    return { ...table, indexes, attributes: table.attributes.filter(({ AttributeName }) => isKey(AttributeName)) };
  });
}

/** A data folder that an earlier version has made and filled. */
async function olderFolder(tables: readonly TableInTemplate[]): Promise<string> {
  const folder = join(temporaryFolder(), "ledger");
  const older = await startDynalite({ path: folder });
  const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: older.url });
  await createTablesOf(client, tables);
  await writeVersionBefore(DynamoDBDocumentClient.from(client), NAMES);
  client.destroy();
  await older.close();
  return folder;
}

async function withLedger<Result>(folder: string, work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  const { ledger, close } = await openLocalLedger(folder, createFastForwardClock(), 730);
  return work(ledger).finally(close);
}

async function withStore<Result>(folder: string, work: (store: ClassicLevel) => Promise<Result>): Promise<Result> {
  const store = new ClassicLevel(folder);
  await store.open();
  return work(store).finally(() => store.close());
}

const everything = (folder: string) => withStore(folder, (store) => store.iterator().all());
const wantedTables = async () => (await localSystem()).tables.map(tableOfTemplate);
const idsOf = (all: AsyncIterable<{ readonly invitationId: string }>) =>
  collect(all).then((found) => found.map(({ invitationId }) => invitationId).sort());

describe("a data folder of the version before", () => {
  it("is opened with the index it lacks, and again: flags and queries work", async () => {
    const folder = await olderFolder(await tablesWithout(NEW));
    const look = (ledger: Ledger) =>
      Promise.all([
        idsOf(ledger.invitations.open("identity-1")),
        idsOf(ledger.invitations.ofProfile(ANA_LEE)),
        idsOf(ledger.invitations.ofSalesNavigator(SOMEBODY)),
        collect(ledger.flags.all()).then((flags) => flags.length),
      ]);

    const first = await withLedger(folder, async (ledger) => {
      const before = await look(ledger);
      await ledger.invitations.keepSalesNavigatorKey("identity-1", "72", SOMEBODY);
      await appeared(ledger, { invitationId: "80", salesNavigatorKey: SOMEBODY });
      return before;
    });
    const second = await withLedger(folder, look);
    const flags = await withLedger(folder, async (ledger) =>
      flagsOfListed(ledger, [await stored(ledger, "identity-1", "71")]),
    );

    expect(first).toEqual([["71", "72"], ["71"], [], 3]);
    expect(second).toEqual([["71", "72", "80"], ["71"], ["72", "80"], 3]);
    expect([...(flags.flags.get("90001") ?? [])].sort()).toEqual(["customer", "icp-mismatch", "protected"]);
  });

  it("gets every index it lacks, with the entries that follow from its items", async () => {
    const folder = await olderFolder(await tablesWithout(NEW, "byProfile", "latest"));

    const found = await withLedger(folder, ({ invitations }) => idsOf(invitations.ofProfile(ANA_LEE)));
    const again = await withStore(folder, async (store) => addIndexes(store, await wantedTables()));

    expect(found).toEqual(["71"]);
    expect(again).toEqual([]);
  });

  it("is stored in the end as a folder that this version has made itself", async () => {
    const folder = await olderFolder(await tablesWithout(NEW));
    const own = await olderFolder((await localSystem()).tables);

    await withLedger(folder, async () => undefined);

    const definitions = async (one: string) => {
      const stored = (await everything(one)).filter(([key]) => key.startsWith("table~"));
      return stored.map(([, text]) => {
        const { TableId: _, CreationDateTime: __, BillingModeSummary: ___, ...table } = JSON.parse(text);
        const indexes = (table.GlobalSecondaryIndexes ?? []).toSorted(byName);
        return { ...table, AttributeDefinitions: table.AttributeDefinitions.toSorted(byName), indexes };
      });
    };
    const [grown, made] = [await definitions(folder), await definitions(own)];
    for (const tables of [grown, made]) for (const one of tables) delete one.GlobalSecondaryIndexes;
    expect(grown).toEqual(made);
  });

  it("is as it was when a process dies before the one write, and grows at the next opening", async () => {
    const folder = await olderFolder(await tablesWithout(NEW));
    await withStore(folder, takeCleanClose);
    const before = await everything(folder);
    await withStore(folder, async (store) => {
      let writes = 0;
      const dying = new Proxy(store, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== "function") return value;
          if (name !== "batch" && name !== "put" && name !== "del") return value.bind(target);
          return async () => {
            writes += 1;
            throw new Error("killed");
          };
        },
      });
      await expect(addIndexes(dying, await wantedTables())).rejects.toThrow("killed");
      expect(writes).toBe(1);
    });

    expect(await everything(folder)).toEqual(before);
    expect(await withLedger(folder, ({ invitations }) => idsOf(invitations.open("identity-1")))).toEqual(["71", "72"]);
  });

  it("that was killed in the middle of a write is mended and grows in one opening", async () => {
    const folder = await olderFolder(await tablesWithout(NEW));
    await withStore(folder, async (store) => {
      await takeCleanClose(store);
      const [entry = ""] = (await store.keys().all()).filter((key) => key.includes("~pending~"));
      await store.del(entry);
    });

    const open = await withLedger(folder, ({ invitations }) => idsOf(invitations.open("identity-1")));

    expect(open).toEqual(["71", "72"]);
  });
});

describe("a data folder of a version that is no earlier one of this", () => {
  const otherwise: readonly (readonly [string, (table: TableInTemplate) => TableInTemplate])[] = [
    [
      "an index that projects something else",
      (table) => ({
        ...table,
        indexes: table.indexes.map((index) =>
          index.IndexName === "byPerson" ? { ...index, Projection: { ProjectionType: "ALL" as const } } : index,
        ),
      }),
    ],
    [
      "an index more",
      (table) => ({
        ...table,
        indexes: table.indexes.map((index) =>
          index.IndexName === "byProfile" ? { ...index, IndexName: "byWhim" } : index,
        ),
      }),
    ],
  ];

  it.each(otherwise)("with %s is refused, and nothing is added to it", async (_, change) => {
    const tables = (await tablesWithout(NEW)).map((table) => (table.indexes.length > 2 ? change(table) : table));
    const folder = await olderFolder(tables);
    await withStore(folder, takeCleanClose);
    const before = await everything(folder);

    const opening = withLedger(folder, async () => undefined);

    await expect(opening).rejects.toThrow("table Invitations has other keys or indexes");
    await withStore(folder, takeCleanClose);
    expect(await everything(folder)).toEqual(before);
  });
});

interface Named {
  readonly IndexName?: string;
  readonly AttributeName?: string;
}
const nameOf = ({ IndexName = "", AttributeName = "" }: Named): string => `${IndexName}${AttributeName}`;
const byName = (a: Named, b: Named): number => (nameOf(a) < nameOf(b) ? -1 : 1);
