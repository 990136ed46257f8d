import { type NeedsPerson, OUTCOMES_NOT_KNOWN } from "../../domain/gate.ts";
import { own } from "../../domain/own-property.ts";
import type { WrongWhenDeferred, WrongWhenHeld } from "../../domain/went-wrong.ts";
import { NO_API_KEY } from "../../edges/failure-name.ts";
import { LIST_FAULTS } from "../../edges/list-faults.ts";
import { REQUEST_SHAPE } from "../../edges/withdraw.ts";
import { counted, timeInWords } from "../../report/words.ts";
import { type Place, stopsWorkspace, suggest } from "./remedies.ts";
import type { WorkspaceStop } from "./workspace-stop.ts";

/** Told by lines of their own: `needInWords`, `surgeHeldInWords`, and that of the workspace. */
type ToldApart = "needs-person" | "identity-needs-person" | "surge" | "workspace-stopped";

const NOTHING = "nothing is withdrawn or concluded";
const compare = (id: string, place: Place) =>
  `compare it with LinkedIn's page of sent invitations, and if it is right: ${suggest(`reconcile ${id}`, place)}`;
const look = (id: string, place: Place) => suggest(`preview --identity ${id}`, place);

/** A line for each reason that is a fault: one that is added to `IS_WRONG_WHEN_HELD` does not compile without. */
const HELD = {
  "listing-partial": (id) => `${id}: its list was not read to the end: ${NOTHING}; the next run lists it again`,
  "listing-collapsed": (id, place) =>
    `${id}: its list lost more than half of what was pending, so ${NOTHING}; ${compare(id, place)}`,
  "listing-empty": (id, place) =>
    `${id}: its list is empty although invitations were pending, so ${NOTHING}; ${compare(id, place)}`,
  "unreadable-dates": (id, place) =>
    `${id}: too many dates of its list cannot be read, so nothing is withdrawn; ${look(id, place)} shows their forms and what to do`,
  "identity-stopped": (id, place) =>
    `${id} is stopped for this run; ${suggest("identities", place)} shows its last calls`,
  "future-gate": (id, place) =>
    `${id}: its gate is closed beyond any wait, by a wrong clock; with this machine's clock right, ${suggest(`resume ${id}`, place)} lifts it`,
  "clock-wrong": (id) =>
    `${id}: the clock of the machine that swept it is more than an hour off the API's: set it right, and the next run goes on`,
} as const satisfies Record<Exclude<WrongWhenHeld, ToldApart>, (id: string, place: Place) => string>;

export function heldInWords(word: string, id: string, place: Place): string {
  const line = own(HELD, word) as (typeof HELD)["listing-empty"] | undefined;
  return line?.(id, place) ?? `${id} is held as "${word}", a reason of another version: look it up there`;
}

/** What holds an identity's sweep for a surge. */
export interface SurgeHeld {
  /** How many would go, and what that exceeds. */
  readonly text: string;
  /** The run to release; null for who only looks. */
  readonly runId: string | null;
}

/** So many are eligible that a person has to look first. `surge` undefined: another version held it, and says no more. */
export function surgeHeldInWords(id: string, surge: SurgeHeld | undefined, place: Place): string {
  const { text = "far more than usual would be withdrawn", runId = null } = surge ?? {};
  const release =
    runId === null
      ? `a run is held, and ${suggest("release RUN", place)} with its id lets it go`
      : `${suggest(`release ${runId}`, place)} lets it go`;
  return `${id}: ${text}, so nothing is withdrawn until a person has looked: ${look(id, place)} shows them, ${release}`;
}

const DEFERRED = {
  "identity-stopped": (them, { id, place }) =>
    `${them} are put off, for calls for different invitations failed alike; the next run tries others first, ${suggest("identities", place)} shows the answers, and where it goes on: ${suggest(`resume ${id}`, place)}`,
  refused: (them, { first }) =>
    `Edges refused ${them}, maybe for the invitations' own sake: they have cost a turn; ${first} shows the last answer`,
  "retry-later": (them) => `${them} failed and are left to the next run`,
  "not-known": (them) => `nobody knows whether ${them} took effect: the next complete list tells`,
  rejected: (them, { first }) => `Edges rejects the request of ${them}; ${first} shows the last answer`,
  "policy-unreadable": (them, { place }) =>
    `${them} are put off, for the policy cannot be read; ${suggest("policy validate", place)} says what is wrong`,
  "not-in-the-ledger": (them, { id, place }) =>
    `${them} are put off, for the ledger does not hold the invitations; ${suggest(`reconcile ${id}`, place)} puts them in`,
  "too-many-waits": (them) =>
    `${them} are put off, for they found the identity busy again and again: see that no other run is under way`,
  "clock-wrong": (them) =>
    `${them} are put off, for the clock of the machine that was to call is more than an hour off the API's: set it right, and the next run goes on`,
} as const satisfies Record<Exclude<WrongWhenDeferred, ToldApart>, DeferredLine>;

