import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { type AlarmRow, alarmDescription } from "./alarm-row.ts";

/** CloudWatch's alarms for the rows, each telling the topic. */
export class SweeperAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, prefix: string, rows: readonly AlarmRow[], topic: ITopic) {
    super(scope, id);
    const action = new SnsAction(topic);
    this.alarms = rows.map((row) => {
      const alarm = new Alarm(this, row.name, {
        alarmName: `${prefix}-${row.name}`,
        alarmDescription: alarmDescription(row),
        metric: row.metric,
        ...comparisonOf(row),
        evaluationPeriods: row.periods?.of ?? 1,
        datapointsToAlarm: row.periods?.bad ?? 1,
        treatMissingData: row.missing ?? TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      return alarm;
    });
  }
}

function comparisonOf({ rings }: AlarmRow): { threshold: number; comparisonOperator: ComparisonOperator } {
  if ("above" in rings) {
    return { threshold: rings.above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD };
  }
  if ("below" in rings) return { threshold: rings.below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD };
  return { threshold: rings.from, comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD };
}
