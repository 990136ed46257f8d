import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { connect, type EmulatedLedger, freshLedger, type TableNames } from "./dynamo-emulator.ts";
import { NOW } from "./dynamo-records.ts";

export type Key = Readonly<Record<string, string>>;

/** What each test starts with. */
export interface DynaliteFixture {
  readonly url: string;
  readonly ledger: Ledger;
  readonly tables: TableNames;
  readonly connection: ReturnType<typeof connect>;
  /** An item as it is stored; empty when there is none. */
  item(table: keyof TableNames, key: Key): Promise<Record<string, unknown>>;
}

/** To be called once in a file: a dynalite for all its tests, and for each an empty ledger that keeps ten days. */
export function eachOnDynalite(): DynaliteFixture {
  let server: LocalDynamo;
  let connection: ReturnType<typeof connect>;
  let emulated: EmulatedLedger;
  beforeAll(async () => {
    server = await startDynalite();
  });
  beforeEach(async () => {
    connection = connect(server.url);
    emulated = await freshLedger(connection, { now: () => NOW, retentionDays: 10 });
    return () => connection.client.destroy();
  });
  afterAll(() => server.close());
  return {
    get url() {
      return server.url;
    },
    get ledger() {
      return emulated.ledger;
    },
    get tables() {
      return emulated.tables;
    },
    get connection() {
      return connection;
    },
    async item(table, key) {
      const read = new GetCommand({ TableName: emulated.tables[table], Key: key });
      return (await connection.documentClient.send(read)).Item ?? {};
    },
  };
}
