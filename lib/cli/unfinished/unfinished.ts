import type { Block, NeedsPerson } from "../../domain/gate.ts";
import { isWrongWhenDeferred, isWrongWhenHeld } from "../../domain/went-wrong.ts";
import { LIST_FAULTS } from "../../edges/list-faults.ts";
import type { SweepRecord } from "../../ledger/ledger.ts";
import { counted } from "../../report/words.ts";
import { EXIT } from "../errors.ts";
import { type Place, remedyOfWorkspace, stopsWorkspace, suggest } from "./remedies.ts";
import {
  deferredInWords,
  errorInWords,
  heldInWords,
  listFailureInWords,
  needInWords,
  type SurgeHeld,
  stopInWords,
  surgeHeldInWords,
} from "./words.ts";
import type { WorkspaceStop } from "./workspace-stop.ts";

/** One thing that was not done as planned, as JSON has it. */
export interface Unfinished {
  /** A held reason or the reason of a deferral as it is stored, or one of the words below. */
  readonly reason: string;
  /** Null for what concerns all of them. */
  readonly identityId: string | null;
  /** The API's label, or a word of ours in its place; null where no answer is behind it. */
  readonly label: string | null;
  /** What Edges' support asks for. */
  readonly ref: string | null;
  /** Invitations, or messages, that it concerns; null where these are not counted. */
  readonly count: number | null;
  /** What happened to whom, and what to do. */
  readonly line: string;
}

/** What is known of one identity's part. */
export interface IdentityCourse {
  readonly identityId: string;
  /** What ended its list early. */
  readonly failure: { readonly label: string; readonly ref: string | null } | null;
  readonly held: readonly string[];
  readonly surge?: SurgeHeld | undefined;
  /** Ids of invitations that were queued and put off, by reason. */
  readonly deferred: SweepRecord["deferred"];
  readonly needsPerson: NeedsPerson | null;
  /** Withdrawals that ended as `failed`. */
  readonly failed: number;
  /** Vanished, and what became of them is not known. */
  readonly unresolved: number;
  /** Why it was not listed at all, in words; null when it was, or where `held` says it. */
  readonly notListed: string | null;
}

export interface Course {
  readonly identities: readonly IdentityCourse[];
  /** What stops every identity; null when nothing does, or where that is not known. */
  readonly block: Block | null;
  /** What stopped every identity for this run alone; null when nothing did. */
  readonly stop: WorkspaceStop | null;
  readonly notConnected: readonly string[];
  /** Were to be swept, and no record says that they were. */
  readonly notSwept: readonly string[];
  readonly deadLetters: number;
}

/** Every reason why not all was done as planned, the widest first; none when it was. */
export function unfinishedIn(course: Course, place: Place): Unfinished[] {
  const { identities, notConnected, notSwept, deadLetters } = course;
  return [
    ...workspaceIn(course, place),
    ...identities.flatMap((one) => identityIn(one, place)),
    ...notSwept.map((id) =>
      reason(
        "not-swept",
        id,
        `${id} was not swept: the functions' log, and ${suggest("dead-letters list", place)}, say why`,
      ),
    ),
    ...notConnected.map((id) => notConnectedIn(id, place)),
    ...(deadLetters === 0 ? [] : [deadLettersIn(deadLetters, place)]),
  ];
}

/** 1 where nothing is known of who is pending, however well the rest went; 4 for any other reason, 0 for none. */
export function exitCodeOf(unfinished: readonly Unfinished[]): number {
  if (unfinished.some(({ label }) => label === LIST_FAULTS.malformed)) return EXIT.failed;
  return unfinished.length === 0 ? EXIT.done : EXIT.inPart;
}

export const reason = (
  word: string,
  identityId: string | null,
  line: string,
  more: Partial<Pick<Unfinished, "label" | "ref" | "count">> = {},
): Unfinished => ({ reason: word, identityId, label: null, ref: null, count: null, line, ...more });

const STOPPED = "workspace-stopped";

