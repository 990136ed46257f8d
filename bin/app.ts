import { App } from "aws-cdk-lib";
import { readConfig } from "../lib/config.ts";
import { InviteSweeperStack } from "../lib/stack.ts";

const app = new App();
const context: unknown = app.node.tryGetContext("inviteSweeper");
// `-c stackName=…` deploys the same configuration once more, beside the first: a trial, or staging.
const stackName: unknown = app.node.tryGetContext("stackName");
const named = typeof context === "object" && stackName !== undefined ? { ...context, stackName } : context;

const reading = readConfig(named);
if (reading.valid) {
  new InviteSweeperStack(app, reading.config);
} else {
  process.stderr.write(["cdk.json has faults:", ...reading.faults.map((fault) => `  ${fault}`), ""].join("\n"));
  process.exitCode = 1;
}
