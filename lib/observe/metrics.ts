import type { MetricName } from "../contract/metrics.ts";

export interface MetricDimensions {
  readonly identityId?: string;
  readonly reason?: string;
}

export interface Metrics {
  /** Adds `value` (default 1) to a metric. */
  count(name: MetricName, value?: number, dimensions?: MetricDimensions): void;
}
