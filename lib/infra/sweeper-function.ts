import { join } from "node:path";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Alias,
  Architecture,
  Code,
  type FunctionOptions,
  type IFunction,
  type IVersion,
  type RecursiveLoop,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, type NodejsFunctionProps } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Rollout } from "../config/change-options.ts";
import type { DeployedFunctionName } from "../contract/functions.ts";
import { isPublished, PROJECT } from "../project.ts";
import { BUNDLING } from "./bundling.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

export interface SweeperFunctionProps {
  readonly name: DeployedFunctionName;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  /** How asynchronous invocations are retried and where those that fail end; only for what is invoked so. */
  readonly asynchronous?: Pick<FunctionOptions, "retryAttempts" | "deadLetterQueue">;
  readonly rollout: Rollout;
  /** Default: Lambda stops a function that is fed by its own messages, after some 16 rounds. */
  readonly recursiveLoop?: RecursiveLoop;
}

/** The name under which others call a function that is rolled out step by step. */
const ALIAS = "live";

/** One function of `lambdas/`, with a role and a log group of its own. What it may do is granted from outside. */
export class SweeperFunction extends Construct {
  readonly name: DeployedFunctionName;
  readonly function: NodejsFunction;
  /** What schedules, queues and rules call, and what the outputs name: the function itself, or else its alias. */
  readonly invokedAs: IFunction;
  /** Moves to a new version step by step (`canary.ts`); null where everybody calls the function itself. */
  readonly alias: Alias | null;
  readonly logicalId: string;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: SweeperFunctionProps) {
    super(scope, id);
    const { name, description, memoryMb, timeoutMs, environment, asynchronous = {}, recursiveLoop, rollout } = props;
    this.name = name;
    this.logicalId = `${id}Function`;
    this.role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com"), description });
    this.logGroup = new LogGroup(this, "Log", {
      retention: RetentionDays.ONE_MONTH,
      // What counts is in the ledger; a log that outlives its stack would be nobody's.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new NodejsFunction(this, "Function", {
      ...codeOf(name),
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: Duration.millis(timeoutMs),
      role: this.role,
      logGroup: this.logGroup,
      environment: { ...environment, NODE_OPTIONS: "--enable-source-maps" },
      // A variable for the second version of the SDK, which is not in here.
      awsSdkConnectionReuse: false,
      ...asynchronous,
      ...(recursiveLoop !== undefined && { recursiveLoop }),
    });
    pinLogicalId(this.function, this.logicalId);
    this.alias = rollout === "canary" ? this.aliasOf(asynchronous) : null;
    // The construct library is not written for exact optional properties: its own classes do not fit its own interfaces.
    this.invokedAs = (this.alias ?? this.function) as IFunction;
    Validations.of(this.function).acknowledge({
      id: "Serverless-LambdaTracing",
      reason:
        "X-Ray is off: each invocation calls one API, and its log line carries the attempt's id, outcome and duration.",
    });
  }

  private aliasOf({ retryAttempts }: NonNullable<SweeperFunctionProps["asynchronous"]>): Alias {
    const alias = new Alias(this, "Alias", {
      aliasName: ALIAS,
      version: this.function.currentVersion as IVersion,
      // Said of the function it would hold for calls of the function alone; its dead letters are a version's own.
      ...(retryAttempts === undefined ? {} : { retryAttempts }),
    });
    pinLogicalId(alias, `${this.logicalId.replace(/Function$/, "")}Alias`);
    Validations.of(alias).acknowledge({
      id: "Serverless-LambdaAsyncFailureDestination",
      reason: "Failed events go to a dead-letter queue, which needs one permission where a destination needs three.",
    });
    return alias;
  }
}

/** Bundled in a checkout when the stack is synthesized; in the published package when that was made. */
function codeOf(name: DeployedFunctionName): NodejsFunctionProps {
  if (isPublished()) return { code: Code.fromAsset(join(PROJECT, "dist/lambdas", name)), handler: "index.handler" };
  return {
    entry: join(PROJECT, "lambdas", name, "handler.ts"),
    projectRoot: PROJECT,
    depsLockFilePath: join(PROJECT, "package-lock.json"),
    bundling: BUNDLING,
  };
}
