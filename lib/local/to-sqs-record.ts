import type { Message } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";

/** A received message in the form in which Lambda hands it to a function. */
export function toSqsRecord({
  MessageId = "",
  ReceiptHandle = "",
  Body = "",
  MD5OfBody = "",
  Attributes = {},
}: Message): SQSRecord {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    md5OfBody: MD5OfBody,
    attributes: {
      ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? "1",
      SentTimestamp: Attributes.SentTimestamp ?? "0",
      SenderId: Attributes.SenderId ?? "local",
      ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? "0",
    },
    messageAttributes: {},
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "us-east-1",
  };
}
