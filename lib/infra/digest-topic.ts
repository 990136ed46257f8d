import { Validations } from "aws-cdk-lib";
import { Alias } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { pinLogicalId } from "./pin-logical-id.ts";

/**
 * The digest's own topic, so that alarms and digests can go to different people. Encrypted with the key that AWS keeps for
 * SNS: it costs nothing, and its policy lets in whoever of this account may publish. Alarms need one of their own, for
 * CloudWatch is not of this account.
 */
export function digestTopic(scope: Construct, email: string): Topic {
  const topic = new Topic(scope, "Topic", {
    displayName: "invite-sweeper",
    masterKey: Alias.fromAliasName(scope, "SnsKey", "alias/aws/sns"),
    enforceSSL: true,
  });
  pinLogicalId(topic, "DigestTopic");
  const subscription = topic.addSubscription(new EmailSubscription(email));
  Validations.of(subscription).acknowledge({
    id: "Serverless-SNSRedrivePolicy",
    reason: "A digest that cannot be delivered is no message to keep: `sweeper digest` shows it at any time.",
  });
  return topic;
}
