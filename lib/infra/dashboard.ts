import { Duration } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { METRICS } from "../contract/metrics.ts";
import { dashboardName } from "./console-links.ts";
import { functionsOf, type Parts, tablesOf } from "./parts.ts";
import { HEALTH_PER_IDENTITY, namesOf, queryText } from "./saved-queries.ts";
import type { SweeperAlarms } from "./sweeper-alarms.ts";
import { DAILY, HOURLY, sweeperMetrics } from "./sweeper-metrics.ts";

const FULL_WIDTH = 24;

/** A graph: a title and its lines. */
interface Graph {
  readonly title: string;
  readonly lines: readonly IMetric[];
}

/** The dashboard: whether it works at all, the funnel, what it costs last. Each row shares the width. */
export function dashboard(scope: Construct, parts: Parts, { alarms, workingAtAll }: SweeperAlarms): Dashboard {
  const rows: IWidget[][] = [
    [new AlarmStatusWidget({ title: "Is it working at all", alarms: [workingAtAll], width: FULL_WIDTH })],
    ...graphRows(parts).map(inRow),
    [
      new LogQueryWidget({
        title: HEALTH_PER_IDENTITY.name,
        logGroupNames: namesOf([parts.functions.sweep.logGroup]),
        queryString: queryText(HEALTH_PER_IDENTITY),
        view: LogQueryVisualizationType.TABLE,
        width: FULL_WIDTH,
      }),
    ],
    costRows(parts),
    [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: FULL_WIDTH })],
  ];
  return new Dashboard(scope, "Dashboard", {
    dashboardName: dashboardName(parts.config.stackName),
    defaultInterval: Duration.days(28),
    widgets: rows,
  });
}

function graphRows({ config, sweepQueue, withdrawQueue }: Parts): readonly (readonly Graph[])[] {
  const { of, byReason } = sweeperMetrics(config.stackName);
  const daily = [METRICS.pending, METRICS.eligible, METRICS.queued, METRICS.withdrawn, METRICS.accepted];
  return [
    [{ title: "The funnel, by day", lines: daily.map((name) => of(name, DAILY)) }],
    [
      { title: "Held back, by reason", lines: [byReason(METRICS.held, DAILY)] },
      { title: "Deferred, by reason", lines: [byReason(METRICS.deferred, DAILY)] },
      { title: "Calls refused or failed, by reason", lines: [byReason(METRICS.failedCalls, DAILY)] },
    ],
    [
      {
        title: "Days pending at withdrawal",
        lines: ["p10", "p50", "p90"].map((statistic) =>
          of(METRICS.daysPending, DAILY, statistic).with({ label: statistic }),
        ),
      },
      { title: "Pace, by hour", lines: [METRICS.calls, METRICS.withdrawn].map((name) => of(name, HOURLY)) },
      {
        title: "Longest wait in the queues, seconds",
        lines: Object.entries({ sweep: sweepQueue, withdraw: withdrawQueue }).map(([label, { queue }]) =>
          queue.metricApproximateAgeOfOldestMessage({ statistic: "Maximum", period: HOURLY, label }),
        ),
      },
    ],
  ];
}

function costRows(parts: Parts): IWidget[] {
  const { tables, sweepQueue, withdrawQueue } = parts;
  const capacity = tablesOf(tables).flatMap((table) => [
    table.metricConsumedReadCapacityUnits({ period: DAILY, statistic: "Sum" }),
    table.metricConsumedWriteCapacityUnits({ period: DAILY, statistic: "Sum" }),
  ]);
  const receives = [sweepQueue, withdrawQueue].flatMap(({ queue }) => [
    queue.metricNumberOfMessagesReceived({ period: DAILY }),
    queue.metricNumberOfEmptyReceives({ period: DAILY }),
  ]);
  return inRow([
    { title: "Cost: table units, by day", lines: capacity },
    {
      title: "Cost: function milliseconds, by day",
      lines: functionsOf(parts).map(({ function: one }) => one.metricDuration({ period: DAILY, statistic: "Sum" })),
    },
    { title: "Cost: queue receives, by day", lines: receives },
  ]);
}

const inRow = (graphs: readonly Graph[]): IWidget[] =>
  graphs.map(({ title, lines }) => new GraphWidget({ title, left: [...lines], width: FULL_WIDTH / graphs.length }));
