import { afterAll, beforeAll, describe, it } from "vitest";
import { connect, freshLedger } from "../helpers/dynamo-emulator.ts";
import { type DynamoDbLocal, hasJava, startDynamoDbLocal } from "../helpers/dynamodb-local.ts";
import { capacityContract } from "./capacity.ts";
import { ledgerContract } from "./contract.ts";

if (hasJava()) {
  describe("Amazon's own emulator", () => {
    let server: DynamoDbLocal;
    let connection: ReturnType<typeof connect>;
    beforeAll(async () => {
      server = await startDynamoDbLocal();
      connection = connect(server.url);
    });
    afterAll(async () => {
      connection.client.destroy();
      await server.stop();
    });

    ledgerContract("DynamoDB Local", async ({ now }) => (await freshLedger(connection, { now })).ledger);
    // It charges nothing for a key without an item; dynalite, like the service, does.
    capacityContract("DynamoDB Local", () => server.url, { writes: 7, missing: 0 });
  });
} else {
  const notice = "SKIPPED: the ledger on DynamoDB Local, which needs Java, and there is no java on the PATH";
  process.stderr.write(`${notice}\n`);
  it.skip(notice, () => {});
}