type DeferredLine = (
  them: string,
  more: { readonly id: string; readonly first: string; readonly place: Place },
) => string;

/** `ids`: of the invitations that were put off. */
export function deferredInWords(word: string, id: string, ids: readonly string[], place: Place): string {
  const line = own(DEFERRED, word) as DeferredLine | undefined;
  const them = counted(ids.length, "withdrawal");
  const first = suggest(`invitation ${ids[0] ?? ""}`.trimEnd(), place);
  if (line !== undefined) return `${id}: ${line(them, { id, first, place })}`;
  return `${id}: ${them} put off as "${word}", a reason of another version: look it up there`;
}

/** `isStopped`: the identity is, and the line that says so has the remedy. */
export function listFailureInWords(
  id: string,
  { label, ref }: { readonly label: string; readonly ref: string | null },
  isStopped: boolean,
  place: Place,
): string {
  if (label === LIST_FAULTS.malformed)
    return `${id}: every item of its list is malformed; ${look(id, place)} says what is wrong`;
  const told = `${id}: its list was not read to the end (${errorInWords(label, ref)}): ${NOTHING}`;
  return isStopped || stopsWorkspace(label)
    ? told
    : `${told}; the next run lists it again, ${look(id, place)} tries it now`;
}

/** `needs` null: why is not known any more. */
export function needInWords(id: string, needs: NeedsPerson | null, putOff: number, place: Place): string {
  const why = needs === null ? "" : ` (${errorInWords(needs.why, needs.ref, needs.since)})`;
  const rest = putOff === 0 ? "" : `, ${counted(putOff, "invitation")} put off`;
  return `${id} is stopped until a person has looked${why}${rest}: ${remedyOfNeed(id, needs, place)}`;
}

function remedyOfNeed(id: string, needs: NeedsPerson | null, place: Place): string {
  const reconnect = "reconnect it at https://app.edges.run, and the next run goes on by itself";
  const resume = `look at its last answers in ${suggest("identities", place)}, then ${suggest(`resume ${id}`, place)}`;
  if (needs === null) return `${reconnect}; or ${resume}`;
  return needs.why === OUTCOMES_NOT_KNOWN ? resume : reconnect;
}

/** Why nothing more is called for anybody in this run. */
export function stopInWords({ why, ref, isShape }: WorkspaceStop, putOff: number, place: Place): string {
  const rest = putOff === 0 ? "" : `, ${counted(putOff, "invitation")} put off`;
  const told = errorInWords(why, ref);
  if (!isShape) {
    return `Two identities failed alike (${told}): nobody else is called for in this run${rest}; the next run tries others first, ${suggest("identities", place)} shows the answers`;
  }
  return (
    `Edges takes the request for wrong, three times in a row (${told}): nobody is called for in this run${rest}. It sends ` +
    `${REQUEST_SHAPE}; look for a newer version, or ask Edges' support what is wrong with it. Each run tries three times, and goes on by itself once one is taken`
  );
}

const LABELS: Readonly<Record<string, string>> = {
  "no-answer": "no answer came",
  [NO_API_KEY]: "there is no API key",
  [LIST_FAULTS.repeating]: "its pages repeat themselves",
  [OUTCOMES_NOT_KNOWN]: "two runs in a row were refused without a success between",
};

/** "status 502", "LK_524, reference err-12": a failure's stored name, with what Edges' support asks for. */
export function errorInWords(label: string, ref: string | null, since: Date | null = null): string {
  const words = own(LABELS, label) ?? label.replace(/^status-(?=\d{3}$)/, "status ");
  const when = since === null ? "" : ` since ${timeInWords(since)}`;
  return `${words}${when}${ref === null ? "" : `, reference ${ref}`}`;
}
