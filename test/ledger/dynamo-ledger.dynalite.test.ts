import { afterAll, beforeAll } from "vitest";
import { type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { connect, freshLedger } from "../helpers/dynamo-emulator.ts";
import { capacityContract } from "./capacity.ts";
import { ledgerContract } from "./contract.ts";

let server: LocalDynamo;
let connection: ReturnType<typeof connect>;
beforeAll(async () => {
  server = await startDynalite();
  connection = connect(server.url);
});
afterAll(async () => {
  connection.client.destroy();
  await server.close();
});

ledgerContract("dynalite", async ({ now }) => (await freshLedger(connection, { now })).ledger);
// dynalite does not charge for what a write does to an index; DynamoDB Local, like the service, does.
capacityContract("dynalite", () => server.url, { writes: 4, missing: 1 });
