import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { DigestMail } from "./digest-mail.ts";

/** A topic whose subscribers get the digest by e-mail, as plain text. */
export function createSnsDigestMail(client: SNSClient, topicArn: string): DigestMail {
  return {
    async publish(subject, text) {
      await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
    },
  };
}
