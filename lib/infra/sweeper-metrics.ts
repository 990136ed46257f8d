import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { METRICS_NAMESPACE, type MetricName, REASON_DIMENSION, SERVICE_DIMENSION } from "../contract/metrics.ts";

/** The functions' metrics as the alarms and the dashboard read them; `service` is the stack's name. */
export interface SweeperMetrics {
  of(name: MetricName, period: Duration, statistic?: string): Metric;
  /** A line for each reason that has been counted, known today or not. */
  byReason(name: MetricName, period: Duration): MathExpression;
}

export function sweeperMetrics(service: string): SweeperMetrics {
  return {
    of: (metricName, period, statistic = "Sum") =>
      new Metric({
        namespace: METRICS_NAMESPACE,
        metricName,
        dimensionsMap: { [SERVICE_DIMENSION]: service },
        statistic,
        period,
        label: metricName,
      }),
    byReason: (name, period) =>
      new MathExpression({
        expression: `SEARCH('{${METRICS_NAMESPACE},${SERVICE_DIMENSION},${REASON_DIMENSION}} MetricName="${name}" ${SERVICE_DIMENSION}="${service}"', 'Sum', ${period.toSeconds()})`,
        usingMetrics: {},
        period,
        label: "",
      }),
  };
}

export const HOURLY = Duration.hours(1);
export const DAILY = Duration.days(1);
