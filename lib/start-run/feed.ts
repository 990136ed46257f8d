import { messageBody, type SweepMessage } from "../contract/messages.ts";
import { listedIds } from "../domain/choose-identities.ts";
import { type Policy, policyFor } from "../domain/policy.ts";
import { SECOND_MS } from "../domain/time.ts";
import { type RunRecord, type SavedStart, START_CHUNK } from "../ledger/run-ledger.ts";
import { sendInParallel } from "../queue/send-in-parallel.ts";
import { isTimeFor, type StartCollaborators } from "./starting.ts";
import { LOOK_AGAIN_SECONDS, LOOK_AGAIN_WHEN_FULL_SECONDS, waveSize } from "./wave-size.ts";

/** What a piece of 500 messages may take; SQS takes ten in some 20 ms, and eight requests are under way at once. */
const TIME_FOR_A_PIECE_MS = 10 * SECOND_MS;

export interface Fed {
  /** `elsewhere`: another invocation has gone on with this run meanwhile. */
  readonly end: "all-sent" | "more-later" | "elsewhere";
  /** Sent a message by this invocation. */
  readonly identities: readonly string[];
  readonly left: number;
  /** Where there is more: when to go on. */
  readonly delaySeconds: number;
}

/**
 * Sends as many sweeps as there is room for, in the order saved. What it has sent is saved after every 500, so that a
 * start which dies sends so many again at most: the queue drops them, or the second sweep finds the first one's record.
 */
export async function feed(
  c: StartCollaborators,
  run: Pick<RunRecord, "runId" | "startedAt">,
  policy: Policy,
  saved: SavedStart,
  stopAt: Date | null,
): Promise<Fed> {
  const { runs } = c.ledger;
  const total = saved.ids.connected;
  const wave = await waveOf(c, run, policy, saved);
  const goal = saved.sent + wave;
  const identities: string[] = [];
  let start = saved;
  const fed = (end: Fed["end"], delaySeconds = 0): Fed => ({ end, identities, left: total - start.sent, delaySeconds });
  while (start.sent < goal) {
    if (!isTimeFor(c, TIME_FOR_A_PIECE_MS, stopAt)) return fed("more-later");
    const chunk = Math.floor(start.sent / START_CHUNK);
    const ids = await runs.startIds(run.runId, start, chunk, chunk + 1);
    const piece = ids?.connected.slice(start.sent - chunk * START_CHUNK, goal - chunk * START_CHUNK) ?? [];
    if (piece.length === 0) throw new Error(`run "${run.runId}": the identities to be swept are gone from the ledger`);
    await sendInParallel(
      c.queues.sweep,
      piece.map((identityId) => ({
        group: identityId,
        dedup: `${run.runId}/${identityId}`,
        body: messageBody(sweepMessage(run.runId, identityId, start.connected)),
      })),
    );
    const next = await runs.saveStart(run.runId, start, { ...start, sent: start.sent + piece.length });
    if (next === null) return fed("elsewhere");
    start = next;
    identities.push(...piece);
  }
  if (start.sent === total) return fed("all-sent");
  return fed("more-later", wave === 0 ? LOOK_AGAIN_WHEN_FULL_SECONDS : LOOK_AGAIN_SECONDS);
}

async function waveOf(
  { starting, clock, ledger }: StartCollaborators,
  { runId, startedAt }: Pick<RunRecord, "runId" | "startedAt">,
  policy: Policy,
  { ids, sent, share }: SavedStart,
): Promise<number> {
  const left = ids.connected - sent;
  if (starting === undefined || left === 0) return left;
  const queued = (await ledger.runs.find(runId))?.queued ?? 0;
  return waveSize({
    ...{ total: ids.connected, left },
    waiting: await starting.waiting(),
    room: starting.room,
    perSweep: policy.mode === "live" ? Math.min(share ?? Number.POSITIVE_INFINITY, highestDailyCap(policy)) : 0,
    capLeft: Math.max(0, policy.runCap - queued),
    elapsedMs: clock.now().getTime() - startedAt.getTime(),
    spreadMs: starting.spreadMs,
  });
}

const highestDailyCap = (policy: Policy): number =>
  Math.max(
    policy.dailyCap,
    policy.catchUp?.dailyCap ?? 0,
    ...listedIds(policy).map((id) => policyFor(policy, id).dailyCap),
  );

const sweepMessage = (runId: string, identityId: string, connected: boolean): SweepMessage => ({
  v: 1,
  kind: "sweep",
  runId,
  identityId,
  connected,
});
