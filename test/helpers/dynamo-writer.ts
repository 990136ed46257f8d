import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../lib/contract/tables.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { createTables } from "../../lib/local/create-tables.ts";
import { startDynalite } from "../../lib/local/dynalite.ts";
import { connect } from "./dynamo-emulator.ts";
import { anInvitation, NOW } from "./dynamo-records.ts";

// A process of its own, to be killed: writes as many invitations as told into a data folder, says so, and stays.
const [folder = "", count = ""] = process.argv.slice(2);
const { url } = await startDynalite({ path: folder });
const { client, documentClient } = connect(url);
await createTables(client);
const tables = { invitations: INVITATIONS.id, identities: IDENTITIES.id, runs: RUNS.id, flags: FLAGS.id };
const ledger = createDynamoLedger({ documentClient, tables, now: () => NOW });
for (let index = 0; index < Number(count); index++) {
  await ledger.invitations.insertIfAbsent(anInvitation({ invitationId: String(index) }));
}
process.stdout.write("written\n");
