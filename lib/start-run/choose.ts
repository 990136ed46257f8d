import type { Collaborators } from "../collaborators.ts";
import { METRICS } from "../contract/metrics.ts";
import { chooseIdentities, listedIds } from "../domain/choose-identities.ts";
import { type Policy, policyFor } from "../domain/policy.ts";
import { EdgesError, type EdgesFailure } from "../edges/errors.ts";
import { blockReasonOf, failureName, lastErrorOf } from "../edges/failure-name.ts";
import { workspaceBlock } from "../ledger/gatekeeper.ts";
import type { SavedStart, StartIds } from "../ledger/run-ledger.ts";
import { listAll } from "./list-all.ts";
import { orderAndShare } from "./order-and-share.ts";
import { isTimeFor, type StartCollaborators } from "./starting.ts";

/** Choosing and putting in order reads an item of each identity. */
const TIME_TO_CHOOSE_MS = 60_000;

export type Chosen =
  | { readonly kind: "sending"; readonly start: SavedStart }
  | { readonly kind: "later"; readonly delaySeconds: number }
  /** Another invocation has gone on with this run meanwhile. */
  | { readonly kind: "elsewhere" };

/**
 * Who is to be swept, in the order of sending, saved before the first message is sent. Throws `EdgesError` when the
 * identities cannot be listed and the policy does not name them itself; the run's record then says why.
 */
export async function choose(
  c: StartCollaborators,
  policy: Policy,
  runId: string,
  saved: SavedStart | null,
  stopAt: Date | null,
): Promise<Chosen> {
  const listed = await listAll(c, runId, saved, stopAt);
  if (listed.kind === "later" || listed.kind === "elsewhere") return listed;
  if (listed.kind === "failed") {
    return settle(c, policy, runId, listed.start, await withoutList(c, policy, runId, listed.failure), false);
  }
  // The key was accepted just now, so whatever stopped the workspace is over.
  if ((await c.ledger.identities.workspaceBlock()) !== null) await c.ledger.identities.blockWorkspace(null);
  if (!isTimeFor(c, TIME_TO_CHOOSE_MS, stopAt)) return { kind: "later", delaySeconds: 0 };
  const as = (connected: boolean) => (identityId: string) => ({ identityId, connected });
  const onEdges = [...listed.ids.connected.map(as(true)), ...listed.ids.notConnected.map(as(false))];
  const { identities, notConnected } = chooseIdentities(policy, onEdges);
  return settle(c, policy, runId, listed.start, { connected: identities, notConnected }, true);
}

/** Whose turn it is first, and what each may take of the run's cap: settled before the first message is sent. */
async function settle(
  c: StartCollaborators,
  policy: Policy,
  runId: string,
  before: SavedStart | null,
  { connected: chosen, notConnected }: StartIds,
  connected: boolean,
): Promise<Chosen> {
  const { order, share, lastInTurn } = await orderAndShare(c, policy, runId, chosen);
  await c.ledger.runs.setShare(runId, share, lastInTurn);
  const start = await c.ledger.runs.saveStart(
    runId,
    before,
    { ...{ stage: "sending", nextPage: null, announced: false, stuck: 0 }, connected, sent: 0, share },
    { connected: order, notConnected },
  );
  return start === null ? { kind: "elsewhere" } : { kind: "sending", start };
}

/** Those that the policy names itself, where Edges cannot say who there is. */
async function withoutList(c: Collaborators, policy: Policy, runId: string, failure: EdgesFailure): Promise<StartIds> {
  c.log.error("the identities cannot be listed", { label: failureName(failure), ref: failure.ref });
  if (failure.reaction === "workspace-stopped") {
    c.metrics.count(METRICS.workspaceStopped);
    await c.ledger.identities.blockWorkspace(workspaceBlock(c.clock.now(), blockReasonOf(failure)));
    throw await startFailed(c, runId, failure);
  }
  // A list names its identities itself; "all" cannot be guessed.
  if (policy.identities === "all") throw await startFailed(c, runId, failure);
  return { connected: listedIds(policy).filter((id) => !policyFor(policy, id).paused), notConnected: [] };
}

/** The error to throw, once the run's record says why nothing came of it. */
async function startFailed(
  { ledger, clock }: Collaborators,
  runId: string,
  failure: EdgesFailure,
): Promise<EdgesError> {
  await ledger.runs.markStartFailed(runId, lastErrorOf(failure, clock.now()));
  return new EdgesError(failure);
}
