import type { SQSClient } from "@aws-sdk/client-sqs";
import { expect, it } from "vitest";
import { countMessages } from "../../lib/queue/count-messages.ts";

const answering = (Attributes: object | undefined) => ({ send: async () => ({ Attributes }) }) as unknown as SQSClient;

it("counts what waits, what is under way and what is held back", async () => {
  const client = answering({
    ApproximateNumberOfMessages: "70",
    ApproximateNumberOfMessagesNotVisible: "8",
    ApproximateNumberOfMessagesDelayed: "0",
  });

  expect(await countMessages(client, "url")).toBe(78);
});

it.each([undefined, {}, { ApproximateNumberOfMessages: "many" }])("takes %j for no number", async (attributes) => {
  await expect(countMessages(answering(attributes), "url")).rejects.toThrow("does not say");
});
