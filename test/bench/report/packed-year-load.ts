import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { RUNS } from "../../../lib/contract/tables.ts";
import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import { DAY_MS, later, SECOND_MS } from "../../../lib/domain/time.ts";
import { chunkKey, hashOf, headKey, packAttribute } from "../../../lib/ledger/dynamo-day-item.ts";
import { connect, freshLedger } from "../../helpers/dynamo-emulator.ts";
import { packedDays } from "./packed-chunks.ts";

// A process of its own, so that what is made here does not weigh on the memory that is measured.
const [url = "", count = "0", identities = "1000", end = "", days = "365"] = process.argv.slice(2);
const until = new Date(end);
const connection = connect(url);
const { ledger, tables } = await freshLedger(connection, { now: () => until });
const first = later(until, -Number(days) * DAY_MS);
const run = { scheduledAt: first, startedAt: first, mode: "live", policyVersion: 1 } as const;
await ledger.runs.begin({ runId: first.toISOString(), ...run });
for (let index = 0; index < Number(identities); index++) {
  const identityId = `3f0e1a52-6d1c-4222-8333-${String(index).padStart(12, "0")}`;
  await ledger.identities.replaceGate(identityId, 0, FRESH_GATE);
  await ledger.identities.recordListing(identityId, { at: until, count: 0, trust: "believed" });
}
const perDay = Math.ceil(Number(count) / Number(days));
const expiresAt = Math.floor(later(until, 365 * DAY_MS).getTime() / SECOND_MS);
let bytes = 0;
for (const [day, data] of packedDays({ first, days: Number(days), perDay, identities: Number(identities) })) {
  const chunks: string[] = [];
  for (const chunk of data) {
    bytes += chunk.length;
    chunks.push(hashOf(chunk));
    const Item = { ...chunkKey(day, chunks.length), data: chunk, [RUNS.ttlAttribute]: expiresAt };
    await connection.documentClient.send(new PutCommand({ TableName: tables.runs, Item }));
  }
  const { pack } = packAttribute({ chunks, outcomes: perDay, changes: 0, checkedAt: until });
  await connection.documentClient.send(
    new UpdateCommand({
      TableName: tables.runs,
      Key: headKey(day),
      UpdateExpression: "SET #pack = :pack, #at = :at",
      ExpressionAttributeNames: { "#pack": "pack", "#at": RUNS.ttlAttribute },
      ExpressionAttributeValues: { ":pack": pack, ":at": expiresAt },
    }),
  );
}
connection.client.destroy();
process.stdout.write(`${JSON.stringify({ tables, bytes, outcomes: perDay * Number(days) })}\n`);
