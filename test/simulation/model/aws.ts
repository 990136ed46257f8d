import { type SecretsManagerClient, SecretsManagerServiceException } from "@aws-sdk/client-secrets-manager";
import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { QueueModel } from "../../../lib/local/memory/queue-model.ts";
import type { Process } from "../process.ts";

/** Stands in for an AWS client. The project's own code over it is the real one: batching, retries, caches. */
const asClient = <Client>(send: (command: object) => Promise<object>): Client => ({ send }) as unknown as Client;

export interface SqsHooks {
  /** Whether SQS fails this one entry of a batch, as it may. */
  readonly refuses: () => boolean;
  /** An entry was taken and is no repeat. */
  readonly onSent: (body: string) => void;
  readonly onChange: () => void;
}

export function sqsClient(
  process: () => Process,
  queue: QueueModel,
  { refuses, onSent, onChange }: SqsHooks,
): SQSClient {
  return asClient((command) => {
    if (command instanceof SendMessageBatchCommand) {
      return process().step(`${queue.definition.id}-queue.send`, async () => {
        const Successful: { Id: string }[] = [];
        const Failed: { Id: string; Code: string }[] = [];
        for (const entry of command.input.Entries ?? []) {
          const {
            Id = "",
            MessageGroupId: group = "",
            MessageDeduplicationId: dedup = "",
            MessageBody: body = "",
          } = entry;
          if (refuses()) Failed.push({ Id, Code: "InternalError" });
          else {
            if (queue.send({ group, dedup, body })) onSent(body);
            Successful.push({ Id });
          }
        }
        onChange();
        return { Successful, Failed };
      });
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { ReceiptHandle = "", VisibilityTimeout = 0 } = command.input;
      return process().step(`${queue.definition.id}-queue.hide for ${VisibilityTimeout} s`, async () => {
        queue.hide(ReceiptHandle, VisibilityTimeout);
        onChange();
        return {};
      });
    }
    throw new TypeError(`the model of SQS does not know ${command.constructor.name}`);
  });
}

/** `parameter` is asked at the instant the request arrives. */
export const ssmClient = (process: () => Process, parameter: () => { Value: string; Version: number }): SSMClient =>
  asClient(() => process().step("policy.read", async () => ({ Parameter: parameter() })));

/** What the secret holds; null when nobody may read it. */
export const secretsClient = (process: () => Process, secret: () => string | null): SecretsManagerClient =>
  asClient(() =>
    process().step("key.read", async () => {
      const SecretString = secret();
      if (SecretString !== null) return { SecretString };
      const about = { name: "AccessDeniedException", $fault: "client", $metadata: {} } as const;
      throw new SecretsManagerServiceException({ ...about, message: "access to the secret is denied" });
    }),
  );
