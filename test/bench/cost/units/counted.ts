import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS, type TableDefinition } from "../../../../lib/contract/tables.ts";
import { connect, freshTables, type TableNames } from "../../../helpers/dynamo-emulator.ts";
import { createUnitCount, type UnitCount } from "./count-units.ts";
import { countModelUnits } from "./model-units.ts";
import { countServerUnits } from "./server-units.ts";

/** Empty tables, and a client of theirs whose commands are counted. */
export interface CountedTables {
  readonly documentClient: DynamoDBDocumentClient;
  readonly names: TableNames;
  /** By the model. Without one nothing is counted, and nothing stands between the client and the server. */
  readonly model: UnitCount;
  /** As the server says: of use only where it is Amazon's own emulator. */
  readonly server: UnitCount;
  close(): void;
}

/** Fresh tables on an emulator at `url`, counted by the model, the server, both at once, or nobody. */
export async function countedTables(url: string, by: readonly ("model" | "server")[]): Promise<CountedTables> {
  const [counted, unseen] = [connect(url), connect(url)];
  const names = await freshTables(unseen.client);
  const tables = new Map<string, TableDefinition>([
    [names.invitations, INVITATIONS],
    [names.identities, IDENTITIES],
    [names.runs, RUNS],
    [names.flags, FLAGS],
  ]);
  const [model, server] = [createUnitCount(), createUnitCount()];
  const { documentClient } = counted;
  if (by.includes("model")) {
    countModelUnits({ client: documentClient, unseen: unseen.documentClient, tables }, model.add);
  }
  if (by.includes("server")) countServerUnits(documentClient, server.add);
  return {
    ...{ documentClient, names, model, server },
    close() {
      counted.client.destroy();
      unseen.client.destroy();
    },
  };
}
