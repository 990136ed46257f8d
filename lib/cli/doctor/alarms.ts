import { type CompositeAlarm, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { OUTPUTS } from "../../contract/outputs.ts";
import { counted } from "../../report/words.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { ask } from "./look.ts";
import { outputOf, type StackInView } from "./stack-in-view.ts";

/** What an alarm says of itself. */
export interface AlarmFound {
  readonly name: string;
  /** It tells somebody when it rings. */
  readonly isOn: boolean;
  readonly isRinging: boolean;
}

/** Whether the stack's alarms are there, on, and silent. Who gets their mail is another check. */
export async function alarmsCheck(stack: StackInView): Promise<Check> {
  const topic = outputOf(stack, OUTPUTS.alarmTopic);
  const found: AlarmFound[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask("cloudwatch:DescribeAlarms", () =>
      stack.cloudWatch.send(
        new DescribeAlarmsCommand({
          ...{ AlarmNamePrefix: `${stack.place.stack}-`, AlarmTypes: ["MetricAlarm", "CompositeAlarm"], NextToken },
        }),
      ),
    );
    const alarms: readonly (MetricAlarm | CompositeAlarm)[] = [
      ...(page.MetricAlarms ?? []),
      ...(page.CompositeAlarms ?? []),
    ];
    found.push(...alarms.flatMap((alarm) => ownAlarm(alarm, topic)));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  return judgeAlarms(found);
}

/** Another stack's name may begin with this one's: what only tells another topic is that stack's. */
function ownAlarm(alarm: MetricAlarm | CompositeAlarm, topic: string): AlarmFound[] {
  const { AlarmName: name = "", AlarmActions: actions = [], ActionsEnabled, StateValue } = alarm;
  if (actions.length > 0 && !actions.includes(topic)) return [];
  return [{ name, isOn: ActionsEnabled !== false && actions.length > 0, isRinging: StateValue === "ALARM" }];
}

const MAX_NAMED = 3;

export function judgeAlarms(alarms: readonly AlarmFound[]): Check {
  if (alarms.length === 0) return failing("alarms", "there are none: nobody is told of anything", "npm run deploy");
  const off = alarms.filter(({ isOn }) => !isOn);
  const ringing = alarms.filter(({ isRinging }) => isRinging);
  if (off.length > 0) {
    const remedy = `aws cloudwatch enable-alarm-actions --alarm-names ${off.map(({ name }) => name).join(" ")}; where they tell no topic, npm run deploy`;
    return failing("alarms", `${off.length} of ${alarms.length} switched off: ${namesOf(off)}`, remedy);
  }
  if (ringing.length > 0) {
    return warning("alarms", `ringing: ${namesOf(ringing)}`, "see the runbook, under each alarm's heading");
  }
  return ok("alarms", `${counted(alarms.length, "alarm")} on, none ringing`);
}

function namesOf(alarms: readonly AlarmFound[]): string {
  const more = alarms.length > MAX_NAMED ? ` and ${alarms.length - MAX_NAMED} more` : "";
  return `${alarms
    .slice(0, MAX_NAMED)
    .map(({ name }) => name)
    .join(", ")}${more}`;
}
