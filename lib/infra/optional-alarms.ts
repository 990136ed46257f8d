import { newLettersIn } from "./alarm-metrics.ts";
import type { AlarmRow } from "./alarm-row.ts";
import { queuesLink } from "./console-links.ts";
import type { Parts } from "./parts.ts";

/** Rows of THE list of alarms (`alarms.ts`) for what only some stacks have. */
export function digestRows({ digest }: Parts): AlarmRow[] {
  if (digest === null) return [];
  return [
    {
      name: "digest-dead-letters",
      severity: "low",
      wrong: "A digest was not sent.",
      impact: "Nobody got the digest of that period; the sweeper goes on.",
      runbook: "Dead letters of the schedule",
      link: queuesLink(),
      ...newLettersIn(digest.deadLetters),
    },
  ];
}

export function archiveRows({ archive }: Parts): AlarmRow[] {
  if (archive === null) return [];
  return [
    {
      name: "archive-dead-letters",
      severity: "low",
      wrong: "An export of a table could not be asked for.",
      impact: "The archive has no export of that day; the sweeper goes on.",
      runbook: "Dead letters of the schedule",
      link: queuesLink(),
      ...newLettersIn(archive.deadLetters),
    },
  ];
}
