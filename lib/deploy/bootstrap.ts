import type { Looked } from "./look-at-account.ts";

/** Of the CDK's bootstrap stack, where nobody chose another in the context key `@aws-cdk/core:bootstrapQualifier`. */
export const DEFAULT_QUALIFIER = "hnb659fds";

/** The least that the template asks for itself, in its rule `CheckBootstrapVersion`. */
const LEAST_BOOTSTRAP = 6;

/** What is missing for a deployment, with the command that makes it; null where nothing is, or nobody knows. */
export function bootstrapFault(bootstrap: Looked<number>, account: string, region: string): string | null {
  const command = `npx cdk bootstrap aws://${account}/${region}`;
  if (bootstrap.state === "absent")
    return `account and region are not bootstrapped for the CDK: run \`${command}\` once`;
  if (bootstrap.state === "unknown" || bootstrap.value >= LEAST_BOOTSTRAP) return null;
  return `the bootstrap stack is of version ${bootstrap.value}, and ${LEAST_BOOTSTRAP} is needed: run \`${command}\``;
}
