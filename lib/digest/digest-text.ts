import { OUTCOMES_NOT_KNOWN } from "../domain/gate.ts";
import { MINUTE_MS, SECOND_MS } from "../domain/time.ts";
import { fromInWords } from "../report/announced.ts";
import { backlogInWords } from "../report/backlog-in-words.ts";
import { identityShown, shownZone } from "../report/reader.ts";
import { verdictLines } from "../report/verdict/verdict-lines.ts";
import { counted, countsInWords, shortDay, shortTime, timeInWords } from "../report/words.ts";
import {
  type DigestData,
  type IdentityBacklog,
  type IdentityInNeed,
  isQuiet,
  type ThresholdAdvice,
} from "./digest-data.ts";
import { consolePage, type StoredReport } from "./report-link.ts";
import { wrapped } from "./wrapped.ts";

/** What stands around a digest's figures. */
export interface DigestFrame {
  /** Null: there is none, as on a screen. */
  readonly report: StoredReport | null;
  /** What a command needs to work on the same data, such as `--stack invite-sweeper`. */
  readonly target: string;
}

/** A mail is read on a telephone too, and quoted. */
const WIDTH = 72;
/** A mail with a thousand of them would not be read. */
const MAX_IN_NEED = 20;

/** A digest as the text of a mail: the verdict first, short lines, ids and no names. Two lines when there is nothing to tell. */
export function digestText(data: DigestData, frame: DigestFrame): string {
  if (isQuiet(data)) {
    return [
      `${period(data)}: ${counted(data.runs, "run")}, ${data.pending} pending${alsoUnreachable(data)}.`,
      "Nothing ended, nothing was held back, and no identity needs a person.",
    ].join("\n");
  }
  const parts = [
    verdictInLines(data),
    [period(data), ...standstill(data, frame)],
    figures(data),
    ...(data.announced.count === 0 ? [] : [announcedLines(data, frame)]),
    ...(data.needsPerson.length === 0 ? [] : [inNeed(data.needsPerson, frame)]),
    ...(data.backlogs.length === 0 ? [] : [backlogLines(data.backlogs, frame)]),
    advice(data.threshold),
    ...(frame.report === null ? [] : [reportLines(frame.report)]),
  ];
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/** A command stays on one line, to be copied. */
const verdictInLines = ({ threshold: { verdict }, until }: DigestData): string[] =>
  verdictLines(verdict, until).flatMap((line) => {
    if (line === "") return [line];
    return verdict.command !== null && line.endsWith(verdict.command) ? [line] : wrapped(line, WIDTH);
  });

const period = ({ since, until }: DigestData): string => `${shortTime(since)} to ${timeInWords(until)}`;

/** What keeps everything from going on; nothing on a good day. */
function standstill({ mode, runs, workspaceBlock }: DigestData, { target }: DigestFrame): string[] {
  const told: string[] = [];
  if (runs === 0) told.push(`No run started in this time. See ${command("runs", target)}`);
  if (workspaceBlock !== null) {
    const { why, ref, until } = workspaceBlock;
    const named = ref === null ? why : `${why}, ref ${ref}`;
    told.push(`Edges refuses the whole workspace (${named}): nothing is called until ${timeInWords(until)}.`);
  }
  if (mode === "dry-run") told.push("Dry run as of now: invitations are listed and judged, and none is withdrawn.");
  if (mode === "off") told.push("Switched off as of now: nothing is listed and nothing is withdrawn.");
  return told.flatMap((text) => wrapped(text, WIDTH));
}

/** Resting is nothing to act on, but these are not among the pending ones either. */
const alsoUnreachable = ({ unreachable }: DigestData): string =>
  unreachable === 0 ? "" : `, ${unreachable} unreachable`;

function figures(data: DigestData): string[] {
  const { sweeps, identities, runs, notReached, endings, pending, unreachable, held } = data;
  const { withdrawn, unconfirmed, accepted, gone } = endings;
  const doubt = unconfirmed === 0 ? "" : ` (${unconfirmed} unconfirmed)`;
  const rows: [string, string][] = [
    [
      "Swept",
      `${counted(identities, "identity", "identities")}: ${counted(sweeps, "sweep")} in ${counted(runs, "run")}`,
    ],
    ["Not reached", notReached === 0 ? "" : `${counted(notReached, "sweep")} of these runs never took place`],
    ["Withdrawn", `${withdrawn}${doubt}, which freed ${counted(withdrawn, "pending slot")}`],
    ["Accepted", String(accepted)],
    ["Gone", `${gone}${gone === 0 ? "" : " (declined, expired or withdrawn by hand)"}`],
    ["Pending", `${pending} at the end${alsoUnreachable(data)}${unreachable === 0 ? "" : RESTS}`],
    ["Held back", heldInWords(held)],
  ];
  const shown = rows.filter(([, text]) => text !== "");
  return shown.flatMap(([name, text]) => listItem(name.padEnd(11), text));
}

const RESTS = " (five calls or more had no effect; they rest for 3 to 24 days, then are planned again)";

/** "40 dry-run, 3 daily-cap; whole sweeps for listing-collapsed". */
function heldInWords(held: DigestData["held"]): string {
  const whole = Object.entries(held).flatMap(([why, count]) => (count === 0 ? [why] : []));
  const parts = [countsInWords(held), whole.length === 0 ? "" : `whole sweeps for ${whole.join(", ")}`];
  const text = parts.filter((part) => part !== "").join("; ");
  return text === "" ? "" : `at the last sweep of each: ${text}`;
}

/** In time to be stopped: ids, the first to go first. */
function announcedLines({ announced: { count, first } }: DigestData, { target }: DigestFrame): string[] {
  const from =
    first[0] === undefined
      ? ""
      : `, first from ${fromInWords(first[0])}${first[0].mayGoFrom === null ? "" : ` ${shownZone()}`}`;
  const more = count - first.length;
  return [
    `${count.toLocaleString("en-US")} announced${from}`,
    ...first.map((row) => `  ${fromInWords(row)}  ${row.invitationId} (${row.reason})`),
    ...(more === 0 ? [] : [`and ${more} more: ${command("announced", target)}`]),
    ...wrapped(
      "Whoever is flagged as protected before that date stays. To keep many, take the rows that may go out of this file and import it:",
      WIDTH,
    ),
    `${command("announced", target)} --csv > keep.csv`,
    command("flags import keep.csv", target),
  ];
}

function inNeed(needing: readonly IdentityInNeed[], { target }: DigestFrame): string[] {
  const shown = needing.slice(0, MAX_IN_NEED);
  const more = needing.length - shown.length;
  return [
    `${counted(needing.length, "identity needs", "identities need")} a person`,
    ...shown.flatMap(({ identityId, why, since, ref }) => {
      const remedy = why === OUTCOMES_NOT_KNOWN ? `look, then ${command(`resume ${identityId}`, target)}` : RECONNECT;
      return [
        identityShown(identityId),
        ...indented(`${why} since ${timeInWords(since)}${ref === null ? "" : `, ref ${ref}`}: ${remedy}`),
      ];
    }),
    ...(more === 0 ? [] : [`and ${more} more: ${command("identities", target)}`]),
  ];
}

/** "takes 84 days (80 to 89)" of each, and what its catch-up does. */
function backlogLines(backlogs: readonly IdentityBacklog[], { target }: DigestFrame): string[] {
  const shown = backlogs.slice(0, MAX_IN_NEED);
  const more = backlogs.length - shown.length;
  return [
    `Backlog of ${counted(backlogs.length, "identity", "identities")}`,
    ...shown.flatMap(({ identityId, estimate, catchUp }) => [
      identityShown(identityId),
      ...(estimate === null ? [] : indented(`${estimate.eligible} stale: ${backlogInWords(estimate)}`)),
      ...(catchUp === null ? [] : indented(catchUp)),
    ]),
    ...(more === 0 ? [] : [`and ${more} more: ${command("identities", target)}`]),
  ];
}

const RECONNECT = "reconnect it at app.edges.run";

function advice({ days, policyVersion, observed, plausible, kept }: ThresholdAdvice): string[] {
  const { lower, upper } = plausible;
  const range =
    lower === null || upper === null || lower === upper
      ? ""
      : `The smallest wait within the acceptable loss lies between ${lower} and ${upper} days (95%). `;
  const slots = kept === null ? 0 : Math.round(kept.slots);
  const free =
    kept === null || slots < 1
      ? ""
      : `As it is, about ${counted(slots, "pending slot")} stay free that waiting until day ${kept.horizon} would fill. `;
  return [
    `Threshold: ${counted(days, "day")} (policy version ${policyVersion})`,
    ...indented(`${range}${free}Watched so far: ${counted(observed, "invitation")}.`),
  ];
}

function reportLines(report: StoredReport): string[] {
  const { bucket, key, region, link, endsAt, endIsSure, deletedAt } = report;
  const until = timeInWords(endsAt);
  const ends = endIsSure
    ? `This link works until ${until}, for whoever has it.`
    : `This link works for whoever has it until ${until} at the latest. It ends sooner when the credentials that made it do; AWS does not say when those of a function end.`;
  return [
    "Report",
    link,
    ...wrapped(ends, WIDTH),
    "",
    ...wrapped(
      `Whoever may read the bucket opens the report until ${shortDay(deletedAt)} in the console, or makes another link, or saves the page:`,
      WIDTH,
    ),
    consolePage(report),
    `aws s3 presign s3://${bucket}/${key} --region ${region} --expires-in ${HOUR_SECONDS}`,
    `aws s3 cp s3://${bucket}/${key} . --region ${region}`,
  ];
}

const HOUR_SECONDS = (60 * MINUTE_MS) / SECOND_MS;

const command = (words: string, target: string): string => ["npx sweeper", words, target].join(" ").trimEnd();

const indented = (text: string): string[] => wrapped(text, WIDTH - 2).map((line) => `  ${line}`);

function listItem(head: string, text: string): string[] {
  const [first = "", ...rest] = wrapped(text, WIDTH - head.length);
  return [`${head}${first}`, ...rest.map((line) => `${" ".repeat(head.length)}${line}`)];
}
