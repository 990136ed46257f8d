import { Duration, Validations } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Config } from "../config.ts";
import { EVENTS_IN } from "../contract/events.ts";
import { REQUEST_FUNCTION, REQUEST_MEMORY_MB, REQUEST_TIMEOUT_MS } from "../contract/functions.ts";
import { INVITATIONS } from "../contract/tables.ts";
import { applyGrants } from "./apply-grants.ts";
import type { SweeperEvents } from "./event-bus.ts";
import { environmentOf } from "./functions.ts";
import { REQUEST_GRANTS, type RequestGrantTarget } from "./grants.ts";
import type { StateParts } from "./state-parts.ts";
import { SweeperFunction } from "./sweeper-function.ts";

/** Longer than any outage that passes by itself; yesterday's request is for its sender to repeat. */
const LATEST_DELIVERY = Duration.hours(12);

/** What others ask for by the bus, and the function that carries it out. */
export class Requests extends Construct {
  readonly function: SweeperFunction;

  constructor(scope: Construct, id: string, config: Config, state: StateParts, events: SweeperEvents) {
    super(scope, id);
    this.function = new SweeperFunction(this, "Request", {
      name: REQUEST_FUNCTION,
      description: "Carries out what comes in by the bus: withdrawals asked for, people flagged",
      memoryMb: REQUEST_MEMORY_MB,
      timeoutMs: REQUEST_TIMEOUT_MS,
      environment: environmentOf(config, state),
      // The same event twice is one, so it may be tried again; what has faults ends in the dead letters, with these named.
      asynchronous: { deadLetterQueue: events.deadLetters },
      rollout: config.rollout,
    });
    Validations.of(this.function.function).acknowledge({
      id: "Serverless-LambdaAsyncFailureDestination",
      reason: "Failed events go to a dead-letter queue, which needs one permission where a destination needs three.",
    });
    applyGrants(this.function.role, REQUEST_GRANTS.request, this.arns(state, events));
    this.listen(events);
  }

  /** Not the ready-made target: that names its permissions after the stack, and two stacks would differ by it. */
  private listen({ bus, deadLetters }: SweeperEvents): void {
    const rule = new Rule(this, "Wishes", {
      description: "invite-sweeper: withdrawals asked for, and people flagged",
      eventBus: bus,
      eventPattern: { detailType: Object.values(EVENTS_IN) },
    });
    rule.addTarget({
      bind: () => ({
        arn: this.function.invokedAs.functionArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: LATEST_DELIVERY.toSeconds() },
      }),
    });
    const fromTheRule = new ServicePrincipal("events.amazonaws.com");
    new CfnPermission(this, "MayInvoke", {
      action: "lambda:InvokeFunction",
      functionName: this.function.invokedAs.functionArn,
      principal: fromTheRule.service,
      sourceArn: rule.ruleArn,
    });
    deadLetters.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [fromTheRule],
        actions: ["sqs:SendMessage"],
        resources: [deadLetters.queueArn],
        conditions: { ArnEquals: { "aws:SourceArn": rule.ruleArn } },
      }),
    );
  }

  private arns({ tables, ...parts }: StateParts, { deadLetters }: SweeperEvents): Record<RequestGrantTarget, string> {
    const [, , byPerson, byProfile, bySalesNavigator] = INVITATIONS.indexes;
    return {
      "table Invitations": tables.invitations.tableArn,
      "index Invitations/byPerson": `${tables.invitations.tableArn}/index/${byPerson.name}`,
      "index Invitations/byProfile": `${tables.invitations.tableArn}/index/${byProfile.name}`,
      "index Invitations/bySalesNavigator": `${tables.invitations.tableArn}/index/${bySalesNavigator.name}`,
      "table Identities": tables.identities.tableArn,
      "table Runs": tables.runs.tableArn,
      "table Flags": tables.flags.tableArn,
      "queue Withdraw": parts.withdrawQueue.queue.queueArn,
      "dead letters of Events": deadLetters.queueArn,
      "policy parameter": parts.policyParameter.parameterArn,
      "own log group": this.function.logGroup.logGroupArn,
    };
  }
}
