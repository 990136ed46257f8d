import type { Command } from "commander";
import { policyFor } from "../../domain/policy.ts";
import type { TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { INVITATION_COLUMNS } from "../../report/invitation-csv.ts";
import { type InvitationLife, invitationLife, invitationText } from "../../report/invitation-life.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printCsv, screenOf } from "../print-rows.ts";
import { resolveInvitations } from "../resolve-invitations.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface InvitationOptions extends TargetOptions, CsvOptions {}

export function addInvitation(program: Command, io: Io): void {
  withCsvOption(withTargetOptions(program.command("invitation"), io, "reads"), "one line for each invitation found")
    .argument(
      "<which>",
      "its id or urn; or a person's id, address or Sales Navigator id for all invitations to that person",
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper invitation urn:li:fsd_invitation:7100000000000000001\n  $ sweeper invitation 7100000000000000001 --json",
    )
    .action(async (which: string, options: InvitationOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const lives = await livesOf(workspace, await resolveInvitations(workspace, which));
        if (options.json) io.out(JSON.stringify(lives, null, 2));
        else if (options.csv) await printCsv(io, INVITATION_COLUMNS, lives);
        else io.out(lives.map((life) => invitationText(life, screenOf(io, "--json"))).join("\n\n\n"));
      } finally {
        await workspace.close();
      }
    });
}

async function livesOf(w: Target, found: readonly TrackedInvitation[]): Promise<InvitationLife[]> {
  const { policy } = await w.policy.read();
  const now = w.clock.now();
  const ids = policy.ageFromIds === "off" ? null : await w.ledger.ids.calibration();
  const byPerson = new Map<string, TrackedInvitation[]>();
  const lives: InvitationLife[] = [];
  for (const invitation of found) {
    const { personId, identityId } = invitation;
    // Nobody can tell what else went to a member whom the lists show without an id.
    const all = personId === null ? [invitation] : (byPerson.get(personId) ?? (await allOf(w, personId)));
    if (personId !== null) byPerson.set(personId, all);
    lives.push(invitationLife(invitation, all, { policy: policyFor(policy, identityId), ids }, now));
  }
  return lives;
}

async function allOf(w: Target, personId: string): Promise<TrackedInvitation[]> {
  const all: TrackedInvitation[] = [];
  for await (const one of w.ledger.invitations.ofPerson(personId)) all.push(one);
  return all;
}
