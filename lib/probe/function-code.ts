import { EXPERIMENT, HIDDEN } from "./experiment.ts";

/** Environment of the probe's function. */
export const PROBE_ENVIRONMENT = { queueUrl: "QUEUE_URL", resultsUrl: "RESULTS_URL" } as const;

/**
 * The function as inline source: CommonJS, with the SDK that the runtime brings, because CloudFormation packs inline code
 * as one `index.js`. It hides a message and answers the way `lib/queue/handle-batch.ts` does; a test runs the two side by side.
 * Each receive is reported after the hiding, so that a report of a hidden message means it is hidden.
 */
export const FUNCTION_CODE = `const { SQSClient, ChangeMessageVisibilityCommand, SendMessageCommand } = require("@aws-sdk/client-sqs");
const sqs = new SQSClient({});

exports.handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const record of Records) {
    const receive = {
      message: record.body,
      receiveCount: Number(record.attributes.ApproximateReceiveCount),
      sentAt: Number(record.attributes.SentTimestamp),
      at: Date.now(),
    };
    if (record.body === "${HIDDEN.name}" && receive.receiveCount === 1) {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      try {
        await sqs.send(new ChangeMessageVisibilityCommand({
          QueueUrl: process.env.${PROBE_ENVIRONMENT.queueUrl},
          ReceiptHandle: record.receiptHandle,
          VisibilityTimeout: ${EXPERIMENT.hideSeconds},
        }));
      } catch (error) {
        receive.fault = String(error);
      }
    }
    await sqs.send(new SendMessageCommand({
      QueueUrl: process.env.${PROBE_ENVIRONMENT.resultsUrl},
      MessageBody: JSON.stringify(receive),
    }));
  }
  return { batchItemFailures };
};
`;
