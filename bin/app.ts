import { App } from "aws-cdk-lib";
import { readContext } from "../lib/config.ts";
import { InviteSweeperStack } from "../lib/stack.ts";

const app = new App();
// `-c stackName=…` deploys the same configuration once more, beside the first: a trial, or staging.
const reading = readContext(app.node.tryGetContext("inviteSweeper"), app.node.tryGetContext("stackName"));
if (reading.valid) {
  new InviteSweeperStack(app, reading.config);
} else {
  process.stderr.write(["cdk.json has faults:", ...reading.faults.map((fault) => `  ${fault}`), ""].join("\n"));
  process.exitCode = 1;
}
