import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseInboundRequest } from "../../../../lib/contract/inbound-requests.ts";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../../../lib/contract/outputs.ts";
import { createDynamoLedger } from "../../../../lib/ledger/dynamo-ledger.ts";
import { temporaryFolder } from "../../../helpers/command-line.ts";
import { connect } from "../../../helpers/dynamo-emulator.ts";
import { anInvitation } from "../../../helpers/dynamo-records.ts";
import { type FakeDeployment, startFakeDeployment } from "../../../helpers/fake-stack.ts";
import { assistantOn, type Person, YES } from "../helpers/assistant.ts";

const ONE = anInvitation({ invitationId: "7200000000000000001", personId: "424242" });

let aws: FakeDeployment;
beforeEach(async () => {
  aws = await startFakeDeployment();
  const { outputs } = await aws.deploy("staging");
  outputs[OUTPUTS.eventBus] = "staging-bus";
  // Nothing listens there: a tool that called Edges would fail.
  outputs[OPTIONAL_OUTPUTS.edgesBaseUrl] = "http://127.0.0.1:9/v1";
  outputs[OPTIONAL_OUTPUTS.retentionDays] = "730";
  aws.account.on("events:PutEvents", () => ({ FailedEntryCount: 0, Entries: [] }));
  const { client, documentClient } = connect(aws.account.url);
  const named = (id: string) => `staging-${id}`;
  const tables = {
    ...{ invitations: named("Invitations"), identities: named("Identities") },
    ...{ runs: named("Runs"), flags: named("Flags") },
  };
  await createDynamoLedger({ documentClient, tables, now: () => new Date() }).invitations.insertIfAbsent(ONE);
  client.destroy();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
});

interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

const sent = (): Entry[] =>
  aws.account.requests
    .filter(({ action }) => action === "events:PutEvents")
    .flatMap(({ input }) => input.Entries as Entry[]);

async function requestAs(person: Person) {
  const { call, asked } = await assistantOn(temporaryFolder(), { stack: "staging", person });
  const answer = await call("request_withdrawal", { person: "424242", reason: "left" });
  return { ...answer, asked };
}

it("on a stack a request is the event that anybody else sends, and says when the stack acts", async () => {
  const { value, asked } = await requestAs(YES);

  const [entry] = sent();
  if (entry === undefined) throw new Error("no event was sent");
  const { Source, DetailType, Detail, EventBusName } = entry;
  const event = { id: "e", source: Source, "detail-type": DetailType, time: "2026-11-23T04:00:00Z" };
  expect(sent()).toHaveLength(1);
  expect(EventBusName).toBe("staging-bus");
  expect(parseInboundRequest({ ...event, detail: JSON.parse(Detail) })).toMatchObject({
    ...{ kind: "withdraw", identityId: ONE.identityId, target: { invitationId: ONE.invitationId } },
    ...{ reason: "left", by: expect.stringMatching(/ \(mcp\)$/) },
  });
  expect(value).toMatchObject({ status: "sent", invitations: [{ invitationId: ONE.invitationId }] });
  expect(asked[0]).toContain("at once while its policy is live");
});

it("on a stack nothing is sent without a yes", async () => {
  const { value } = await requestAs(() => ({ action: "decline" }));

  expect(value).toMatchObject({ status: "declined", command: expect.stringContaining("--stack staging") });
  expect(sent()).toEqual([]);
});
