import { afterAll, beforeAll, beforeEach } from "vitest";
import { INVITATIONS } from "../../../lib/contract/tables.ts";
import type { DayLedger } from "../../../lib/ledger/day-ledger.ts";
import { createDynamoDayLedger, createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { type LocalDynamo, startDynalite } from "../../../lib/local/dynalite.ts";
import { connect, freshTables, type TableNames } from "../../helpers/dynamo-emulator.ts";
import { NOW } from "../../helpers/dynamo-records.ts";
import { onInput } from "../../helpers/dynamo-wire.ts";

export interface PackedFixture {
  readonly connection: ReturnType<typeof connect>;
  readonly tables: TableNames;
  readonly ledger: Ledger;
  readonly days: DayLedger;
  /** The time of both; `NOW` at the start of each test. */
  now: Date;
  /** Queries of the index of outcomes so far, and read items of ended invitations. */
  readonly fromIndex: number;
}

/** To be called once in a file: for each test an empty ledger with its days, whose clock can be moved. */
export function eachWithDays(retentionDays = 730): PackedFixture {
  let server: LocalDynamo;
  let now = NOW;
  let made: Pick<PackedFixture, "connection" | "tables" | "ledger" | "days">;
  let fromIndex = 0;
  beforeAll(async () => {
    server = await startDynalite();
  });
  beforeEach(async () => {
    now = NOW;
    fromIndex = 0;
    const connection = connect(server.url);
    const { documentClient, client } = connection;
    const tables = await freshTables(client);
    onInput(documentClient, (command, input) => {
      const names = JSON.stringify(input);
      if (command === "QueryCommand" && names.includes(`"IndexName":"${INVITATIONS.indexes[1].name}"`)) fromIndex += 1;
      return input;
    });
    const options = { documentClient, tables, retentionDays, now: () => now };
    made = { connection, tables, ledger: createDynamoLedger(options), days: createDynamoDayLedger(options) };
    return () => client.destroy();
  });
  afterAll(() => server.close());
  return {
    get connection() {
      return made.connection;
    },
    get tables() {
      return made.tables;
    },
    get ledger() {
      return made.ledger;
    },
    get days() {
      return made.days;
    },
    get now() {
      return now;
    },
    set now(at) {
      now = at;
    },
    get fromIndex() {
      return fromIndex;
    },
  };
}
