import type { Stack } from "aws-cdk-lib";
import { Validations } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { SweeperFunction } from "./sweeper-function.ts";

/** A quarter of an hour with a tenth of the calls, then all of them. */
const STEPS = LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES;

/**
 * Lets CodeDeploy move each alias to a new version, and back where the function's alarm on errors rings meanwhile. Nothing
 * for functions without an alias.
 *
 * For a function that is fed by a queue, a tenth of the calls is a tenth of the messages: Lambda's pollers call the alias,
 * which chooses a version for each call. A message that fails on the new version comes again and meets most likely the old one,
 * so nothing is lost. Only what is called within the quarter of an hour is tried: outside a run that is nothing, and
 * start-run, one call a day, hardly ever is.
 */
export function rollOutBySteps(stack: Stack, functions: readonly SweeperFunction[]): void {
  const byAlias = functions.flatMap(({ alias, name, logicalId }) =>
    alias === null ? [] : [{ alias, name, logicalId }],
  );
  if (byAlias.length === 0) return;
  const application = new LambdaApplication(stack, "Rollout");
  const role = new Role(stack, "RolloutRole", {
    description: "Lets CodeDeploy move the aliases to new versions",
    assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSCodeDeployRoleForLambdaLimited")],
  });
  Validations.of(role).acknowledge({
    id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
    reason: "What CodeDeploy has to do is AWS's to say; the policy is the narrower of the two that AWS keeps for it.",
  });
  for (const { alias, name, logicalId } of byAlias) {
    new LambdaDeploymentGroup(stack, `${logicalId}Rollout`, {
      application,
      role,
      alias,
      deploymentConfig: STEPS,
      alarms: [errorAlarm(stack, name)],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
  }
}

/** @throws TypeError where there is no such alarm: a canary that nobody watches would be none */
function errorAlarm(stack: Stack, name: string): Alarm {
  const alarm = stack.node.tryFindChild("Alarms")?.node.tryFindChild(`${name}-errors`);
  if (alarm === undefined) throw new TypeError(`there is no alarm ${name}-errors to roll back on`);
  return alarm as Alarm;
}
