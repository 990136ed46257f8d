import { Aws } from "aws-cdk-lib";

/** Pages of the AWS console that an alarm sends the operator to. */
const page = (service: string, rest: string): string =>
  `https://${Aws.REGION}.console.aws.amazon.com/${service}/home?region=${Aws.REGION}#${rest}`;

export const dashboardLink = (name: string): string => page("cloudwatch", `dashboards/dashboard/${name}`);
export const queuesLink = (): string => page("sqs/v3", "/queues");
export const functionLink = (name: string): string => page("lambda", `/functions/${name}?tab=monitoring`);
export const parameterLink = (name: string): string =>
  `https://${Aws.REGION}.console.aws.amazon.com/systems-manager/parameters/${name}/description?region=${Aws.REGION}`;
export const secretsLink = (): string => page("secretsmanager", "/listsecrets");
export const scheduleLink = (name: string): string => page("scheduler", `schedules/default/${name}`);
