import type { Command } from "commander";
import { catchUpStatus } from "../../domain/catch-up.ts";
import { estimateBacklog } from "../../domain/drain.ts";
import { callsOfLastDay } from "../../domain/gate.ts";
import { believe } from "../../domain/id-clock.ts";
import { agesInLedger } from "../../domain/pending-ages.ts";
import { EVERYBODY, type Pause, pauseOf, policyFor, staleAfterDays } from "../../domain/policy.ts";
import { DAY_MS, later, wholeDaysBetween } from "../../domain/time.ts";
import { weighAge } from "../../domain/weigh-age.ts";
import { isAhead, type WrongClockTime, wrongClockBlock, wrongClockTimes } from "../../domain/wrong-clock.ts";
import type { IdentityRecord } from "../../ledger/ledger.ts";
import { catchUpInWords } from "../../report/backlog-in-words.ts";
import { idCalibrationInWords } from "../../report/id-calibration-in-words.ts";
import { type IdentityLine, identitiesTable } from "../../report/identity-table.ts";
import { identityLabel, knowIdentities } from "../../report/reader.ts";
import { notOver } from "../cleanup/not-over.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { screenOf } from "../print-rows.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

export function addIdentities(program: Command, io: Io): void {
  withTargetOptions(program.command("identities"), io, "reads")
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper identities\n  $ sweeper identities --json | jq '.[] | select(.needsPerson)'",
    )
    .action(async (options: TargetOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const { lines, ids } = await workspace.skipWaits(gatherIdentities(workspace, io));
        knowIdentities(lines);
        const text = () =>
          `${identitiesTable(lines, workspace.clock.now(), screenOf(io, "--json"))}\nAges from ids: ${idCalibrationInWords(ids, ids.ageFromIds === "off")}`;
        io.out(options.json ? JSON.stringify(lines, null, 2) : text());
        for (const { cleanupId, left } of await notOver(workspace)) {
          const goOn = `\`sweeper cleanup --resume ${cleanupId}${options.again}\``;
          io.err(`${cleanupId} is not over, ${left} left: ${goOn} goes on with it`);
        }
        await tellRunAhead(workspace, io);
      } finally {
        await workspace.close();
      }
    });
}

/** Says on standard error that the latest run lies ahead, where it does. */
export async function tellRunAhead({ ledger, clock }: Target, io: Pick<Io, "err">): Promise<void> {
  const [latest] = await ledger.runs.latest(1);
  if (latest === undefined || !isAhead(latest.startedAt, 0, clock.now())) return;
  io.err(`run ${latest.runId} lies ahead, so a wrong clock started it: nothing waits for it, and it is passed over`);
}

interface Gathered {
  readonly lines: readonly IdentityLine[];
  readonly ids: IdentityLine["ids"];
}

/** Every identity by the ledger and by Edges, which is asked once; where it cannot be, that is said on standard error. */
export async function gatherIdentities(w: Target, io: Pick<Io, "err">): Promise<Gathered> {
  const { policy } = await w.policy.read();
  const now = w.clock.now();
  const trials = await w.ledger.ids.calibration();
  const calibration = policy.ageFromIds === "off" ? null : trials;
  const ids = { ageFromIds: policy.ageFromIds, belief: believe(trials), ...trials };
  const records = new Map<string, IdentityRecord>();
  for await (const record of w.ledger.identities.all()) records.set(record.identityId, record);
  const answer = await w.edges.listIdentities();
  if (!answer.ok)
    io.err(
      `Edges cannot be asked (${answer.failure.label ?? answer.failure.why}): only what the ledger knows is shown`,
    );
  const stopsAll = wrongClockBlock(await w.ledger.identities.workspaceBlock(), now);
  const onEdges = new Map((answer.ok ? answer.identities : []).map((one) => [one.identityId, one]));
  const lines: IdentityLine[] = [];
  // A pause that names nobody is shown too: whoever gave it believes that somebody is stopped.
  const paused = policy.paused.map(({ id }) => id).filter((id) => id !== EVERYBODY);
  for (const identityId of new Set([...onEdges.keys(), ...records.keys(), ...paused])) {
    const record = records.get(identityId) ?? (await w.ledger.identities.find(identityId));
    const own = policyFor(policy, identityId);
    const staleSince = later(now, -staleAfterDays(own) * DAY_MS);
    const open: { invitationId: string; ageDays: number }[] = [];
    let [pending, stale] = [0, 0];
    for await (const { invitationId, sentAt } of w.ledger.invitations.open(identityId)) {
      pending += 1;
      const { by } = weighAge(invitationId, { from: null, by: sentAt }, calibration, now).sent;
      if (by <= staleSince) stale += 1;
      open.push({ invitationId, ageDays: Math.max(0, wholeDaysBetween(by, now)) });
    }
    const ages = agesInLedger(open, own);
    const backlog = estimateBacklog({ ages, policy: own, facts: record, curve: null, runShare: null, now });
    lines.push({
      identityId,
      name: onEdges.get(identityId)?.name ?? null,
      label: identityLabel(identityId),
      connected: answer.ok ? (onEdges.get(identityId)?.connected ?? false) : null,
      statuses: onEdges.get(identityId)?.statuses ?? [],
      paused: own.paused,
      pause: pauseOf(policy, identityId),
      pending,
      stale,
      daysToClear: backlog.days,
      ...{
        backlog,
        catchUp: catchUpStatus(own, record, now),
        catchUpNote: catchUpInWords(own, catchUpStatus(own, record, now)),
      },
      callsInLastDay: callsOfLastDay(record.gate, w.clock.now()).length,
      dailyCap: backlog.cap,
      lastListing: record.lastListing,
      blocks: record.gate.blocks,
      needsPerson: record.gate.needsPerson,
      bulkRun: record.gate.bulkRun,
      ...{ unknownOutcomes: record.gate.unknownOutcomes, stop: record.gate.stop },
      wrongClock: [...wrongClockTimes(record, now), ...pausedAhead(pauseOf(policy, identityId), now), ...stopsAll],
      ids,
    });
  }
  return { lines, ids };
}

/** A pause stops whatever its time says, and is ended as any other. */
function pausedAhead(pause: Pause | null, now: Date): WrongClockTime[] {
  const at = pause?.since === undefined ? null : new Date(pause.since);
  return at !== null && isAhead(at, 0, now) ? [{ what: "pause", at }] : [];
}
