import type { Verdict } from "../../domain/rule.ts";
import type { Reason } from "../../domain/rules/index.ts";
import type { Io } from "../io.ts";

/** Which rows a person asked for. */
export interface RowChoice {
  readonly verdict?: Verdict;
  /** Rows at most, over all identities. */
  readonly limit?: number;
  readonly all?: boolean;
}

interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Reasons to keep that no later run settles by itself. */
const NEEDS_PERSON: ReadonlySet<string> = new Set<Reason>([
  ...(["unknown-flag", "contradicting-items", "unreadable-date", "dates-disagree"] as const),
]);

/** What of each plan is shown. */
export interface ChosenRows<Row> {
  readonly rows: readonly Row[];
  /** Left out, by verdict. */
  readonly hidden: Readonly<Record<Verdict, number>>;
}

/** Lines around the rows: target, both summaries, what is left out, the prompt; and of each identity its line and its heading. */
const LINES_OF_ALL = 9;
const LINES_OF_IDENTITY = 6;
/** However small the screen. */
const MIN_ROWS = 5;

/**
 * Null: everything is shown, as it is in a pipe, and with `all`. On a terminal those to withdraw, then those that a person
 * has to look at, a screenful at most. With a limit those to withdraw come first, and places are shared out over identities.
 */
export function chooseRows<Row extends Judged>(
  plans: readonly (readonly Row[])[],
  { verdict, limit, all }: RowChoice,
  { rows: height }: Pick<Io, "rows">,
): ChosenRows<Row>[] | null {
  if (all === true) return null;
  const isChosen = verdict !== undefined || limit !== undefined;
  if (!isChosen && height === null) return null;
  const candidates = plans.map((plan) => {
    const withdraw = verdict === "keep" ? [] : plan.filter((one) => one.verdict === "withdraw");
    if (verdict === "withdraw") return withdraw;
    const kept = plan.filter((one) => one.verdict === "keep");
    return [...withdraw, ...(isChosen ? kept : kept.filter(({ reason }) => NEEDS_PERSON.has(reason)))];
  });
  const places = shareOut(
    candidates.map(({ length }) => length),
    limit ?? (isChosen || height === null ? Number.POSITIVE_INFINITY : screenful(height, plans.length)),
  );
  return candidates.map((rows, index) => {
    const shown = rows.slice(0, places[index]);
    const left = (of: Verdict) => count(plans[index] ?? [], of) - count(shown, of);
    return { rows: shown, hidden: { withdraw: left("withdraw"), keep: left("keep") } };
  });
}

const screenful = (height: number, identities: number): number =>
  Math.max(MIN_ROWS, height - LINES_OF_ALL - LINES_OF_IDENTITY * identities);

const count = (rows: readonly Pick<Judged, "verdict">[], of: Verdict): number =>
  rows.filter(({ verdict }) => verdict === of).length;

/** To each as much as it needs, and where that is too much to all others the same. Adds up to `total` at most. */
function shareOut(needs: readonly number[], total: number): number[] {
  const places = needs.map(() => 0);
  let left = total;
  const smallestFirst = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  for (const [position, { need, index }] of smallestFirst.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - position)));
    places[index] = share;
    left -= share;
  }
  return places;
}
