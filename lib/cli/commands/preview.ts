import type { Command } from "commander";
import { daysToClear } from "../../domain/budget.ts";
import { closingLine, previewTable, reasonsInWords } from "../../report/preview-table.ts";
import { printable } from "../../report/printable.ts";
import { counted } from "../../report/words.ts";
import { parseIdentity } from "../arguments.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { tellPauses } from "../pauses.ts";
import { type IdentityPreview, previewPlan } from "../preview-plan.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface PreviewOptions extends TargetOptions {
  readonly identity?: string;
}

export function addPreview(program: Command, io: Io): void {
  withTargetOptions(program.command("preview"), io, "reads")
    .description("show every pending invitation with its verdict and why; writes nothing anywhere")
    .option("--identity <id>", "this identity only", parseIdentity)
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper preview --edges real\n  $ sweeper preview --json | jq '.identities[].plan[]'",
    )
    .action(async (options: PreviewOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const { policy } = await workspace.policy.read();
        const onPage = (id: string, listed: number) => io.progress(`listing ${id}: ${listed} invitations so far`);
        const preview = await workspace.skipWaits(previewPlan(workspace, policy, options.identity, onPage));
        io.progress("");
        io.out(
          options.json ? asJson(options.target, preview.identities, preview.notConnected) : asText(preview.identities),
        );
        tellPauses(policy, io);
        for (const id of preview.notConnected) io.err(`left out: ${id} is not connected to Edges`);
      } finally {
        await workspace.close();
      }
    });
}

function asText(identities: readonly IdentityPreview[]): string {
  const parts = identities.map(({ identityId, name, policy, plan, malformed, heldBecause, budget }) => {
    const eligible = plan.filter(({ verdict }) => verdict === "withdraw").length;
    const lines = [`${printable(name) || "identity"} ${identityId} · withdraws after ${policy.thresholdDays} days`];
    if (plan.length > 0) lines.push(previewTable(plan));
    for (const item of malformed)
      lines.push(`kept out: ${item.invitationId ?? "an item without an id"}: ${item.faults.join(", ")}`);
    lines.push(`${closingLine(plan)} (${reasonsInWords(plan)})`);
    if (heldBecause !== null) lines.push(`held: nothing would be withdrawn for this identity: ${heldBecause}`);
    else if (eligible > 0) {
      const days = daysToClear(eligible, policy);
      const rest =
        eligible <= budget.allowed ? "" : `; at ${policy.dailyCap} a day the backlog takes ${counted(days, "day")}`;
      lines.push(`a run now would queue at most ${budget.allowed}, limited by ${budget.limitedBy}${rest}`);
    }
    return lines.join("\n");
  });
  const all = identities.flatMap(({ plan }) => plan);
  return [...parts, closingLine(all)].join("\n\n");
}

function asJson(target: string, identities: readonly IdentityPreview[], notConnected: readonly string[]): string {
  const all = identities.flatMap(({ plan }) => plan);
  const withdraw = all.filter(({ verdict }) => verdict === "withdraw").length;
  const summary = { pending: all.length, withdraw, keep: all.length - withdraw };
  const shown = identities.map(({ policy, plan, ...rest }) => ({
    ...rest,
    unfit: rest.malformed,
    thresholdDays: policy.thresholdDays,
    daysToClear: daysToClear(plan.filter(({ verdict }) => verdict === "withdraw").length, policy),
    plan: plan.map(({ invitation, ...verdict }) => ({ ...invitation, ...verdict })),
  }));
  return JSON.stringify({ target, identities: shown, notConnected, summary }, null, 2);
}
