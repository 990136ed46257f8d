import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { readContext } from "../lib/config.ts";
import { PROJECT } from "../lib/project.ts";
import { InviteSweeperStack } from "../lib/stack.ts";

// The owner's cdk.json, which `cdk` hands over, comes before the one beside this app; what it leaves out, such as the CDK's
// feature flags, is as in the latter.
const { context } = JSON.parse(readFileSync(join(PROJECT, "cdk.json"), "utf8"));
const app = new App({ context, analyticsReporting: false });
// `-c stackName=…` deploys the same configuration once more, beside the first: a trial, or staging.
const reading = readContext(app.node.tryGetContext("inviteSweeper"), app.node.tryGetContext("stackName"));
if (reading.valid) {
  new InviteSweeperStack(app, reading.config);
} else {
  process.stderr.write(["cdk.json has faults:", ...reading.faults.map((fault) => `  ${fault}`), ""].join("\n"));
  process.exitCode = 1;
}
