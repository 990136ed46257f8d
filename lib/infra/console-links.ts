import { Aws, CfnMapping, Fn } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { CONSOLE_DOMAINS } from "../contract/console.ts";

const MAPPING = "Console";
const DOMAIN = "Domain";

/** Tells the links below which console their stack's partition has; known only where the stack is deployed. */
export function consoleDomains(scope: Construct): void {
  const rows = Object.entries(CONSOLE_DOMAINS).map(([partition, domain]) => [partition, { [DOMAIN]: domain }]);
  new CfnMapping(scope, MAPPING, { mapping: Object.fromEntries(rows) });
}

const host = (): string => `${Aws.REGION}.${Fn.findInMap(MAPPING, Aws.PARTITION, DOMAIN)}`;

/** Pages of the AWS console that an alarm sends the operator to. */
const page = (service: string, rest: string): string =>
  `https://${host()}/${service}/home?region=${Aws.REGION}#${rest}`;

/** Dashboards are the account's and not the region's, so that without it two regions would write one dashboard. */
export const dashboardName = (stackName: string): string => `${stackName}-${Aws.REGION}`;

export const dashboardLink = (stackName: string): string =>
  page("cloudwatch", `dashboards/dashboard/${dashboardName(stackName)}`);
export const queuesLink = (): string => page("sqs/v3", "/queues");
export const pipesLink = (): string => page("events", "/pipes");
export const functionLink = (name: string): string => page("lambda", `/functions/${name}?tab=monitoring`);
export const parameterLink = (name: string): string =>
  `https://${host()}/systems-manager/parameters/${name}/description?region=${Aws.REGION}`;
export const secretsLink = (): string => page("secretsmanager", "/listsecrets");
export const scheduleLink = (name: string): string => page("scheduler", `schedules/default/${name}`);
