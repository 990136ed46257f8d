import type { CatchUpStatus } from "../domain/catch-up.ts";
import type { BacklogEstimate } from "../domain/drain.ts";
import { OUTCOMES_NOT_KNOWN } from "../domain/gate.ts";
import { EVERYBODY, type Pause } from "../domain/policy.ts";
import type { LastError } from "../domain/tracked-invitation.ts";
import type { WrongClockTime } from "../domain/wrong-clock.ts";
import type { IdentityRecord } from "../ledger/ledger.ts";
import { wrongClockInWords } from "./clock-in-words.ts";
import { printable } from "./printable.ts";
import { identityName, identityShown, shortId } from "./reader.ts";
import type { ReportData } from "./report-data.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";
import { counted, shortTime, timeTitle } from "./words.ts";

export interface IdentityLine {
  readonly identityId: string;
  /** What Edges calls it, and what its owner does. */
  readonly name: string | null;
  readonly label: string | null;
  /** As Edges says now; null when it could not be asked. */
  readonly connected: boolean | null;
  readonly statuses: readonly string[];
  readonly paused: boolean;
  /** The person's order behind it; null when the policy's list has it paused or leaves it out. */
  readonly pause: Pause | null;
  readonly pending: number;
  /** Of these, pending for the threshold's days or more by what the ledger holds. */
  readonly stale: number;
  /** Days until no more is stale than becomes so in a day; null: never, at this cap. */
  readonly daysToClear: number | null;
  /** Which days these are; and what the catch-up does, in a word and in a sentence. */
  readonly backlog: BacklogEstimate;
  readonly catchUp: CatchUpStatus;
  readonly catchUpNote: string | null;
  readonly callsInLastDay: number;
  /** As of now, by the catch-up where it counts. */
  readonly dailyCap: number;
  readonly lastListing: IdentityRecord["lastListing"];
  readonly blocks: IdentityRecord["gate"]["blocks"];
  readonly needsPerson: IdentityRecord["gate"]["needsPerson"];
  /** The withdrawals in a row that failed, without a success between; oldest first, the last few. */
  readonly unknownOutcomes: IdentityRecord["gate"]["unknownOutcomes"];
  /** What has stopped it for a run; null when its last withdrawal was a success, or when nothing has. */
  readonly stop: IdentityRecord["gate"]["stop"];
  /** A clean-up's run that holds it; null when there is none. */
  readonly bulkRun: IdentityRecord["gate"]["bulkRun"];
  /** Its times that lie beyond any wait: a wrong clock wrote them, and `resume` lifts them. */
  readonly wrongClock: readonly WrongClockTime[];
  /** How the times in ids have stood their trials, over all identities: the same on every line. */
  readonly ids: ReportData["ids"];
}

/** One line an identity, the answers that stopped one, and how many need a person. */
export function identitiesTable(lines: readonly IdentityLine[], now: Date, screen: Screen = UNLIMITED): string {
  const table = textTable<IdentityLine>(
    [
      { title: "identity", text: ({ identityId }) => shortId(identityId) },
      { title: "name", drop: 3, narrow: "wrap", text: ({ identityId, name }) => identityName(identityId, name) ?? "" },
      { title: "state", narrow: "wrap", text: (line) => stateInWords(line, now) },
      { title: "pending", align: "right", drop: 1, text: ({ pending }) => String(pending) },
      {
        title: "stale",
        align: "right",
        drop: 2,
        text: staleInWords,
      },
      {
        title: "calls 24 h",
        align: "right",
        drop: 4,
        text: ({ callsInLastDay, dailyCap }) => `${callsInLastDay}/${dailyCap}`,
      },
      {
        title: timeTitle("last listing"),
        drop: 5,
        text: ({ lastListing }) =>
          lastListing === null ? "never" : `${shortTime(lastListing.at)} ${lastListing.trust}`,
      },
    ],
    lines,
    screen,
  );
  const needing = lines.filter(({ needsPerson, connected }) => needsPerson !== null || connected === false).length;
  const closing = `${counted(lines.length, "identity", "identities")}, ${needing === 0 ? "none needs" : `${needing} ${needing === 1 ? "needs" : "need"}`} a person`;
  return [
    table,
    ...lines.flatMap(({ identityId, catchUpNote }) =>
      catchUpNote === null ? [] : [`${identityShown(identityId)}: ${catchUpNote}`],
    ),
    ...lines.filter(pausedByAnswers).map((line) => answersInWords(line, screen)),
    ...lines.filter(({ wrongClock }) => wrongClock.length > 0).map(aheadInWords),
    closing,
  ].join("\n");
}

