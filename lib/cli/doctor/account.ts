import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { bootstrapFault, DEFAULT_QUALIFIER } from "../../deploy/bootstrap.ts";
import { bootstrapVersion, type Looked, QUICK, regionOf, stackStatus, whoCalls } from "../../deploy/look-at-account.ts";
import { DeployRefused } from "../../deploy/refused.ts";
import { valueAt } from "../../domain/own-property.ts";
import { readCdkJson } from "../cdk-json.ts";
import type { Io } from "../io.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { oneLine } from "./look.ts";

/** Whether a deployment could begin, for a stack that is not there or cannot be seen. Reads alone. */
export async function checkAccount(stackName: string, io: Pick<Io, "env">): Promise<readonly Check[]> {
  let region: string;
  try {
    region = await regionOf(io.env);
  } catch (error) {
    if (!(error instanceof DeployRefused)) throw error;
    const remedy = "set AWS_REGION, or AWS_PROFILE to a profile that has one";
    return [failing("region", "none is set", remedy), ...unseen("credentials", "bootstrap", "deployment")];
  }
  const sts = new STSClient({ region, ...QUICK });
  const cloudFormation = new CloudFormationClient({ region, ...QUICK });
  try {
    const { account } = await whoCalls({ sts });
    const status = await stackStatus({ cloudFormation }, stackName);
    return [
      ok("region", region),
      ok("credentials", `of account ${account}`),
      await bootstrapCheck(account, region),
      deploymentCheck(status, stackName, region),
    ];
  } catch (error) {
    const refused = error instanceof DeployRefused;
    const why = oneLine(error instanceof Error ? error.message : String(error));
    const credentials = refused
      ? failing("credentials", why, "set AWS_PROFILE, or sign in the way you do for the AWS tools")
      : warning("credentials", `could not look (${why})`, "look whether this machine reaches AWS, then try again");
    return [ok("region", region), credentials, ...unseen("bootstrap", "deployment")];
  } finally {
    for (const client of [sts, cloudFormation]) client.destroy();
  }
}

/** Whether `cdk deploy` finds what it works with. A stack that runs needs it for its next deployment only. */
export async function bootstrapCheck(account: string, region: string, isDeployed = false): Promise<Check> {
  const ssm = new SSMClient({ region, ...QUICK });
  try {
    const bootstrap = await bootstrapVersion({ ssm }, qualifierOf(process.cwd()));
    if (bootstrap.state === "unknown") {
      const remedy = "allow ssm:GetParameter on /cdk-bootstrap/* to whoever runs this, or look by hand";
      return warning("bootstrap", `could not look (${bootstrap.why})`, remedy);
    }
    const fault = bootstrapFault(bootstrap, account, region);
    if (fault === null) return ok("bootstrap", `version ${bootstrap.state === "found" ? bootstrap.value : "?"}`);
    const [found = fault, remedy = fault] = fault.split(": ");
    return (isDeployed ? warning : failing)("bootstrap", found, remedy);
  } finally {
    ssm.destroy();
  }
}

/** By `cdk.json` of the folder, as cdk itself reads it. */
function qualifierOf(folder: string): string {
  const named = valueAt(readCdkJson(folder)?.content, ["context", "@aws-cdk/core:bootstrapQualifier"]);
  return typeof named === "string" ? named : DEFAULT_QUALIFIER;
}

function deploymentCheck(status: Looked<string>, stackName: string, region: string): Check {
  if (status.state === "found") return ok("deployment", status.value);
  if (status.state === "absent") {
    const elsewhere = "npm run deploy; where it is deployed elsewhere, correct the name, AWS_REGION and AWS_PROFILE";
    return failing("deployment", `there is no stack ${stackName} in ${region}`, elsewhere);
  }
  return warning(
    "deployment",
    `could not look (${status.why})`,
    "allow cloudformation:DescribeStacks, or look by hand",
  );
}

const unseen = (...names: readonly string[]): readonly Check[] =>
  names.map((name) => warning(name, "could not look: AWS was not asked", "see above, then look again"));