function workspaceIn({ identities, block, stop }: Course, place: Place): Unfinished[] {
  const refused = identities.flatMap(({ failure }) =>
    failure !== null && stopsWorkspace(failure.label) ? [failure] : [],
  );
  const waiting = identities.flatMap(({ deferred }) => deferred[STOPPED] ?? []).length;
  const isHeld = identities.some(({ held, deferred }) => held.includes(STOPPED) || deferred[STOPPED] !== undefined);
  if (block === null && stop !== null) {
    const line = stopInWords(stop, waiting, place);
    return [reason(STOPPED, null, line, { label: stop.why, ref: stop.ref, count: waiting })];
  }
  if (block === null && refused.length === 0 && !isHeld) return [];
  const { label, ref } =
    block === null ? (refused[0] ?? { label: null, ref: null }) : { label: block.why, ref: block.ref };
  const why = label === null ? "" : ` (${errorInWords(label, ref)})`;
  const rest = waiting === 0 ? "" : `, ${counted(waiting, "invitation")} put off`;
  // Where there is no key, the store's own words say why, and what to do.
  const remedy = block?.detail ?? remedyOfWorkspace(label, place);
  const who = block?.detail == null ? "Edges refuses the whole workspace" : "No identity can be called for";
  const line = `${who}${why}: nobody is called for${rest}; ${remedy}`;
  return [reason(STOPPED, null, line, { label, ref, count: waiting })];
}

function identityIn(one: IdentityCourse, place: Place): Unfinished[] {
  const { identityId: id, failure, held, deferred, failed, unresolved, notListed } = one;
  const put = (words: readonly string[]) => words.filter((word) => word !== STOPPED && !NEEDS.has(word));
  return [
    ...(failure === null ? [] : [listFailedIn(one, failure, place)]),
    ...needIn(one, place),
    ...put(held)
      .filter((word) => isWrongWhenHeld(word) && !(word === "listing-partial" && failure !== null))
      .map((word) =>
        reason(word, id, word === "surge" ? surgeHeldInWords(id, one.surge, place) : heldInWords(word, id, place)),
      ),
    ...put(Object.keys(deferred))
      .filter(isWrongWhenDeferred)
      .map((word) => {
        const ids = deferred[word] ?? [];
        return reason(word, id, deferredInWords(word, id, ids, place), { count: ids.length });
      }),
    ...(failed === 0 ? [] : [failedIn(id, failed, place)]),
    ...(unresolved === 0 ? [] : [unresolvedIn(id, unresolved, place)]),
    ...(notListed === null ? [] : [reason("not-listed", id, `${id}: ${notListed}`)]),
  ];
}

function listFailedIn(
  { identityId: id, needsPerson }: IdentityCourse,
  failure: NonNullable<IdentityCourse["failure"]>,
  place: Place,
): Unfinished {
  const { label, ref } = failure;
  return reason("listing-partial", id, listFailureInWords(id, failure, needsPerson !== null, place), { label, ref });
}

/** Held or put off for it, it is one and the same stop. */
const NEEDS: ReadonlySet<string> = new Set(["needs-person", "identity-needs-person"]);

function needIn({ identityId, held, deferred, needsPerson }: IdentityCourse, place: Place): Unfinished[] {
  const putOff = Object.entries(deferred).flatMap(([word, ids]) => (NEEDS.has(word) ? ids : [])).length;
  if (needsPerson === null && putOff === 0 && !held.some((word) => NEEDS.has(word))) return [];
  const { why = null, ref = null } = needsPerson ?? {};
  const line = needInWords(identityId, needsPerson, putOff, place);
  return [reason("needs-person", identityId, line, { label: why, ref, count: putOff })];
}

function failedIn(id: string, count: number, place: Place): Unfinished {
  const shown = suggest(`outcomes --outcome failed --identity ${id}`, place);
  const line = `${id}: ${counted(count, "withdrawal")} failed; ${shown} shows the last error of each`;
  return reason("failed", id, line, { count });
}

export function unresolvedIn(id: string, count: number, place: Place): Unfinished {
  const line =
    `${id}: ${counted(count, "invitation")} left the list, and the connections do not tell what became of them: ` +
    `the next run looks again, or ${suggest(`reconcile ${id}`, place)} now`;
  return reason("unresolved", id, line, { count });
}

export function notConnectedIn(id: string, place: Place): Unfinished {
  const leave = suggest(`pause ${id}`, place);
  const line = `left out: ${id} is not connected to Edges: reconnect it there, or leave it out for good with ${leave}`;
  return reason("not-connected", id, line);
}

function deadLettersIn(count: number, place: Place): Unfinished {
  const line = `${counted(count, "message")} failed permanently: see ${suggest("dead-letters list", place)}`;
  return reason("dead-letters", null, line, { count });
}
