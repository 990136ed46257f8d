import { ListSubscriptionsByTopicCommand, type SNSClient } from "@aws-sdk/client-sns";
import { DIGEST_OUTPUTS, OUTPUTS } from "../../contract/outputs.ts";
import { counted } from "../../report/words.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { ask, look } from "./look.ts";
import { outputOf, type StackInView } from "./stack-in-view.ts";

/** Whether anybody gets the alarms, and the digest where there is one. */
export async function toldChecks(stack: StackInView): Promise<readonly Check[]> {
  const digest = stack.outputs.get(DIGEST_OUTPUTS.digestTopic);
  return [
    ...(await look("alarm mail", async () =>
      subscriptionCheck(
        "alarm mail",
        await subscriptions(stack.sns, outputOf(stack, OUTPUTS.alarmTopic)),
        "alarmEmail",
      ),
    )),
    ...(digest === undefined
      ? [ok("digest mail", "no digest is configured")]
      : await look("digest mail", async () =>
          subscriptionCheck("digest mail", await subscriptions(stack.sns, digest), "digest.email"),
        )),
  ];
}

/** By the topic's subscriptions: SNS gives one that nobody has confirmed yet the word `PendingConfirmation` for an ARN. */
export function subscriptionCheck(name: string, arns: readonly string[], setting: string): Check {
  const confirmed = arns.filter((arn) => arn.startsWith("arn:")).length;
  const pending = arns.filter((arn) => arn === "PendingConfirmation").length;
  // https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/
  const subscribe = "aws sns subscribe --protocol email --topic-arn TOPIC --notification-endpoint ADDRESS";
  const confirm = `open the mail of AWS Notifications and confirm within 48 hours; after that SNS drops it, then: ${subscribe}`;
  if (confirmed > 0 && pending > 0) {
    return warning(name, `${confirmed} confirmed, ${pending} waiting for confirmation`, confirm);
  }
  if (confirmed > 0) return ok(name, `${counted(confirmed, "subscription")} confirmed`);
  if (pending > 0) return warning(name, `nobody is told yet: ${pending} waiting for confirmation`, confirm);
  return failing(
    name,
    "nobody is told: the topic has no subscription",
    `set ${setting} in cdk.json and deploy; where it is set, SNS has dropped what nobody confirmed: ${subscribe}`,
  );
}

async function subscriptions(sns: SNSClient, TopicArn: string): Promise<readonly string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask("sns:ListSubscriptionsByTopic", () =>
      sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken })),
    );
    for (const { SubscriptionArn } of page.Subscriptions ?? []) found.push(SubscriptionArn ?? "");
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  return found;
}
