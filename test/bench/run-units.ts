import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_POLICY } from "../../lib/domain/policy.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { createDynamoStops } from "../../lib/ledger/dynamo-stops.ts";
import { runOnce } from "../../lib/local/run.ts";
import { openWorkspace } from "../../lib/local/workspace.ts";
import { stoppedPolicy } from "../../lib/settings/stopped-policy.ts";
import { connect, freshTables } from "../helpers/dynamo-emulator.ts";
import { onAnswer, onInput, unitsOf } from "../helpers/dynamo-wire.ts";
import { startDynamoDbLocal } from "../helpers/dynamodb-local.ts";
import { printCount } from "./print.ts";

/**
 * What runs of one identity consume, in capacity units as Amazon's DynamoDB Local counts them (it needs Java): for the README's table of costs. Prints and judges
 * nothing. The same runs dry and live: the difference is the withdrawals'. Run: npx tsx test/bench/run-units.ts [pending]
 */
const PENDING = Number(process.argv[2] ?? 500);
const WITHDRAWALS = 25;
const ANA = {
  uid: "11111111-1111-4111-8111-111111111111",
  name: "Ana",
  timezone: "UTC",
  backlog: PENDING,
  backlogDays: 60,
};
const NOBODY_ANSWERS = { acceptedShare: 0, declinedShare: 0, declinesOverDays: 60 };

const server = await startDynamoDbLocal();
const connection = connect(server.url);
const tables = await freshTables(connection.client);
const opened = await openWorkspace({
  root: join(tmpdir(), `sweeper-units-${randomUUID()}`),
  edges: { kind: "sandbox", options: { identities: [ANA], fates: NOBODY_ANSWERS, seed: 7 } },
  policySeed: { document: {}, where: "the bench" },
  traceless: true,
});
const units = { read: 0, written: 0 };
onInput(connection.documentClient, (_, input) => ({ ...input, ReturnConsumedCapacity: "INDEXES" }));
onAnswer(connection.documentClient, ({ command, output }) => {
  units[/^(Get|BatchGet|Query|Scan)/.test(command) ? "read" : "written"] += unitsOf(output);
});
const { clock } = opened;
const stops = createDynamoStops(connection.documentClient, tables.runs);
await stops.setMode({ mode: "live", since: clock.now().toISOString(), lease: null });
const workspace = {
  ...opened,
  ledger: createDynamoLedger({ documentClient: connection.documentClient, tables, now: clock.now }),
};

/** A day later, one run in the given mode; what it consumed. */
async function run(mode: "dry-run" | "live"): Promise<typeof units> {
  clock.advance(later(clock.now(), DAY_MS));
  Object.assign(units, { read: 0, written: 0 });
  const own = { read: async () => ({ policy: { ...DEFAULT_POLICY, mode, dailyCap: WITHDRAWALS }, version: 1 }) };
  const policy = stoppedPolicy(own, stops, { bornDry: true });
  await runOnce(workspace, { policy, fastForward: true });
  return { ...units };
}

const first = await run("dry-run");
// The second list tries the ids out; from the third on lists are alike.
await run("dry-run");
const listing = await run("dry-run");
const live = await run("live");
printCount("pending", PENDING);
printCount("read units of the first listing", first.read);
printCount("write units of the first listing", first.written);
printCount("read units of a run that lists the same again", listing.read);
printCount("write units of a run that lists the same again", listing.written);
printCount(`read units of ${WITHDRAWALS} withdrawals`, live.read - listing.read);
printCount(`write units of ${WITHDRAWALS} withdrawals`, live.written - listing.written);
await opened.close();
connection.client.destroy();
await server.stop();
