import { ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Check } from "../../../lib/cli/doctor/check.ts";
import { INVITATIONS } from "../../../lib/contract/tables.ts";
import { utcDay } from "../../../lib/domain/time.ts";
import { createDynamoDayLedger, createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { sweeper } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { aRun, daysBefore, ended } from "../../helpers/dynamo-records.ts";
import { type FakeDeployment, startFakeDeployment } from "../../helpers/fake-stack.ts";

const ENDED = [daysBefore(20, new Date()), daysBefore(10, new Date())] as const;
const DAYS = ENDED.map(utcDay);

let aws: FakeDeployment;
let connection: ReturnType<typeof connect>;
/** A stack with two packed days of one ending each. */
beforeEach(async () => {
  aws = await startFakeDeployment();
  const stack = await aws.deploy("staging");
  Object.assign(stack.outputs, { EdgesBaseUrl: "http://127.0.0.1:9/v1", RetentionDays: "730" });
  connection = connect(aws.account.url);
  const tables = {
    invitations: "staging-Invitations",
    identities: "staging-Identities",
    runs: "staging-Runs",
    flags: "",
  };
  const options = { documentClient: connection.documentClient, tables, now: () => new Date() };
  const ledger = createDynamoLedger(options);
  const begun = daysBefore(30, new Date());
  await ledger.runs.begin(aRun({ startedAt: begun, scheduledAt: begun }));
  for (const [index, endedAt] of ENDED.entries()) {
    await ended(ledger, { invitationId: `i-${index}` }, { endedAt });
    await createDynamoDayLedger(options).pack(utcDay(endedAt));
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  connection.client.destroy();
  await aws.close();
});

/** As somebody would who changes the table by hand: nothing announces it. */
async function changeByHand(): Promise<void> {
  const { Items = [] } = await connection.documentClient.send(new ScanCommand({ TableName: "staging-Invitations" }));
  const item = Items.find((one) => one.invitationId === "i-0") ?? {};
  const Key = { [INVITATIONS.partitionKey]: item[INVITATIONS.partitionKey], ...sortKeyOf(item) };
  await connection.documentClient.send(
    new UpdateCommand({
      ...{ TableName: "staging-Invitations", Key, UpdateExpression: "SET daysPending = :days" },
      ExpressionAttributeValues: { ":days": 99 },
    }),
  );
}
const sortKeyOf = (item: Record<string, unknown>) =>
  INVITATIONS.sortKey === undefined ? {} : { [INVITATIONS.sortKey]: item[INVITATIONS.sortKey] };

const reconcile = async (...more: string[]) => {
  const { code, out, err } = await sweeper(["reconcile", "--days", "--stack", "staging", ...more]);
  return { code, out, err };
};
async function doctor(): Promise<Check | undefined> {
  const { out } = await sweeper(["doctor", "--stack", "staging", "--json"]);
  return JSON.parse(out).checks.find(({ name }: Check) => name === "packed days");
}

it("packed days that say what the items say are ok, and nothing is written", async () => {
  const before = aws.account.requests.length;

  expect(await doctor()).toMatchObject({ status: "ok", found: "2 days: as the items say" });
  expect(await reconcile("--yes")).toMatchObject({ code: 0, out: "2 packed days compared: all as the items say" });

  const asked = aws.account.requests.slice(before).map(({ action }) => action);
  expect(asked.filter((action) => /:(Put|Update|Delete|Batch)/.test(action))).toEqual([]);
});

it("a day that differs is failing, and reconcile packs it anew once it is told to", async () => {
  await changeByHand();

  expect(await doctor()).toMatchObject({
    ...{ status: "failing", found: expect.stringContaining(DAYS[0] ?? "") },
    remedy: expect.stringContaining("sweeper reconcile --days --stack staging"),
  });
  expect((await reconcile("--dry-run")).out).toMatch(/Nothing was written\.$/);
  expect((await doctor())?.status).toBe("failing");
  expect(JSON.parse((await reconcile("--yes", "--json")).out)).toMatchObject({
    ...{ compared: 2, differing: [DAYS[0]], packed: [DAYS[0]] },
  });
  expect((await doctor())?.status).toBe("ok");
});

it.each([
  [["reconcile"], "name an identity"],
  [["reconcile", "one", "--days"], "name an identity"],
  [["reconcile", "--days", "--yes", "--edges", "sandbox"], "only a stack packs days"],
])("%j is refused", async (argv, words) => {
  const { code, err } = await sweeper(argv, { answer: true });

  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) });
});
