import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { type AlarmLetter, type AlarmRow, alarmDescription } from "./alarm-row.ts";

export interface SweeperAlarmsProps {
  /** The stack's name: what every alarm's name begins with. */
  readonly prefix: string;
  readonly rows: readonly AlarmRow[];
  /** Of the one alarm over the critical ones. */
  readonly workingAtAll: AlarmLetter;
  readonly topic: ITopic;
}

/** CloudWatch's alarms for the rows and one over the critical ones, each telling the topic. */
export class SweeperAlarms extends Construct {
  readonly alarms: readonly Alarm[];
  readonly workingAtAll: CompositeAlarm;

  constructor(scope: Construct, id: string, { prefix, rows, workingAtAll, topic }: SweeperAlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    const critical: Alarm[] = [];
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
      if (row.severity === "critical") critical.push(alarm);
      return alarm;
    });
    this.workingAtAll = new CompositeAlarm(this, workingAtAll.name, {
      compositeAlarmName: `${prefix}-${workingAtAll.name}`,
      alarmDescription: alarmDescription(workingAtAll),
      alarmRule: AlarmRule.anyOf(...critical.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
    this.workingAtAll.addAlarmAction(action);
  }
}

function comparisonOf({ rings }: AlarmRow): { threshold: number; comparisonOperator: ComparisonOperator } {
  if ("above" in rings) {
    return { threshold: rings.above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD };
  }
  if ("below" in rings) return { threshold: rings.below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD };
  return { threshold: rings.from, comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD };
}
