import type { Command } from "commander";
import { OUTCOMES_NOT_KNOWN, withinLastDay } from "../../core/gate.ts";
import { policyFor } from "../../core/policy.ts";
import type { IdentityRecord } from "../../ledger/ledger.ts";
import { printable } from "../../report/printable.ts";
import { textTable } from "../../report/text-table.ts";
import { counted, shortTime } from "../../report/words.ts";
import type { Io } from "../io.ts";
import { openTarget, type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface IdentityLine {
  readonly identityId: string;
  readonly name: string | null;
  /** As Edges says now; null when it could not be asked. */
  readonly connected: boolean | null;
  readonly statuses: readonly string[];
  readonly paused: boolean;
  readonly pending: number;
  readonly callsInLastDay: number;
  readonly dailyCap: number;
  readonly lastListing: IdentityRecord["lastListing"];
  readonly blocks: IdentityRecord["gate"]["blocks"];
  readonly needsPerson: IdentityRecord["gate"]["needsPerson"];
}

export function addIdentities(program: Command, io: Io): void {
  withTargetOptions(program.command("identities"))
    .description("every identity: connection, pending invitations, calls of the last 24 hours, what needs a person")
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper identities\n  $ sweeper identities --json | jq '.[] | select(.needsPerson)'",
    )
    .action(async (options: TargetOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const lines = await workspace.skipWaits(gather(workspace, io));
        io.out(options.json ? JSON.stringify(lines, null, 2) : asText(lines, workspace.clock.now()));
      } finally {
        await workspace.close();
      }
    });
}

async function gather(w: Target, io: Io): Promise<IdentityLine[]> {
  const { policy } = await w.policy.read();
  const records = new Map<string, IdentityRecord>();
  for await (const record of w.ledger.identities.all()) records.set(record.identityId, record);
  const answer = await w.edges.listIdentities();
  if (!answer.ok)
    io.err(`Edges cannot be asked (${answer.failure.label ?? answer.failure.why}): what the ledger knows`);
  const onEdges = new Map((answer.ok ? answer.identities : []).map((one) => [one.identityId, one]));
  const lines: IdentityLine[] = [];
  for (const identityId of new Set([...onEdges.keys(), ...records.keys()])) {
    const record = records.get(identityId) ?? (await w.ledger.identities.find(identityId));
    const { paused, dailyCap } = policyFor(policy, identityId);
    let pending = 0;
    for await (const _open of w.ledger.invitations.open(identityId)) pending += 1;
    lines.push({
      identityId,
      name: onEdges.get(identityId)?.name ?? null,
      connected: answer.ok ? (onEdges.get(identityId)?.connected ?? false) : null,
      statuses: onEdges.get(identityId)?.statuses ?? [],
      paused,
      pending,
      callsInLastDay: withinLastDay(record.gate.withdrawCalls, w.clock.now()).length,
      dailyCap,
      lastListing: record.lastListing,
      blocks: record.gate.blocks,
      needsPerson: record.gate.needsPerson,
    });
  }
  return lines;
}

function asText(lines: readonly IdentityLine[], now: Date): string {
  const table = textTable<IdentityLine>(
    [
      { title: "identity", text: ({ identityId }) => identityId },
      { title: "name", text: ({ name }) => printable(name, 24) },
      { title: "state", text: (line) => stateInWords(line, now) },
      { title: "pending", align: "right", text: ({ pending }) => String(pending) },
      { title: "calls 24 h", align: "right", text: ({ callsInLastDay, dailyCap }) => `${callsInLastDay}/${dailyCap}` },
      {
        title: "last listing (UTC)",
        text: ({ lastListing }) =>
          lastListing === null ? "never" : `${shortTime(lastListing.at)} ${lastListing.trust}`,
      },
    ],
    lines,
  );
  const needing = lines.filter(({ needsPerson, connected }) => needsPerson !== null || connected === false).length;
  const closing = `${counted(lines.length, "identity", "identities")}, ${needing === 0 ? "none needs" : `${needing} ${needing === 1 ? "needs" : "need"}`} a person`;
  return `${table}\n${closing}`;
}

function stateInWords({ connected, statuses, paused, blocks, needsPerson }: IdentityLine, now: Date): string {
  if (needsPerson !== null) {
    const ref = needsPerson.ref === null ? "" : `, ref ${needsPerson.ref}`;
    const remedy = needsPerson.why === OUTCOMES_NOT_KNOWN ? "look, then `sweeper resume`" : "reconnect it in Edges";
    return `needs a person (${remedy}): ${needsPerson.why} since ${shortTime(needsPerson.since)}${ref}`;
  }
  if (connected === false)
    return `not connected${statuses.length > 0 ? ` (${statuses.map((s) => printable(s, 20)).join(", ")})` : ""}`;
  if (paused) return "paused by the policy";
  const block = Object.entries(blocks).find(([, { until }]) => until > now);
  if (block !== undefined) return `${block[0]} waits until ${shortTime(block[1].until)}: ${block[1].why}`;
  return connected === null ? "unknown" : "ready";
}
