import { Aws, Duration } from "aws-cdk-lib";
import { ApiDestination, CfnRule, Connection, HttpMethod } from "aws-cdk-lib/aws-events";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Config } from "../config.ts";
import { CRM_CALLS_PER_SECOND, CRM_PATTERN, type CrmRequest } from "../contract/crm.ts";
import { hubSpotRequest } from "../contract/crm-hubspot.ts";
import { pipedriveRequest } from "../contract/crm-pipedrive.ts";
import { salesforceRequest } from "../contract/crm-salesforce.ts";
import { EVENT_SOURCE } from "../contract/events.ts";
import { crmAuthorization } from "./crm-authorization.ts";
import type { SweeperEvents } from "./event-bus.ts";

/** EventBridge's longest: an outage of the CRM, or its limit for a day, may last as long. */
const LATEST_DELIVERY = Duration.hours(24);
const MAX_RETRIES = 185;

export type CrmConfig = NonNullable<Config["crm"]>;

/** Tells the owner's CRM how invitations have ended, from the bus, with no code of ours in between. */
export class Crm extends Construct {
  /** Holds a copy of the credentials, which EventBridge keeps in a secret of its own. */
  readonly connection: Connection;
  readonly rule: CfnRule;

  constructor(scope: Construct, id: string, crm: CrmConfig, { bus, deadLetters }: SweeperEvents) {
    super(scope, id);
    const request = requestTo(crm);
    this.connection = new Connection(this, "Connection", {
      description: `invite-sweeper: lets the bus call ${crm.kind}`,
      authorization: crmAuthorization(crm),
    });
    const destination = new ApiDestination(this, "Destination", {
      description: `invite-sweeper: tells ${crm.kind} how an invitation has ended`,
      connection: this.connection,
      endpoint: request.address,
      httpMethod: request.method === "PATCH" ? HttpMethod.PATCH : HttpMethod.POST,
      rateLimitPerSecond: CRM_CALLS_PER_SECOND,
    });
    const role = new Role(this, "Role", {
      description: `Lets the rule call ${crm.kind}`,
      assumedBy: new ServicePrincipal("events.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ["events:InvokeApiDestination"], resources: [destination.apiDestinationArn] }),
    );
    this.rule = new CfnRule(this, "Settled", {
      description: `invite-sweeper: endings of invitations, to ${crm.kind}`,
      eventBusName: bus.eventBusName,
      // Of ours alone: others may send to the bus, too.
      eventPattern: { source: [EVENT_SOURCE], ...CRM_PATTERN },
      state: "ENABLED",
      targets: [
        {
          id: "Crm",
          arn: destination.apiDestinationArn,
          roleArn: role.roleArn,
          ...httpParametersOf(request),
          inputTransformer: { inputPathsMap: request.inputPaths, inputTemplate: request.template },
          deadLetterConfig: { arn: deadLetters.queueArn },
          retryPolicy: {
            maximumEventAgeInSeconds: LATEST_DELIVERY.toSeconds(),
            maximumRetryAttempts: MAX_RETRIES,
          },
        },
      ],
    });
    deadLetters.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("events.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [deadLetters.queueArn],
        conditions: { ArnEquals: { "aws:SourceArn": this.rule.attrArn } },
      }),
    );
  }
}

/** Left out where the address says it all. */
function httpParametersOf({ pathValues, query }: CrmRequest): Pick<CfnRule.TargetProperty, "httpParameters"> {
  if (pathValues.length === 0) return {};
  return { httpParameters: { pathParameterValues: [...pathValues], queryStringParameters: query } };
}

function requestTo(crm: CrmConfig): CrmRequest {
  switch (crm.kind) {
    case "hubspot":
      return hubSpotRequest(crm);
    case "salesforce":
      return salesforceRequest(crm);
    case "pipedrive":
      return pipedriveRequest(crm);
  }
}
