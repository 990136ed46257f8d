import { Logger } from "@aws-lambda-powertools/logger";
import { MetricUnit, Metrics as PowertoolsMetrics } from "@aws-lambda-powertools/metrics";
import { METRICS, METRICS_NAMESPACE, type MetricName } from "../../lib/contract/metrics.ts";
import { allowedFields, type Log } from "../../lib/observe/log.ts";
import type { Metrics } from "../../lib/observe/metrics.ts";

/** Lambda's log, with the allowed fields alone. */
export function powertoolsLog(): Log {
  const logger = new Logger();
  return {
    info: (message, fields) => logger.info(message, allowedFields(fields)),
    warn: (message, fields) => logger.warn(message, allowedFields(fields)),
    error: (message, fields) => logger.error(message, allowedFields(fields)),
  };
}

/** Metrics in the log, written by `flush` once an invocation. */
export function powertoolsMetrics(neverMissing: readonly MetricName[]): {
  readonly metrics: Metrics;
  readonly flush: () => void;
} {
  const powertools = new PowertoolsMetrics({ namespace: METRICS_NAMESPACE });
  const metrics: Metrics = {
    count(name, value = 1, dimensions = {}) {
      const unit = name === METRICS.daysPending ? MetricUnit.NoUnit : MetricUnit.Count;
      // A metric with dimensions is a metric of its own: it leaves in its own line, or it would colour all the others.
      const target = Object.keys(dimensions).length > 0 ? powertools.singleMetric() : powertools;
      for (const [dimension, text] of Object.entries(dimensions)) target.addDimension(dimension, String(text));
      target.addMetric(name, unit, value);
    },
  };
  const flush = () => {
    for (const name of neverMissing) powertools.addMetric(name, MetricUnit.Count, 0);
    powertools.publishStoredMetrics();
  };
  return { metrics, flush };
}
