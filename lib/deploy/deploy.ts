import type { Config, ConfigReading } from "../config.ts";
import { PROTECT_TABLES } from "../contract/outputs.ts";
import { bootstrapFault } from "./bootstrap.ts";
import type { CdkArguments } from "./cdk-arguments.ts";
import { type AccountClients, bootstrapVersion, type Looked, stackStatus, whoCalls } from "./look-at-account.ts";
import { DeployRefused } from "./refused.ts";

export interface DeployOptions {
  readonly args: readonly string[];
  readonly known: CdkArguments;
  readonly reading: ConfigReading;
  /** Of the bootstrap stack: the context key `@aws-cdk/core:bootstrapQualifier`, or the CDK's own. */
  readonly qualifier: string;
  readonly region: string;
  readonly clients: AccountClients;
  readonly out: (line: string) => void;
  /** Runs `cdk` with these arguments to its end; its exit code. */
  readonly runCdk: (args: readonly string[]) => Promise<number>;
}

/**
 * Looks first and deploys then: whose account, which region, which stack, and what is missing is told within seconds,
 * before a minute goes into a template that could not be deployed.
 * @returns the exit code of `cdk deploy`
 * @throws DeployRefused when something is missing; nothing has been synthesized
 */
export async function deploy({ reading, qualifier, region, clients, out, ...rest }: DeployOptions): Promise<number> {
  if (!reading.valid) throw new DeployRefused(["cdk.json has faults:", ...reading.faults].join("\n  "));
  const { config } = reading;
  const { account, arn } = await whoCalls(clients);
  const [bootstrap, stack] = await Promise.all([
    bootstrapVersion(clients, qualifier),
    stackStatus(clients, config.stackName),
  ]);
  out(`account    ${account} (${arn})`);
  out(`region     ${region}`);
  out(
    `stack      ${config.stackName}: ${told(stack, (status) => `there, ${status}`, "not there, this is its first deployment")}`,
  );
  out(`bootstrap  ${told(bootstrap, (version) => `version ${version}`, "missing")}`);
  const unready = bootstrapFault(bootstrap, account, region);
  const missing = [...(unready === null ? [] : [unready]), ...arnFaults(config, account, region)];
  if (missing.length > 0) throw new DeployRefused(missing.join("\n"));

  const protection = protectionOf(config, stack, rest.known);
  out(`tables     ${protection.told}`);
  return rest.runCdk(["deploy", ...protection.args, ...rest.args]);
}

/** Another account's or region's key and boundary would be refused in the middle of the deployment. */
function arnFaults({ kmsKeyArn, permissionsBoundaryArn }: Config, account: string, region: string): string[] {
  const faults: string[] = [];
  if (kmsKeyArn !== null && kmsKeyArn.split(":")[3] !== region) {
    faults.push(
      `inviteSweeper.kmsKeyArn is a key of ${kmsKeyArn.split(":")[3]}; tables and queues take one of ${region} only`,
    );
  }
  const owner = permissionsBoundaryArn?.split(":")[4] ?? account;
  if (owner !== account && owner !== "aws") {
    faults.push(
      `inviteSweeper.permissionsBoundaryArn is a policy of account ${owner}; roles take one of ${account} only`,
    );
  }
  return faults;
}

/** Once a stack has come up it keeps its tables, so from then on they are protected. */
function protectionOf({ removal }: Config, stack: Looked<string>, { saysProtection }: CdkArguments) {
  if (removal === "destroy") return { told: 'go with the stack (removal is "destroy")', args: [] };
  if (saysProtection) return { told: "protected or not as --parameters says", args: [] };
  if (stack.state === "unknown") {
    return {
      told: `as they were; whether the stack is there could not be read (${stack.why}). If it is, add --parameters ${PROTECT_TABLES}=true`,
      args: [],
    };
  }
  return stack.state === "found" && hasComeUp(stack.value)
    ? { told: "protected against deletion", args: ["--parameters", `${PROTECT_TABLES}=true`] }
    : { told: "not protected against deletion before the second deployment, or going live", args: [] };
}

/** Whether a first deployment has succeeded; one that failed may still have to be taken back. */
const hasComeUp = (status: string): boolean => /^(CREATE_COMPLETE|(UPDATE|IMPORT)_\w+)$/.test(status);

function told<Found>(looked: Looked<Found>, found: (value: Found) => string, absent: string): string {
  if (looked.state === "found") return found(looked.value);
  return looked.state === "absent" ? absent : `could not be read (${looked.why})`;
}
