import type { IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";

/**
 * How soon a person should look, and what it says in the alarm's letter. `critical`: nothing is done for anybody, or too much.
 * `high`: a part of the job is not done, or costs more than it should. `low`: it goes on by itself, and something wants looking
 * at. RUNBOOK.md is grouped by these.
 */
export const SEVERITIES = { critical: "look now", high: "look today", low: "look this week" } as const;
export type Severity = keyof typeof SEVERITIES;

/** What an alarm tells a person. */
export interface AlarmLetter {
  /** Unique; in CloudWatch the stack's name comes before it. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in a sentence. */
  readonly wrong: string;
  /** What it means for the owner. */
  readonly impact: string;
  /** The heading in RUNBOOK.md. */
  readonly runbook: string;
  /** The page to open first. */
  readonly link: string;
}

/** One alarm: a row in `alarms.ts`, a heading in RUNBOOK.md. */
export interface AlarmRow extends AlarmLetter {
  readonly metric: IMetric;
  readonly rings: { readonly above: number } | { readonly from: number } | { readonly below: number };
  /** Periods looked at, and how many of them must be bad. Default: one. */
  readonly periods?: { readonly of: number; readonly bad: number };
  /** What a period without data counts as. Default: all is well. */
  readonly missing?: TreatMissingData;
}

/** The letter that an alarm sends: what is wrong, what it means, what to do, where to look. */
export function alarmDescription({ severity, wrong, impact, runbook, link }: AlarmLetter): string {
  return [
    `${wrong} ${impact}`,
    `What to do: lib/infra/RUNBOOK.md#${anchorOf(runbook)} ("${runbook}")`,
    `Look here first: ${link}`,
    `Severity: ${severity} (${SEVERITIES[severity]})`,
  ].join("\n");
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
