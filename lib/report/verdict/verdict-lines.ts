import { utcDay } from "../../domain/time.ts";
import type { Verdict } from "./verdict.ts";

/**
 * A verdict as the lines a terminal and a mail begin with: drift, the headline, why, the price, since when, and the
 * command. An empty line stands after drift. `until` is the end of what was watched.
 */
export function verdictLines(verdict: Verdict, until: Date): string[] {
  const { drift, headline, command } = verdict;
  return [
    ...(drift === null ? [] : [drift, ""]),
    headline,
    ...verdictSentences(verdict, until),
    ...(command === null ? [] : [`To set it: ${command}`]),
  ];
}

/** What stands between the headline and the command, each a sentence; `why` is the first. */
export function verdictSentences({ why, price, sooner, standsSince }: Verdict, until: Date): [string, ...string[]] {
  const told = [price, sooner, standsSince === null ? null : sinceInWords(standsSince, until)];
  return [why, ...told.filter((sentence) => sentence !== null)];
}

function sinceInWords(standsSince: Date, until: Date): string {
  const day = utcDay(standsSince);
  return day === utcDay(until) ? "It is new today." : `It has stood since ${day}.`;
}
