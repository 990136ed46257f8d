import type { CleanupProgress, CleanupStep, CleanupWait } from "../../cleanup/cleanup-step.ts";
import { total } from "../../domain/cleanup.ts";
import { own } from "../../domain/own-property.ts";
import { ageInWords } from "../../report/age-in-words.ts";
import { identityShown } from "../../report/reader.ts";
import { counted, countsInWords, timeInWords } from "../../report/words.ts";
import { type Place, suggest } from "../unfinished/remedies.ts";
import { reason, type Unfinished } from "../unfinished/unfinished.ts";
import type { ChosenOfIdentity } from "./choose.ts";

/** What would be called for, a line for each identity. */
export function choiceInWords(all: readonly ChosenOfIdentity[], now: Date): string {
  return all.map((one) => lineOf(one, now)).join("\n");
}

function lineOf(
  { identityId, name, chosen, heldBecause, now: today, withinRunCap, notInLedger }: ChosenOfIdentity,
  now: Date,
) {
  const who = identityShown(identityId, name);
  if (heldBecause !== null) return `${who}: nothing, ${heldBecause}`;
  const unknown =
    notInLedger === 0 ? "" : `; ${notInLedger} not in the ledger yet: \`sweeper run\` puts them in, a dry run too`;
  if (chosen.length === 0) return `${who}: nothing to withdraw${unknown}`;
  const reasons: Record<string, number> = {};
  for (const one of chosen) reasons[one.reason] = (reasons[one.reason] ?? 0) + 1;
  const dated = chosen.map(({ invitation }) => invitation).filter(({ sentAt }) => sentAt !== null);
  const byAge = dated.toSorted((a, b) => (a.sentAt?.getTime() ?? 0) - (b.sentAt?.getTime() ?? 0));
  const [oldest, youngest] = [byAge[0], byAge.at(-1)];
  const ages =
    oldest === undefined || youngest === undefined
      ? ""
      : `, pending ${ageInWords(youngest, now)} to ${ageInWords(oldest, now)}`;
  const later = withinRunCap - today;
  const beyond = chosen.length - withinRunCap;
  const parts = [
    `${today} now`,
    ...(later === 0 ? [] : [`${later} later, as the daily cap has places`]),
    ...(beyond === 0 ? [] : [`${beyond} not at all, beyond the run's cap`]),
  ];
  return `${who}: ${countsInWords(reasons)}${ages}; ${parts.join(", ")}${unknown}`;
}

/** The question that is asked before anything is kept or called. */
export function cleanupQuestion(all: readonly ChosenOfIdentity[]): string {
  const calling = all.filter(({ chosen }) => chosen.length > 0);
  const count = calling.reduce((sum, { withinRunCap }) => sum + withinRunCap, 0);
  return (
    `Withdraw ${counted(count, "invitation")} of ${counted(calling.length, "identity", "identities")}? ` +
    "This cannot be undone, and each person cannot be invited again for three weeks. " +
    "What has been handed to Edges cannot be stopped any more, not by a flag, a pause or mode off either."
  );
}

const WAITS: Readonly<Partial<Record<CleanupWait, string>>> = {
  "run-under-way": "Edges works off its run",
  "answer-lost":
    "nobody knows whether its run has begun, so nothing else is called for it until it cannot be under way",
  "run-unknown": "Edges knows no such run, which may be under way all the same",
  "run-unreadable": "the state of its run cannot be read",
  "outputs-due": "results of its run are missing",
  "answer-due": "the answer to its start is due",
  "daily-cap": "places under the daily cap come free",
  "outside-working-hours": "its working hours begin",
  "bulk-run": "another clean-up's run is under way",
};

/** "Edges works off its run, looked at again 2026-11-02 09:31 UTC". */
export const waitInWords = ({ why, until }: Extract<CleanupStep, { kind: "wait" }>): string =>
  `${own(WAITS, why) ?? why}, next look ${timeInWords(until)}`;

export const progressInWords = (progress: CleanupProgress): string => {
  const { chosen, withdrawn, left, dropped, notWithdrawn } = progress;
  const parts = [
    `${withdrawn} of ${chosen} withdrawn`,
    ...(total(dropped) === 0 ? [] : [`kept after all: ${countsInWords(dropped)}`]),
    ...(total(notWithdrawn) === 0 ? [] : [`not withdrawn: ${countsInWords(notWithdrawn)}`]),
    ...(left === 0 ? [] : [`${left} to go`]),
  ];
  return parts.join("; ");
};

/** Answers that say that all is as it should be, though nothing was withdrawn. */
const NO_FAULT: readonly string[] = ["no-longer-pending"];

/** What of a part was not done, a line each. */
export function unfinishedOf(id: string, cleanupId: string, step: CleanupStep, place: Place): Unfinished[] {
  const { left, notWithdrawn } = step.progress;
  const goOn = suggest(`cleanup --resume ${cleanupId}`, place);
  const stopped = step.kind === "over" ? step.stoppedBy : null;
  const limit = stopped === "run-cap";
  return [
    ...(step.kind === "wait"
      ? [
          reason(
            step.why,
            id,
            `${id}: ${counted(left, "invitation")} to go: ${waitInWords(step)}; ${goOn} goes on then`,
            { count: left },
          ),
        ]
      : []),
    ...(stopped === null
      ? []
      : [
          reason(
            stopped,
            id,
            `${id}: ${counted(left, "invitation")} left, stopped by ${stopped}; ${limit ? `choose them again with ${suggest("cleanup", place)}` : `once that is over, ${goOn} goes on`}`,
            { count: left },
          ),
        ]),
    ...Object.entries(notWithdrawn)
      .filter(([word]) => !NO_FAULT.includes(word))
      .map(([word, count]) => reason(word, id, notWithdrawnInWords(id, word, count, place), { count })),
  ];
}

function notWithdrawnInWords(id: string, word: string, count: number, place: Place): string {
  const them = counted(count, "withdrawal");
  if (word === "not-known" || word === "retry-later") {
    return `${id}: nobody knows whether ${them} took effect (${word}): the next complete list tells; ${suggest("run", place)} lists`;
  }
  return `${id}: ${them} answered with ${word}; ${suggest("identities", place)} shows the last answers`;
}
