import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { EXIT, explain } from "../lib/cli/errors.ts";
import { readContext } from "../lib/config.ts";
import { DEFAULT_QUALIFIER } from "../lib/deploy/bootstrap.ts";
import { readCdkArguments } from "../lib/deploy/cdk-arguments.ts";
import { deploy } from "../lib/deploy/deploy.ts";
import { QUICK, regionOf } from "../lib/deploy/look-at-account.ts";
import { DeployRefused } from "../lib/deploy/refused.ts";

const PROJECT = resolve(import.meta.dirname, "..");
const CDK = join(PROJECT, "node_modules/aws-cdk/bin/cdk");
async function main(args: readonly string[]): Promise<number> {
  // Every package is pinned to versions that run on this Node.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const known = readCdkArguments(args);
  // As cdk does with its option, so that both look at the same account.
  if (known.profile !== null) process.env.AWS_PROFILE = known.profile;
  const { context = {} } = JSON.parse(readFileSync(join(PROJECT, "cdk.json"), "utf8"));
  const reading = readContext(context.inviteSweeper, known.stackName);
  const region = await regionOf(process.env);
  const clients = {
    sts: new STSClient({ region, ...QUICK }),
    ssm: new SSMClient({ region, ...QUICK }),
    cloudFormation: new CloudFormationClient({ region, ...QUICK }),
  };
  const qualifier = String(context["@aws-cdk/core:bootstrapQualifier"] ?? DEFAULT_QUALIFIER);
  const out = (line: string) => void process.stdout.write(`${line}\n`);
  // cdk would deploy to us-east-1 where it finds no region; it is given the one that was looked at.
  const runCdk = (cdkArgs: readonly string[]) => run(cdkArgs, { ...process.env, AWS_REGION: region });
  return deploy({ args, known, reading, qualifier, region, clients, out, runCdk });
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const cdk = spawn(process.execPath, [CDK, ...args], { cwd: PROJECT, env, stdio: "inherit" });
  const [code] = await once(cdk, "exit");
  return typeof code === "number" ? code : EXIT.interrupted;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error).text}\n`);
  process.exitCode = error instanceof DeployRefused ? EXIT.badInput : EXIT.failed;
}
