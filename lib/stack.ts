import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Config } from "./config.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "./contract/queues.ts";
import { applyAccountRules } from "./infra/account-rules.ts";
import { AlarmTopic } from "./infra/alarm-topic.ts";
import { alarmRows, workingAtAll } from "./infra/alarms.ts";
import { apiKeySecret } from "./infra/api-key-secret.ts";
import { Archive } from "./infra/archive.ts";
import { rollOutBySteps } from "./infra/canary.ts";
import { Cleanup } from "./infra/cleanup.ts";
import { consoleDomains } from "./infra/console-links.ts";
import { Crm } from "./infra/crm.ts";
import { dashboard } from "./infra/dashboard.ts";
import { Digest } from "./infra/digest.ts";
import { SweeperEvents } from "./infra/event-bus.ts";
import { EventPipes } from "./infra/event-pipes.ts";
import { FifoQueue } from "./infra/fifo-queue.ts";
import { SweeperFunctions } from "./infra/functions.ts";
import { LedgerTables } from "./infra/ledger-tables.ts";
import { outputs } from "./infra/outputs.ts";
import { functionsOf, type Parts } from "./infra/parts.ts";
import { policyParameter } from "./infra/policy-parameter.ts";
import { Requests } from "./infra/requests.ts";
import { RollUp } from "./infra/roll-up.ts";
import { runSchedule } from "./infra/run-schedule.ts";
import { saveQueries } from "./infra/saved-queries.ts";
import { startRunDeadLetters } from "./infra/schedule-dead-letters.ts";
import { startRunQueue } from "./infra/start-run-queue.ts";
import type { StateParts } from "./infra/state-parts.ts";
import { SweeperAlarms } from "./infra/sweeper-alarms.ts";

/** The sweeper on AWS. Composition only: each part is a file of `infra/`. Without account and region, so that any do. */
export class InviteSweeperStack extends Stack {
  constructor(scope: Construct, config: Config) {
    super(scope, config.stackName, { description: "invite-sweeper: withdraws LinkedIn invitations nobody answered" });
    consoleDomains(this);
    const runDeadLetters = startRunDeadLetters(this);
    const state: StateParts = {
      tables: new LedgerTables(this, "Ledger", config.removal),
      sweepQueue: new FifoQueue(this, SWEEP_QUEUE),
      withdrawQueue: new FifoQueue(this, WITHDRAW_QUEUE),
      startRunQueue: startRunQueue(this, runDeadLetters),
      startRunDeadLetters: runDeadLetters,
      policyParameter: policyParameter(this, config.policyDocument),
      apiKeySecret: apiKeySecret(this),
    };
    const functions = new SweeperFunctions(this, "Functions", config, state);
    const schedule = runSchedule(this, config.schedule, functions.startRun, state.startRunDeadLetters);
    const digest = config.digest === null ? null : new Digest(this, "Digest", config, config.digest, state);
    const archive = config.archive === null ? null : new Archive(this, "Archive", config, config.archive, state.tables);
    const events = new SweeperEvents(this, "Events", config);
    const pipes = new EventPipes(this, "Pipes", state.tables, events.bus, events.deadLetters);
    // A template may name what only this version writes: the functions come first.
    pipes.node.addDependency(functions);
    const crm = config.crm === null ? null : new Crm(this, "Crm", config.crm, events);
    const requests = new Requests(this, "Requests", config, state, events);
    const cleanup = new Cleanup(this, "Cleanup", config, state, events);
    const rollUp = new RollUp(this, "RollUp", config, state);
    const [senders, optional] = [
      { events, pipes, requests, cleanup },
      { digest, archive, crm },
    ];
    const parts: Parts = { ...state, ...senders, ...optional, config, functions, schedule, rollUp };

    const { topic } = new AlarmTopic(this, "AlarmTopic", config.alarmEmail, config.kmsKeyArn);
    const [prefix, rows] = [config.stackName, alarmRows(parts)];
    const alarms = new SweeperAlarms(this, "Alarms", { prefix, rows, workingAtAll: workingAtAll(parts), topic });
    saveQueries(this, parts);
    outputs(this, parts, dashboard(this, parts, alarms), topic);
    applyAccountRules(this, config);
    rollOutBySteps(this, functionsOf(parts));
  }
}
