import { Annotations, Aws, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { NOBODY } from "../config/schema.ts";

/** CloudWatch on behalf of this account's alarms, and nobody else's. */
const FROM_OUR_ALARMS = {
  StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
  ArnLike: { "aws:SourceArn": `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:*` },
};

const NOBODY_IS_TOLD =
  "Nobody is told of alarms: a stop, a lost connection or a run that does not start would go unseen. " +
  `Set inviteSweeper.alarmEmail in cdk.json to an address, or to "${NOBODY}" if that is meant ` +
  "(the topic in the output AlarmTopicArn takes other subscriptions).";

/**
 * Where alarms go: an encrypted topic, with a subscription when an address is configured. Synthesis and deployment warn where
 * there is none; `"none"` says that this is meant.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, email: string | null, customerKeyArn: string | null) {
    super(scope, id);
    // A key of ours or of the owner's: CloudWatch may not use the one AWS keeps for SNS, and then drops the message in silence.
    const key = customerKeyArn === null ? ownKey(this) : Key.fromKeyArn(this, "CustomerKey", customerKeyArn);
    this.topic = new Topic(this, "Topic", { displayName: "invite-sweeper", masterKey: key, enforceSSL: true });
    const cloudWatch = new ServicePrincipal("cloudwatch.amazonaws.com");
    key.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [cloudWatch],
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"],
        conditions: FROM_OUR_ALARMS,
      }),
    );
    // The policy that refuses plain HTTP takes the place of the one SNS gives by itself, which let our alarms in.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [cloudWatch],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: FROM_OUR_ALARMS,
      }),
    );
    if (email === null) Annotations.of(this).addWarningV2("invite-sweeper:nobody-is-told", NOBODY_IS_TOLD);
    if (email === null || email === NOBODY) return;
    const subscription = this.topic.addSubscription(new EmailSubscription(email));
    Validations.of(subscription).acknowledge({
      id: "Serverless-SNSRedrivePolicy",
      reason: "A mail that cannot be delivered is no message to keep: the alarm itself stays in CloudWatch.",
    });
  }
}

const ownKey = (scope: Construct): Key =>
  new Key(scope, "Key", {
    description: "invite-sweeper: alarms on their way",
    enableKeyRotation: true,
    // Nothing is kept under it.
    removalPolicy: RemovalPolicy.DESTROY,
  });
