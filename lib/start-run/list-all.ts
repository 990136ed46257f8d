import { HTTP_TIMEOUT_MS } from "../contract/functions.ts";
import { later, MINUTE_MS, SECOND_MS } from "../domain/time.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import type { IdentityListPlace } from "../edges/list-identities.ts";
import { type SavedStart, START_CHUNK, type StartIds, type StartProgress } from "../ledger/run-ledger.ts";
import { isTimeFor, type StartCollaborators } from "./starting.ts";

/** A page that comes to nothing in so many invocations in a row is a failure like any other. */
const MAX_STUCK = 3;
/** As long as SQS can hold a message back; what is asked for beyond it is asked again then. */
const MAX_DELAY_SECONDS = 900;

export type Listed =
  | { readonly kind: "complete"; readonly start: SavedStart; readonly ids: StartIds }
  | { readonly kind: "later"; readonly delaySeconds: number }
  | { readonly kind: "failed"; readonly failure: EdgesFailure; readonly start: SavedStart | null }
  /** Another invocation has gone on with this run meanwhile. */
  | { readonly kind: "elsewhere" };

const FIRST: StartProgress = {
  ...{ stage: "listing", nextPage: 1, announced: false, stuck: 0 },
  ...{ connected: false, sent: 0, share: null },
};

/**
 * Lists the identities from where an earlier invocation stopped, and saves what is read: every 500 ids, and whenever it
 * ends. A start that dies reads the pages since then once more.
 */
export async function listAll(
  c: StartCollaborators,
  runId: string,
  saved: SavedStart | null,
  stopAt: Date | null,
): Promise<Listed> {
  const { runs } = c.ledger;
  const before = saved === null ? NONE : await runs.startIds(runId, saved);
  if (before === null) throw new Error(`run "${runId}": the identities listed so far are gone from the ledger`);
  const all = { connected: [...before.connected], notConnected: [...before.notConnected] };
  let start = saved;
  let progress: StartProgress = saved ?? FIRST;
  let unsaved = { connected: [] as string[], notConnected: [] as string[] };
  const save = async (): Promise<boolean> => {
    const next = await runs.saveStart(runId, start, progress, unsaved);
    if (next === null) return false;
    start = next;
    unsaved = { connected: [], notConnected: [] };
    return true;
  };
  if (progress.nextPage === null && start !== null) return { kind: "complete", start, ids: all };
  const known = [...all.connected, ...all.notConnected];
  const pages = c.edges.pagesOfIdentities({
    from: placeOf(progress),
    known,
    ...(stopAt === null ? {} : { endBy: stopAt }),
  });
  while (isTimeFor(c, HTTP_TIMEOUT_MS, stopAt)) {
    const step = await pages.next();
    if (step.done) {
      const end = step.value;
      if (end.state === "complete") {
        progress = { ...progress, nextPage: null, stuck: 0 };
        return (await save()) && start !== null ? { kind: "complete", start, ids: all } : ELSEWHERE;
      }
      const isOver = end.state === "failed" || progress.stuck + 1 >= MAX_STUCK;
      progress = { ...progress, stuck: isOver ? 0 : progress.stuck + 1 };
      if (!(await save())) return ELSEWHERE;
      if (isOver) return { kind: "failed", failure: end.failure, start };
      return { kind: "later", delaySeconds: delayOf(end.failure, c.clock.now()) };
    }
    const { identities, next } = step.value;
    for (const { identityId, connected } of identities) {
      all[connected ? "connected" : "notConnected"].push(identityId);
      unsaved[connected ? "connected" : "notConnected"].push(identityId);
    }
    progress = { ...progress, nextPage: next?.page ?? null, announced: next?.announced ?? true, stuck: 0 };
    if (next === null) continue;
    const isMuch = unsaved.connected.length + unsaved.notConnected.length >= START_CHUNK;
    if (isMuch && !(await save())) return ELSEWHERE;
  }
  return (await save()) ? { kind: "later", delaySeconds: 0 } : ELSEWHERE;
}

const NONE: StartIds = { connected: [], notConnected: [] };
const ELSEWHERE = { kind: "elsewhere" } as const;

const placeOf = ({ nextPage, announced }: StartProgress): IdentityListPlace => ({ page: nextPage ?? 1, announced });

/** Until the API says that it may be asked again, a minute at least. */
function delayOf({ until, endsBy }: EdgesFailure, now: Date): number {
  const asked = Math.max(until?.getTime() ?? 0, endsBy?.getTime() ?? 0, later(now, MINUTE_MS).getTime());
  return Math.min(MAX_DELAY_SECONDS, Math.ceil((asked - now.getTime()) / SECOND_MS));
}
