import { ANNOUNCED } from "../domain/announcement.ts";
import type { OutcomeRecord, SweepRecord } from "../ledger/ledger.ts";
import { connectionNotes } from "./connection-notes.ts";
import { listFaultInWords } from "./list-fault-in-words.ts";
import { listNotes } from "./list-notes.ts";
import type { OutcomeRow } from "./outcome-row.ts";
import { identityShown } from "./reader.ts";
import { type Column, type Screen, textTable, UNLIMITED } from "./text-table.ts";
import { unreachableInWords } from "./unreachable-in-words.ts";
import { countsInWords, shortTime, timeTitle } from "./words.ts";

/** One line per identity of a run: what was seen, what was queued, what became of it, what was held back and why. */
export function sweepsTable(
  sweeps: readonly SweepRecord[],
  outcomes: readonly OutcomeRecord[],
  screen: Screen = UNLIMITED,
): string {
  const withdrawn = (id: string) =>
    outcomes.filter(({ identityId, outcome }) => identityId === id && outcome === "withdrawn").length;
  return textTable(
    [
      { title: "identity", narrow: "cut-before-last", text: ({ identityId }) => identityShown(identityId) },
      { title: "listing", narrow: "wrap", drop: 3, text: listingInWords },
      { title: "pending", align: "right", drop: 2, text: ({ listed }) => String(listed) },
      { title: "eligible", align: "right", drop: 5, text: ({ eligible }) => String(eligible) },
      { title: "queued", align: "right", drop: 1, text: ({ queued }) => String(queued) },
      { title: "withdrawn", align: "right", text: ({ identityId }) => String(withdrawn(identityId)) },
      { title: "accepted", align: "right", drop: 6, text: ({ accepted }) => String(accepted) },
      { title: "gone", align: "right", drop: 7, text: ({ gone }) => String(gone) },
      ...(sweeps.some(isUnresolved) ? [UNRESOLVED] : []),
      ...(sweeps.some(hasUnreachable) ? [UNREACHABLE] : []),
      ...(sweeps.some(hasAnnounced) ? [ANNOUNCED_COLUMN] : []),
      { title: "held back", narrow: "wrap", text: ({ held }) => heldInWords(held) },
      { title: "deferred", narrow: "wrap", drop: 4, text: ({ deferred }) => countsInWords(sizes(deferred)) },
    ],
    sweeps,
    screen,
  );
}

/** Only where there is any: a column of zeros would tell nothing, and a doubt should stand out. */
const UNRESOLVED: Column<SweepRecord> = {
  title: "unresolved",
  align: "right",
  text: ({ unresolved }) => String(unresolved),
};
const isUnresolved = ({ unresolved }: SweepRecord): boolean => unresolved > 0;

const UNREACHABLE: Column<SweepRecord> = {
  title: "unreachable",
  align: "right",
  text: ({ unreachable }) => String(unreachable),
};
const hasUnreachable = ({ unreachable }: SweepRecord): boolean => unreachable > 0;

const ANNOUNCED_COLUMN: Column<SweepRecord> = {
  title: "announced",
  align: "right",
  text: ({ byReason }) => String(byReason[ANNOUNCED] ?? 0),
};
const hasAnnounced = ({ byReason }: SweepRecord): boolean => (byReason[ANNOUNCED] ?? 0) > 0;

/** Under the table: what a person should know of each list and its connections, with the identity. */
export const sweepNotes = (sweeps: readonly SweepRecord[]): string[] =>
  sweeps.flatMap((sweep) => {
    const fault = listFaultInWords(sweep.lastError?.label ?? null);
    const aboutList = [...(fault === null ? [] : [fault]), ...listNotes(sweep), ...connectionNotes(sweep)];
    const tried = unreachableInWords(sweep.unreachable);
    return [...aboutList, ...(tried === null ? [] : [tried]), ...heldNotes(sweep)].map(
      (note) => `${identityShown(sweep.identityId)}: ${note}`,
    );
  });

/** What to do about a wrong clock, which no further run heals. */
function heldNotes({ held, identityId }: SweepRecord): string[] {
  return [
    ...(held["future-gate"] === undefined
      ? []
      : [
          `its gate is closed beyond any wait, by a wrong clock: with the clock right, \`sweeper resume ${identityId}\` lifts it`,
        ]),
    ...(held["clock-wrong"] === undefined
      ? []
      : ["the clock of the machine that swept it is more than an hour off the API's: set it right and run again"]),
  ];
}

export function listingInWords({ listing, trust, lastError }: SweepRecord): string {
  const doubt = trust === null || trust === "believed" || trust === listing ? "" : `, ${trust}`;
  return `${listing}${doubt}${lastError === null ? "" : ` (${lastError.label})`}`;
}

/** A sweep that was held before it could count anything holds "0": the reason counts, not the number. */
export function heldInWords(held: SweepRecord["held"]): string {
  return Object.entries(held)
    .map(([why, count]) => (count === 0 ? why : `${count} ${why}`))
    .join(", ");
}

function sizes(deferred: SweepRecord["deferred"]): Record<string, number> {
  return Object.fromEntries(Object.entries(deferred).map(([why, ids]) => [why, ids.length]));
}

/** What a table shows of an ended invitation, and of one that is pending. */
type ShownOutcome = Pick<
  OutcomeRow,
  | "endedAt"
  | "identityId"
  | "invitationId"
  | "outcome"
  | "confirmed"
  | "reason"
  | "daysPending"
  | "thresholdDays"
  | "policyVersion"
  | "lastError"
>;

export function outcomesTable(outcomes: readonly ShownOutcome[], screen: Screen = UNLIMITED): string {
  return textTable(
    [
      { title: timeTitle("when"), text: ({ endedAt }) => (endedAt === null ? "" : shortTime(endedAt)) },
      { title: "identity", narrow: "cut-before-last", text: ({ identityId }) => identityShown(identityId) },
      { title: "invitation", text: ({ invitationId }) => invitationId },
      {
        title: "outcome",
        text: ({ outcome, confirmed }) => (confirmed === false ? `${outcome} (unconfirmed)` : outcome),
      },
      { title: "reason", text: ({ reason }) => reason ?? "" },
      { title: "days", align: "right", text: ({ daysPending }) => String(daysPending ?? "") },
      { title: "threshold", align: "right", drop: 3, text: ({ thresholdDays }) => String(thresholdDays) },
      { title: "policy", align: "right", drop: 4, text: ({ policyVersion }) => `v${policyVersion}` },
      { title: "last error", drop: 2, text: ({ lastError }) => lastError?.label ?? "" },
    ],
    outcomes,
    screen,
  );
}

/** How many ended in each way. */
export function outcomeCounts(outcomes: readonly Pick<OutcomeRow, "outcome">[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
