import { MAX_THRESHOLD_DAYS } from "../../domain/policy.ts";
import { OUTCOMES, type Outcome, type WidthAtFirstSight } from "../../domain/tracked-invitation.ts";
import { readWidth } from "../width-in-words.ts";
import { Cells, shown } from "./cells.ts";
import type { Headings } from "./headings.ts";
import { EXAMPLE } from "./instant.ts";
import type { Problem } from "./problems.ts";

/** One invitation as a line of a file gives it. */
export interface ObservedLine {
  readonly line: number;
  /** "all" where the file does not say. */
  readonly identityId: string;
  readonly outcome: Outcome | "pending";
  /** It was sent by then. */
  readonly sentAt: Date;
  /** It was sent at or after then; null where the file does not say: it was sent at `sentAt`. */
  readonly sentFrom: Date | null;
  /** As in the ledger; null where the file does not say. */
  readonly sentWidthAtFirstSight: WidthAtFirstSight | null;
  readonly datesDisagree: boolean;
  readonly firstSeenAt: Date;
  /** Of a pending one when it was last known to be pending. Null for a pending one alone. */
  readonly endedAt: Date | null;
  readonly thresholdDays: number | null;
  readonly reason: string | null;
  readonly confirmed: boolean;
  readonly policyVersion: number | null;
  readonly attempts: number;
  /** No ending from then on is missing in the file; null where it does not say. */
  readonly endingsSince: Date | null;
}

export type LineReading =
  | { readonly ok: true; readonly observed: ObservedLine }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The identity of lines that name none. */
export const NO_IDENTITY = "all";

/** As documented; `failed` is what an early version of `outcomes --csv` may hold besides. */
const DOCUMENTED = ["accepted", "gone", "withdrawn", "pending"] as const;
const LONGEST_IDENTITY = 200;

/**
 * Reads a line under its headings; pure, O(1).
 *
 * What the ledger wrote may contradict itself, and the analysis counts that by name among the exclusions. In a file written
 * for this purpose it is a slip of the pen, and a problem.
 */
export function readObserved(line: number, given: readonly string[], headings: Headings): LineReading {
  const cells = new Cells(line, given, headings);
  const isMinimal = headings.form === "minimal";
  const identityId = readIdentity(cells);
  const outcome = readOutcome(cells, isMinimal);
  const sent = cells.needed(isMinimal ? "sent at" : "sent by", `write when it was sent, such as ${EXAMPLE}`);
  const seen = cells.needed(
    "first seen at",
    "write when a list first showed it; where nothing says so, when it was sent",
  );
  const ended =
    outcome === null || outcome === "pending"
      ? cells.instant("ended at")
      : cells.needed("ended at", `write when it was ${outcome}, such as ${EXAMPLE}`);
  const rest = {
    sentFrom: cells.instant("sent from"),
    sentWidthAtFirstSight: readWidthCell(cells),
    datesDisagree: cells.yesOrNo("dates disagree") ?? false,
    thresholdDays: cells.wholeNumber("threshold days", 1, MAX_THRESHOLD_DAYS),
    reason: cells.text("reason") || null,
    // A file that does not say tells of no doubt.
    confirmed: cells.yesOrNo("confirmed") ?? true,
    policyVersion: cells.wholeNumber("policy version", 0, 999_999_999),
    attempts: cells.wholeNumber("attempts", 0, 999_999_999) ?? 0,
    endingsSince: cells.instant("endings since"),
  };
  if (isMinimal) checkOrder(cells, { ...rest, sent, seen, ended });
  const { problems } = cells;
  if (sent === null || seen === null || outcome === null || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    observed: { line, identityId, outcome, sentAt: sent, firstSeenAt: seen, endedAt: ended, ...rest },
  };
}

function readIdentity(cells: Cells): string {
  const text = cells.text("identity");
  if (text.length > LONGEST_IDENTITY || /\p{Cc}/u.test(text)) {
    cells.fault("identity", `${shown(text)} is longer than ${LONGEST_IDENTITY} characters or no plain text`);
  }
  return text === "" ? NO_IDENTITY : text;
}

function readWidthCell(cells: Cells): WidthAtFirstSight | null {
  const text = cells.text("width at first sight ms").toLowerCase();
  const width = readWidth(text);
  if (width === undefined) {
    cells.fault(
      "width at first sight ms",
      `${shown(text)} is neither milliseconds nor unreadable or unknown; correct it or leave it empty`,
    );
  }
  return width ?? null;
}

function readOutcome(cells: Cells, isMinimal: boolean): ObservedLine["outcome"] | null {
  const text = cells.text("outcome").toLowerCase();
  const accepted: readonly ObservedLine["outcome"][] = isMinimal ? DOCUMENTED : ["pending", ...OUTCOMES];
  const outcome = accepted.find((one) => one === text);
  if (outcome !== undefined) return outcome;
  const found = text === "" ? "is empty" : `${shown(cells.text("outcome"))} is no outcome`;
  cells.fault("outcome", `${found}; write ${DOCUMENTED.slice(0, -1).join(", ")} or pending`);
  return null;
}

interface Order {
  readonly sent: Date | null;
  readonly sentFrom: Date | null;
  readonly seen: Date | null;
  readonly ended: Date | null;
}

function checkOrder(cells: Cells, { sent, sentFrom, seen, ended }: Order): void {
  if (sent !== null && sentFrom !== null && sentFrom > sent) {
    cells.fault("sent from", `${iso(sentFrom)} lies after "sent at", ${iso(sent)}; correct one of them`);
  }
  const [earliest, heading] = sentFrom === null ? [sent, "sent at"] : [sentFrom, "sent from"];
  if (earliest !== null && seen !== null && seen < earliest) {
    cells.fault("first seen at", `${iso(seen)} lies before "${heading}", ${iso(earliest)}; correct one of them`);
  }
  if (seen !== null && ended !== null && ended < seen) {
    cells.fault("ended at", `${iso(ended)} lies before "first seen at", ${iso(seen)}; correct one of them`);
  }
}

const iso = (at: Date): string => at.toISOString();
