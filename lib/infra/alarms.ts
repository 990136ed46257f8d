import { Duration } from "aws-cdk-lib";
import { TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { METRICS } from "../contract/metrics.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../contract/queues.ts";
import { HOUR_MS, SECOND_MS } from "../domain/time.ts";
import { expression, failedExecutions, newLettersIn, oldestIn } from "./alarm-metrics.ts";
import type { AlarmLetter, AlarmRow } from "./alarm-row.ts";
import { hourlyCeiling, missingRunHours, runDays } from "./alarm-windows.ts";
import {
  dashboardLink,
  functionLink,
  parameterLink,
  pipesLink,
  queuesLink,
  scheduleLink,
  secretsLink,
} from "./console-links.ts";
import { archiveRows, digestRows } from "./optional-alarms.ts";
import { functionsOf, type Parts } from "./parts.ts";
import { DAILY, HOURLY, sweeperMetrics } from "./sweeper-metrics.ts";

/** With fewer calls a share says nothing. */
const CALLS_FOR_A_SHARE = 20;
const FAILURE_SHARE_PERCENT = 20;
/** A message that is not handled expires without a trace. This is left to find out why it waits. */
const LEFT_TO_LOOK_SECONDS = 4 * (HOUR_MS / SECOND_MS);
const OLD_SWEEP_SECONDS = SWEEP_QUEUE.retentionSeconds - LEFT_TO_LOOK_SECONDS;
const OLD_WITHDRAW_SECONDS = WITHDRAW_QUEUE.retentionSeconds - LEFT_TO_LOOK_SECONDS;
/** A pipe tries a record that it cannot send eleven times, so this many are hardly several records' first tries. */
const FAILED_EXECUTIONS = 5;

const inHours = (seconds: number): number => (seconds * SECOND_MS) / HOUR_MS;

/**
 * THE list of alarms. A new one is a row here and a heading in RUNBOOK.md beside it; a test compares the two, and another adds
 * up what they cost. An alarm mails when it begins to ring and not while it goes on: what can happen to a second one
 * (identity, letter, run) is counted as it begins, by the hour or less, so that the next one rings again.
 */
export function alarmRows(parts: Parts): readonly AlarmRow[] {
  const { config, schedule, policyParameter } = parts;
  const metrics = sweeperMetrics(config.stackName);
  const dashboard = dashboardLink(config.stackName);
  // Announcements leave by the same stream, with the same rights, as settlements: the alarm need not pay for both.
  const { announced: _, ...watched } = parts.pipes.pipes;
  const daysOfTwoRuns = runDays(config.schedule) + 1;
  const ceiling = hourlyCeiling(config.policy);
  return [
    {
      name: "no-run",
      severity: "critical",
      wrong: `No run has started for ${missingRunHours(config.schedule)} hours.`,
      impact: "Nothing is listed and nothing is withdrawn; pending invitations grow older.",
      runbook: "No run for too long",
      link: scheduleLink(schedule.scheduleName),
      metric: metrics.of(METRICS.runStarted, HOURLY),
      rings: { below: 1 },
      periods: { of: missingRunHours(config.schedule), bad: missingRunHours(config.schedule) },
      missing: TreatMissingData.BREACHING,
    },
    {
      name: "nothing-withdrawn",
      severity: "critical",
      wrong: "Two runs queued invitations, and none was withdrawn.",
      impact: "The sweeper looks busy and does nothing; the backlog does not shrink.",
      runbook: "Invitations queued and none withdrawn",
      link: dashboard,
      // In a dry run nothing is queued, so it stays silent.
      metric: expression("IF(queued > 0 AND withdrawn < 1, 1, 0)", DAILY, {
        queued: metrics.of(METRICS.queued, DAILY),
        withdrawn: metrics.of(METRICS.withdrawn, DAILY),
      }),
      rings: { from: 1 },
      periods: { of: daysOfTwoRuns, bad: 2 },
    },
    {
      name: "run-dead-letters",
      severity: "high",
      wrong: "A scheduled run could not be started, or start-run failed.",
      impact: "That day's invitations are not withdrawn unless the run is started by hand.",
      runbook: "Dead letters of the schedule",
      link: queuesLink(),
      ...newLettersIn(parts.startRunDeadLetters),
    },
    {
      name: "sweep-dead-letters",
      severity: "low",
      wrong: "An identity's sweep failed permanently.",
      impact: "Nothing of that identity is withdrawn today; the next run sweeps it again.",
      runbook: "Dead letters of the sweep queue",
      link: queuesLink(),
      ...newLettersIn(parts.sweepQueue.deadLetters),
    },
    {
      name: "withdraw-dead-letters",
      severity: "low",
      wrong: "An invitation's message failed permanently, after every receive it is allowed.",
      impact: "That invitation stays pending until a later run plans it again.",
      runbook: "Dead letters of the withdraw queue",
      link: queuesLink(),
      ...newLettersIn(parts.withdrawQueue.deadLetters),
    },
    {
      name: "event-dead-letters",
      severity: "low",
      wrong: "An event could not be sent to the bus, or a request that came in could not be carried out.",
      impact: "The sweeper itself goes on; whoever listens has missed an event, or a request was not carried out.",
      runbook: "Dead letters of the events",
      link: queuesLink(),
      ...newLettersIn(parts.events.deadLetters),
    },
    {
      name: "events-failing",
      severity: "low",
      wrong: `Pipes failed ${FAILED_EXECUTIONS} times or more within an hour to hand events to the bus.`,
      impact: "The events behind wait; what fails ten times more goes to the dead letters of the events.",
      runbook: "Events cannot be sent",
      link: pipesLink(),
      metric: failedExecutions(watched),
      rings: { from: FAILED_EXECUTIONS },
    },
    {
      name: "sweeps-not-reached",
      severity: "high",
      wrong: "A run has ended without sweeping all of its identities.",
      impact: "Nothing of those identities was listed or withdrawn in that run.",
      runbook: "Sweeps not reached",
      link: dashboard,
      metric: metrics.of(METRICS.sweepsNotReached, HOURLY),
      rings: { above: 0 },
    },
    {
      name: "old-sweep-message",
      severity: "high",
      wrong: `An identity has waited for its sweep for more than ${inHours(OLD_SWEEP_SECONDS)} hours.`,
      impact: `At ${inHours(SWEEP_QUEUE.retentionSeconds)} hours it is dropped, and not swept in this run.`,
      runbook: "Sweep messages wait too long",
      link: dashboard,
      metric: oldestIn(parts.sweepQueue.queue),
      rings: { above: OLD_SWEEP_SECONDS },
    },
    {
      name: "old-withdraw-message",
      severity: "low",
      wrong: `A message has waited in the withdraw queue for more than ${inHours(OLD_WITHDRAW_SECONDS)} hours.`,
      impact: `More is queued than can be called for; at ${inHours(WITHDRAW_QUEUE.retentionSeconds)} hours the rest is dropped and planned anew.`,
      runbook: "Withdraw messages wait too long",
      link: dashboard,
      metric: oldestIn(parts.withdrawQueue.queue),
      rings: { above: OLD_WITHDRAW_SECONDS },
    },
    {
      name: "outcome-not-known",
      severity: "high",
      wrong: "Edges gave answers that do not say whether an invitation was withdrawn.",
      impact: "Those invitations count as pending until it is known; five in a row pause the identity.",
      runbook: "Outcomes not known",
      link: dashboard,
      metric: metrics.of(METRICS.notKnown, HOURLY),
      rings: { above: 0 },
    },
    {
      name: "failure-share",
      severity: "high",
      wrong: `More than ${FAILURE_SHARE_PERCENT}% of the withdraw calls of six hours withdrew nothing.`,
      impact: "Calls are spent, and perhaps credits, without the backlog shrinking.",
      runbook: "Too many calls withdraw nothing",
      link: dashboard,
      metric: expression(`IF(calls >= ${CALLS_FOR_A_SHARE}, 100 * (calls - withdrawn) / calls, 0)`, Duration.hours(6), {
        calls: metrics.of(METRICS.calls, Duration.hours(6)),
        withdrawn: metrics.of(METRICS.withdrawn, Duration.hours(6)),
      }),
      rings: { above: FAILURE_SHARE_PERCENT },
    },
    {
      name: "identity-needs-person",
      severity: "high",
      wrong: "A LinkedIn account has lost its connection to Edges, or its calls keep failing.",
      impact: "Nothing is withdrawn for it until somebody has looked; the others go on. Each further one rings again.",
      runbook: "An identity needs reconnecting",
      link: dashboard,
      metric: metrics.of(METRICS.newlyNeedsPerson, HOURLY),
      rings: { above: 0 },
    },
    {
      name: "policy-unreadable",
      severity: "critical",
      wrong: "The policy cannot be read, or is not valid.",
      impact: "No call is made for anybody until it is put right.",
      runbook: "The policy cannot be read",
      link: parameterLink(policyParameter.parameterName),
      metric: metrics.of(METRICS.policyUnreadable, HOURLY),
      rings: { above: 0 },
    },
    {
      name: "clock-off",
      severity: "high",
      wrong: "The functions' clock and the API's differ by more than two minutes.",
      impact: "Beyond an hour nothing is listed or withdrawn, because ages could not be told.",
      runbook: "The clocks differ",
      link: dashboard,
      metric: metrics.of(METRICS.clockOff, HOURLY),
      rings: { above: 0 },
    },
    {
      name: "too-many-withdrawals",
      severity: "critical",
      wrong: `More than ${ceiling} invitations were withdrawn within an hour.`,
      impact: "That is more than a whole run may queue. A withdrawal cannot be undone: stop first, then look.",
      runbook: "More withdrawals than a run may queue",
      link: parameterLink(policyParameter.parameterName),
      metric: metrics.of(METRICS.withdrawn, HOURLY),
      rings: { above: ceiling },
    },
    {
      name: "workspace-stopped",
      severity: "critical",
      wrong: "Edges refused the key, or the plan has no credits left.",
      impact: "Every identity stops for an hour at a time until that is settled.",
      runbook: "Edges refuses the whole workspace",
      link: secretsLink(),
      metric: metrics.of(METRICS.workspaceStopped, HOURLY),
      rings: { above: 0 },
    },
    ...digestRows(parts),
    ...archiveRows(parts),
    // Throttles have no alarm: a queue's message waits, and an invocation that is never made leaves a dead letter. What the two
    // others fail on for good is a dead letter too; only a rollout by steps needs to know at once.
    ...(config.rollout === "canary" ? functionsOf(parts) : parts.functions.all).map(
      ({ name, function: one }): AlarmRow => ({
        name: `${name}-errors`,
        severity: name === "start-run" ? "high" : "low",
        wrong: `The function ${name} failed.`,
        impact: name === "start-run" ? "A run did not start, or not for everybody." : "It is tried again by itself.",
        runbook: "Function errors",
        link: functionLink(one.functionName),
        metric: one.metricErrors({ period: HOURLY }),
        // A message that fails now and then is delivered again; a run is not.
        rings: { from: name === "start-run" ? 1 : 3 },
      }),
    ),
  ];
}

/** The alarm that rings while any critical one does. */
export const workingAtAll = ({ config }: Parts): AlarmLetter => ({
  name: "not-working",
  severity: "critical",
  wrong: "The sweeper as a whole does not work as it should: at least one of its critical alarms rings.",
  impact: "Nothing is withdrawn for anybody, or more than should be.",
  runbook: "Is it working at all",
  link: dashboardLink(config.stackName),
});
