import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseCleanupMessage } from "../../../lib/contract/messages.ts";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../../lib/contract/outputs.ts";
import { createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { createDynamoStops } from "../../../lib/ledger/dynamo-stops.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { DEMO_TEAM } from "../../../lib/sandbox/demo-team.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { anInvitation } from "../../helpers/dynamo-records.ts";
import { type FakeDeployment, type FakeStack, startFakeDeployment } from "../../helpers/fake-stack.ts";
import { idOf, staleAt } from "../../helpers/test-bed.ts";

/** The SDK holds it against what it has sent. */
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const QUEUE = "https://sqs.us-east-1.amazonaws.com/111122223333/staging-Cleanup";

let aws: FakeDeployment;
let stack: FakeStack;
let sandbox: Sandbox;
let ledger: Ledger;
let stale: readonly string[];

beforeEach(async () => {
  aws = await startFakeDeployment();
  stack = await aws.deploy("staging");
  stack.policy.text = JSON.stringify({ mode: "live" });
  const [first] = DEMO_TEAM.identities;
  if (first === undefined) throw new Error("the demo team has an identity");
  sandbox = await startSandbox({ identities: [{ ...first, backlog: 12 }], apiKey: stack.apiKey });
  Object.assign(stack.outputs, {
    ...{ [OPTIONAL_OUTPUTS.edgesBaseUrl]: sandbox.url, [OPTIONAL_OUTPUTS.retentionDays]: "730" },
    ...{ [OPTIONAL_OUTPUTS.cleanupQueueUrl]: QUEUE, [OUTPUTS.stopsTable]: "staging-Runs" },
  });
  aws.account.on("sqs:SendMessage", ({ MessageBody }) => ({
    MessageId: "m",
    MD5OfMessageBody: md5(String(MessageBody)),
  }));
  const { client, documentClient } = connect(aws.account.url);
  const [invitations, identities, runs, flags] = ["Invitations", "Identities", "Runs", "Flags"].map(
    (id) => `staging-${id}`,
  ) as [string, string, string, string];
  ledger = createDynamoLedger({
    documentClient,
    tables: { invitations, identities, runs, flags },
    now: () => new Date(),
  });
  await createDynamoStops(documentClient, runs).setMode({
    mode: "live",
    since: new Date(0).toISOString(),
    lease: null,
  });
  const now = new Date();
  const pending = sandbox.world.trueStates(first.uid, now.getTime()).filter(({ state }) => state === "pending");
  for (const { urn, profileId, sentAt } of pending) {
    const [at, personId] = [new Date(sentAt), String(profileId)];
    const whose = { identityId: first.uid, invitationId: idOf(urn), urn, personId };
    await ledger.invitations.insertIfAbsent(anInvitation({ ...whose, sentAt: at, sentFrom: at, firstSeenAt: now }));
  }
  stale = staleAt(pending, now).map(({ urn }) => idOf(urn));
  closeClient = () => client.destroy();
});
let closeClient = () => {};
afterEach(async () => {
  vi.unstubAllEnvs();
  closeClient();
  await sandbox.close();
  await aws.close();
});

const cleanup = (...argv: readonly string[]) => sweeper(["cleanup", ...argv, "--stack", "staging"]);
const sent = () => aws.account.requests.filter(({ action }) => action === "sqs:SendMessage").map(({ input }) => input);
const kept = async () => (await ledger.cleanups.latest(5)).map(({ cleanupId }) => cleanupId);

it("leaves what was agreed to in the stack's ledger and a message in its queue, and calls for nothing itself", async () => {
  const { code, out, err } = await cleanup("--yes");

  expect({ code, err: err.includes(`${stale.length} stale`) }).toEqual({ code: 0, err: true });
  const [cleanupId = ""] = await kept();
  expect(out).toContain(`${cleanupId} has begun. Follow it with: sweeper cleanup --status --stack staging`);
  expect(sent()).toMatchObject([{ QueueUrl: QUEUE, DelaySeconds: 0 }]);
  const { identityId, ...message } = parseCleanupMessage(String(sent()[0]?.MessageBody));
  expect(message).toEqual({ v: 1, kind: "cleanup", cleanupId });
  const chosen = await ledger.cleanups.chosen(cleanupId, identityId, 0, 100);
  expect(chosen.map(({ invitationId }) => invitationId).toSorted()).toEqual([...stale].toSorted());
  expect(sandbox.world.calls().filter(({ action }) => action === "withdraw")).toEqual([]);
  expect(sandbox.world.runs(Date.now())).toEqual([]);
});

it("is asked for again with --resume: its own message may have been lost", async () => {
  await cleanup("--yes");

  const { code } = await cleanup("--resume");

  expect(code).toBe(0);
  expect(sent().map(({ MessageBody }) => MessageBody)).toEqual([sent()[0]?.MessageBody, sent()[0]?.MessageBody]);
  expect(await kept()).toHaveLength(1);
});

it("keeps nothing on a stack that has no function for it, and says what to do", async () => {
  delete stack.outputs[OPTIONAL_OUTPUTS.cleanupQueueUrl];

  const { code, err } = await cleanup("--yes");

  expect(code).toBe(2);
  expect(err).toContain("the stack staging is of a version that cannot clean up: deploy this one first");
  expect([await kept(), sent()]).toEqual([[], []]);
});

it("without a terminal asks for --yes, and keeps nothing", async () => {
  const { code, err } = await cleanup();

  expect(code).toBe(2);
  expect(err).toContain("a clean-up asks first; without a terminal, give --yes");
  expect([await kept(), sent()]).toEqual([[], []]);
});
