import type { Command } from "commander";
import { isOpen, type TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { identityShown } from "../../report/reader.ts";
import { textTable } from "../../report/text-table.ts";
import { counted, shortTime, timeInWords, timeTitle } from "../../report/words.ts";
import { liveForNow } from "../../settings/live-override.ts";
import { parseIdentityWord } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import { whoIsThis } from "../flags/mark-texts.ts";
import type { Io } from "../io.ts";
import { openLocal, openTarget } from "../open-target.ts";
import { screenOf } from "../print-rows.ts";
import { resolveInvitations } from "../resolve-invitations.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";
import { runRequests } from "../withdraw/run-requests.ts";

interface WithdrawOptions extends TargetOptions {
  readonly reason: string;
  readonly by: string;
  readonly identity?: string;
  readonly live?: boolean;
  readonly yes?: boolean;
}

export function addWithdraw(program: Command, io: Io): void {
  withTargetOptions(program.command("withdraw"), io, "writes")
    .argument("<which>", "the invitation's id or urn, the address of a profile, a Sales Navigator id, or a person's id")
    .requiredOption("--reason <words>", "why, for the ledger: at most 100 characters", shortText)
    .option("--by <name>", "who asks", whoIsThis())
    .option("--identity <id-or-label>", "this identity's invitation only", parseIdentityWord)
    .option("--live", "on this machine: withdraw although the policy says dry-run")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      "\nInvitations to people flagged protected are kept all the same. While the policy is not live nothing is withdrawn: the\nrequest is noted, and the next live run carries it out.\n\nExample:\n  $ sweeper withdraw linkedin.com/in/ana-lee --reason left-the-company",
    )
    .action(async (which: string, options: WithdrawOptions) => {
      if (options.live && options.stack !== undefined) {
        throw new UsageError(`a stack's mode is its policy's: sweeper policy set mode=live --stack ${options.stack}`);
      }
      if (options.stack === undefined) await onThisMachine(which, options, io);
      else await onStack(options.stack, which, options, io);
    });
}

async function onStack(stack: string, which: string, options: WithdrawOptions, io: Io): Promise<void> {
  const target = await openTarget(options, io);
  try {
    const open = await openOnes(await resolveInvitations(target, which), options);
    await agree(open, options, io);
    const { sendRequests } = await import("../withdraw/send-requests.ts");
    await sendRequests(stack, open, { reason: options.reason, by: options.by });
    if (options.json) io.out(JSON.stringify({ target: options.target, asked: open.map(nameOf) }, null, 2));
    else
      io.out(
        `asked the stack for ${counted(open.length, "withdrawal")}; follow it with: sweeper invitation ${open[0]?.invitationId} --stack ${stack}`,
      );
  } finally {
    await target.close();
  }
}

async function onThisMachine(which: string, options: WithdrawOptions, io: Io): Promise<void> {
  const workspace = await openLocal(options, io);
  try {
    const open = await openOnes(await resolveInvitations(workspace, which), options);
    await agree(open, options, io);
    const policy = options.live ? liveForNow(workspace.policy) : workspace.policy;
    const request = { reason: options.reason, by: options.by };
    const queued = await runRequests(workspace, policy, workspace.sandbox !== null, open, request);
    const after = await Promise.all(
      open.map(({ identityId, invitationId }) => workspace.ledger.invitations.find(identityId, invitationId)),
    );
    const states = after.flatMap((one) => (one === null ? [] : [{ ...nameOf(one), state: one.state }]));
    if (options.json) io.out(JSON.stringify({ target: options.target, queued, invitations: states }, null, 2));
    else
      for (const { identityId, invitationId, state } of states)
        io.out(`${invitationId} of ${identityShown(identityId)}: ${state}`);
    if (queued < open.length) io.err("noted, not withdrawn: the policy is not live; the next live run carries it out");
  } finally {
    await workspace.close();
  }
}

/** @throws UsageError when none is pending, and when they went to several people: which one is meant nobody can tell */
export function openOnes(
  found: readonly TrackedInvitation[],
  { identity }: Pick<WithdrawOptions, "identity">,
): readonly TrackedInvitation[] {
  const people = new Set(found.flatMap(({ personId }) => personId ?? []));
  if (people.size > 1) {
    const named = [...people].sort().join(" and ");
    throw new UsageError(
      `this names ${people.size} people, ${named}: name the one by the id, or an invitation by its urn`,
    );
  }
  const open = found.filter((one) => isOpen(one.state) && (identity === undefined || one.identityId === identity));
  if (open.length > 0) return open;
  const [ended] = found;
  throw new UsageError(
    ended?.ending == null
      ? "no such invitation is pending"
      : `no such invitation is pending: ${ended.state} since ${timeInWords(ended.ending.endedAt)}`,
  );
}

/** Nobody can take a withdrawal back, so what it is about is shown first. */
async function agree(open: readonly TrackedInvitation[], { yes }: WithdrawOptions, io: Io): Promise<void> {
  if (yes) return;
  if (!io.interactive)
    throw new UsageError("a withdrawal cannot be undone, so it asks first; without a terminal, give --yes");
  io.err(
    textTable(
      [
        { title: "invitation", text: ({ invitationId }) => invitationId },
        { title: "identity", narrow: "cut-before-last", text: ({ identityId }) => identityShown(identityId) },
        { title: "person", text: ({ personId }) => personId ?? "without an id" },
        { title: timeTitle("sent by"), drop: 1, text: ({ sentAt }) => shortTime(sentAt) },
      ],
      open,
      screenOf(io),
    ),
  );
  const question = `Withdraw ${counted(open.length, "invitation")}? This cannot be undone, and the person cannot be invited again for three weeks.`;
  if (!(await io.confirm(question))) throw new UsageError("nothing was withdrawn");
}

const nameOf = ({ identityId, invitationId }: TrackedInvitation) => ({ identityId, invitationId });

function shortText(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > 100) throw new UsageError("--reason: give 1 to 100 characters");
  return trimmed;
}
