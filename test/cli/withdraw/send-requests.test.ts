import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, it } from "vitest";
import { sendRequests } from "../../../lib/cli/withdraw/send-requests.ts";
import { parseInboundRequest } from "../../../lib/contract/inbound-requests.ts";
import { tracked } from "../../domain/helpers/records.ts";

const cloudFormation = mockClient(CloudFormationClient);
const eventBridge = mockClient(EventBridgeClient);
const REQUEST = { reason: "left-the-company", by: "ana" };
const invitations = Array.from({ length: 12 }, (_, index) => tracked({ invitationId: String(7_001 + index) }));

beforeEach(() => {
  cloudFormation.reset();
  eventBridge.reset();
  const Outputs = [{ OutputKey: "EventBusName", OutputValue: "staging-bus" }];
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackName: "staging", CreationTime: new Date(0), StackStatus: "CREATE_COMPLETE", Outputs }],
  });
});

it("a withdrawal asked for on a stack is an event on its bus that the request function takes", async () => {
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

  await sendRequests("staging", invitations, REQUEST);

  const entries = eventBridge.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []);
  expect(eventBridge.commandCalls(PutEventsCommand)).toHaveLength(2);
  expect(new Set(entries.map(({ EventBusName }) => EventBusName))).toEqual(new Set(["staging-bus"]));
  const requests = entries.map(({ DetailType, Source, Detail = "" }, index) =>
    parseInboundRequest({
      ...{ id: `event-${index}`, source: Source, "detail-type": DetailType, time: "2026-11-23T04:00:00Z" },
      detail: JSON.parse(Detail),
    }),
  );
  expect(requests).toMatchObject(
    invitations.map(({ invitationId, identityId }) => ({
      kind: "withdraw",
      target: { invitationId },
      identityId,
      ...REQUEST,
    })),
  );
});

it("tells how many events the bus did not take", async () => {
  eventBridge.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 3 }).resolves({ FailedEntryCount: 0 });

  await expect(sendRequests("staging", invitations, REQUEST)).rejects.toThrow("3 of 12 events were not taken");
});