const aheadInWords = ({ identityId, wrongClock }: IdentityLine): string =>
  `${identityShown(identityId)}: ${wrongClockInWords(wrongClock)}: beyond any wait, so a wrong clock wrote it; with this machine's clock right, \`sweeper resume ${identityId}\` lifts it`;

const pausedByAnswers = ({ needsPerson, stop }: IdentityLine): boolean =>
  stop !== null || needsPerson?.why === OUTCOMES_NOT_KNOWN;

/** What to look up, and what Edges' support asks for. */
function answersInWords({ identityId, unknownOutcomes }: IdentityLine, screen: Screen): string {
  const table = textTable<LastError>(
    [
      { title: timeTitle("when"), text: ({ at }) => shortTime(at) },
      { title: "answer", text: ({ label }) => label },
      { title: "reference", text: ({ ref }) => ref ?? "none" },
    ],
    unknownOutcomes,
    screen,
  );
  return `\nThe last failed calls of ${identityShown(identityId)}, without a success between:\n${table}\n`;
}

function staleInWords({ stale, daysToClear }: IdentityLine): string {
  if (daysToClear === null) return `${stale} (never, at this cap)`;
  return daysToClear > 1 ? `${stale} (${daysToClear} days)` : String(stale);
}

function stateInWords(line: IdentityLine, now: Date): string {
  const { connected, statuses, paused, pause, blocks, needsPerson, stop, wrongClock, bulkRun } = line;
  const stops = [
    ...(wrongClock.length === 0 ? [] : ["stopped by a wrong clock (`sweeper resume`)"]),
    ...(needsPerson === null ? [] : [needInWords(needsPerson)]),
    ...(pause !== null ? [pauseInWords(pause)] : paused ? ["paused by the policy"] : []),
    ...(connected === false
      ? [`not connected${statuses.length > 0 ? ` (${statuses.map((s) => printable(s, 20)).join(", ")})` : ""}`]
      : []),
  ];
  if (stops.length > 0) return stops.join("; ");
  if (bulkRun !== null && bulkRun.until > now) return bulkRunInWords(bulkRun);
  if (stop !== null) return stopInWords(stop);
  const block = Object.entries(blocks).find(([, { until }]) => until > now);
  if (block !== undefined) return `${block[0]} waits until ${shortTime(block[1].until)}: ${block[1].why}`;
  return connected === null ? "unknown" : "ready";
}

/** Nothing else is called for it meanwhile, and why it may last. */
function bulkRunInWords({ cleanupId, calls, runUid, until }: NonNullable<IdentityLine["bulkRun"]>): string {
  const lost = runUid === null ? ", and nobody knows whether it has begun" : "";
  return `held by a run of ${cleanupId} over ${counted(calls, "invitation")}${lost}: at most until ${shortTime(until)}`;
}

/** Which run it stopped, and that the next one tries again. */
function stopInWords({ since, why, ref, runs }: NonNullable<IdentityLine["stop"]>): string {
  const reference = ref === null ? "" : `, ref ${ref}`;
  const often = runs === 1 ? "its last run" : `its last ${runs} runs`;
  return `stopped ${often}: ${why} on ${shortTime(since)}${reference}; the next run tries others first`;
}

function needInWords({ since, why, ref }: NonNullable<IdentityLine["needsPerson"]>): string {
  const reference = ref === null ? "" : `, ref ${ref}`;
  const remedy = why === OUTCOMES_NOT_KNOWN ? "look, then `sweeper resume`" : "reconnect it in Edges";
  return `needs a person (${remedy}): ${why} since ${shortTime(since)}${reference}`;
}

/** "paused by a person since 2026-11-02 09:00: on holiday". */
export function pauseInWords({ id, since, reason }: Pause): string {
  const who = id === EVERYBODY ? "paused with all others by a person" : "paused by a person";
  const when = since === undefined ? "" : ` since ${shortTime(new Date(since))}`;
  return `${who}${when}${reason === undefined ? "" : `: ${printable(reason, 200)}`}`;
}
