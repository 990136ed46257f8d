import { Validations } from "aws-cdk-lib";
import type { Schedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { Config } from "../config.ts";
import { ENVIRONMENT } from "../contract/environment.ts";
import { ROLL_UP_FUNCTION, ROLL_UP_MEMORY_MB, ROLL_UP_TIMEOUT_MS } from "../contract/functions.ts";
import { INVITATIONS, RUNS } from "../contract/tables.ts";
import { applyGrants } from "./apply-grants.ts";
import { ROLL_UP_GRANTS, type RollUpGrantTarget } from "./grants.ts";
import { ledgerEnvironment } from "./ledger-environment.ts";
import { scheduledInvocation } from "./scheduled-invocation.ts";
import type { StateParts } from "./state-parts.ts";
import { SweeperFunction } from "./sweeper-function.ts";

/** By night in most time zones that run a sweep by day; any hour would do, for the days it packs have long been over. */
const NIGHTLY = { cron: "cron(30 1 * * ? *)", timezone: "UTC", flexibleMinutes: 60 };

/** The nightly packing of days of endings, which reports and digests read in place of an entry for every outcome. */
export class RollUp extends Construct {
  readonly function: SweeperFunction;
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, config: Config, state: StateParts) {
    super(scope, id);
    this.function = new SweeperFunction(this, "RollUp", {
      name: ROLL_UP_FUNCTION,
      description: "Packs the endings of days that are over, for reports",
      memoryMb: ROLL_UP_MEMORY_MB,
      timeoutMs: ROLL_UP_TIMEOUT_MS,
      environment: { ...ledgerEnvironment(config, state), [ENVIRONMENT.retentionDays]: String(config.retentionDays) },
      // The next night does what this one has not.
      asynchronous: { retryAttempts: 0 },
      // Nobody waits for it, and a night that fails is made up for: there is nothing to go back for.
      rollout: "all-at-once",
    });
    const reason = "A night that fails is made up for by the next; until then reports read those days from the index.";
    Validations.of(this.function.function).acknowledge(
      { id: "Serverless-LambdaDLQ", reason },
      { id: "Serverless-LambdaAsyncFailureDestination", reason },
    );
    applyGrants(this.function.role, ROLL_UP_GRANTS[ROLL_UP_FUNCTION], this.arns(state));
    this.schedule = scheduledInvocation(this, {
      description: "invite-sweeper: packs the endings of days that are over",
      roleDescription: "Lets the schedule pack days",
      schedule: NIGHTLY,
      target: this.function,
      deadLetters: null,
    });
  }

  private arns({ tables }: StateParts): Record<RollUpGrantTarget, string> {
    const [, outcomesByDay] = INVITATIONS.indexes;
    const [latest] = RUNS.indexes;
    return {
      "table Invitations": tables.invitations.tableArn,
      "index Invitations/outcomesByDay": `${tables.invitations.tableArn}/index/${outcomesByDay.name}`,
      "table Runs": tables.runs.tableArn,
      "index Runs/latest": `${tables.runs.tableArn}/index/${latest.name}`,
      "own log group": this.function.logGroup.logGroupArn,
    };
  }
}
