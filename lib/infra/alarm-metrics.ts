import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { CfnPipe } from "aws-cdk-lib/aws-pipes";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { AlarmRow } from "./alarm-row.ts";
import { HOURLY } from "./sweeper-metrics.ts";

/** Longer than `sweeper dead-letters` hides letters while it looks at them: what it gives back is not new. */
const LETTERS_PERIOD = Duration.minutes(15);

/** A metric of several. What `usingMetrics` has no data for has no result either, unless the text fills it. */
export const expression = (text: string, period: Duration, usingMetrics: Record<string, IMetric>): IMetric =>
  new MathExpression({ expression: text, usingMetrics, period });

/**
 * Rings for each new dead letter, also while older ones lie there, and is over half an hour later: their number would stay
 * above zero, and the next letter would ring nothing. SQS counts no message that it moves itself as sent, so the difference
 * of what lies there is taken. A queue without traffic has no data after six hours, which is filled with 0; the worst of that
 * is one ring too many. Letters in flight are left out: AWS's count of them is not always zero when they are.
 */
export const newLettersIn = (queue: IQueue): Pick<AlarmRow, "metric" | "rings" | "periods"> => ({
  metric: expression("DIFF(FILL(letters, 0))", LETTERS_PERIOD, {
    letters: queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", period: LETTERS_PERIOD }),
  }),
  rings: { above: 0 },
  // A difference needs the period before, and an alarm is sure to be given what it looks at and nothing else.
  periods: { of: 2, bad: 1 },
});

/** Age of the oldest message, in seconds. */
export const oldestIn = (queue: IQueue): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({ statistic: "Maximum", period: Duration.minutes(15) });

/** Failed executions of all pipes in an hour; a pipe that had nothing to do has no data. */
export function failedExecutions(pipes: Readonly<Record<string, CfnPipe>>): IMetric {
  const usingMetrics = Object.fromEntries(
    Object.entries(pipes).map(([name, pipe]) => [
      name,
      new Metric({
        namespace: "AWS/EventBridge/Pipes",
        metricName: "ExecutionFailed",
        dimensionsMap: { PipeName: pipe.ref },
        statistic: "Sum",
        period: HOURLY,
      }),
    ]),
  );
  const sum = Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`);
  return expression(sum.join(" + "), HOURLY, usingMetrics);
}
