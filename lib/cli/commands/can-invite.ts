import type { Command } from "commander";
import { LINKEDIN_COOLDOWN_DAYS, type Obstacle, obstaclesToInviting } from "../../domain/can-invite.ts";
import type { PersonFlag } from "../../domain/rule.ts";
import type { TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { flagsOfPerson, personFlagsOf } from "../../ledger/flag-lookup.ts";
import { addressSubject, profileKeyIn } from "../../ledger/flag-subject.ts";
import { shortTime } from "../../report/words.ts";
import { EXIT, UsageError } from "../errors.ts";
import { readSubject } from "../flags/read-subject.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

export function addCanInvite(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("can-invite"), io, "reads")
    .description("whether a person may be invited now; if not, from when on and why; reads the ledger, calls nothing")
    .argument("<profile>", "the address of the profile, or the person's id")
    .addHelpText(
      "after",
      `\nExit code 0 for yes, ${EXIT.no} for no, ${EXIT.cannotTell} for whom the ledger cannot look for.\n\nExample:\n  $ sweeper can-invite linkedin.com/in/ana-lee && echo go ahead`,
    )
    .action(async (profile: string, options: TargetOptions) => {
      const reading = readSubject(profile);
      if (!reading.ok && reading.unmatchable) {
        io.out(
          options.json
            ? JSON.stringify({ target: options.target, canInvite: null, why: reading.fault }, null, 2)
            : "cannot tell",
        );
        io.err(reading.fault);
        endWith(EXIT.cannotTell);
        return;
      }
      if (!reading.ok) throw new UsageError(`this names no person: ${reading.fault}`);
      const target = await openTarget(options, io, true);
      try {
        const { invitations, obstacles } = await lookUp(target, reading.subject);
        const until = obstacles[0]?.until ?? null;
        const answer = {
          target: options.target,
          canInvite: obstacles.length === 0,
          until,
          obstacles,
          invitationsKnown: invitations.length,
        };
        io.out(options.json ? JSON.stringify(answer, null, 2) : inWords(obstacles));
        if (invitations.length === 0) io.err("the ledger knows no invitation to this person");
        if (obstacles.length > 0) endWith(EXIT.no);
      } finally {
        await target.close();
      }
    });
}

async function lookUp(
  { ledger, policy, clock }: Target,
  subject: string,
): Promise<{ readonly invitations: readonly TrackedInvitation[]; readonly obstacles: readonly Obstacle[] }> {
  const profileKey = profileKeyIn(subject);
  const invitations: TrackedInvitation[] = [];
  const people = new Set<string>(profileKey === null ? [subject] : []);
  if (profileKey !== null)
    for await (const { personId } of ledger.invitations.ofProfile(profileKey))
      if (personId !== null) people.add(personId);
  const kinds = new Set<PersonFlag>(
    profileKey === null
      ? []
      : [...(await ledger.flags.findMany([addressSubject(profileKey)], { consistent: true })).values()].flatMap(
          (record) => (record.belongsTo === null ? personFlagsOf(record) : []),
        ),
  );
  // An address that has been that of two people stands for both: what is against either is against it.
  for (const personId of people) {
    const { flags } = await flagsOfPerson(ledger.flags, { personId, profileKey });
    for (const kind of flags.get(personId) ?? []) kinds.add(kind);
    for await (const one of ledger.invitations.ofPerson(personId)) invitations.push(one);
  }
  const { policy: current } = await policy.read();
  return { invitations, obstacles: obstaclesToInviting(invitations, kinds, current, clock.now()) };
}

function inWords(obstacles: readonly Obstacle[]): string {
  const [first] = obstacles;
  if (first === undefined) return "yes";
  const until = first.until === null ? "no" : `no, not before ${shortTime(first.until)} UTC`;
  return [until, ...obstacles.map((one) => `  ${reason(one)}`)].join("\n");
}

function reason({ why, at, identityId, until }: Obstacle): string {
  const when = at === null ? "" : ` ${shortTime(at)} UTC`;
  switch (why) {
    case "do-not-contact":
      return "flagged do-not-contact";
    case "unknown-flag":
      return "flagged as something that another version of the sweeper knows and this one does not: `sweeper flags` shows it";
    case "pending":
      return `${identityId} has an invitation to them pending, sent by${when}`;
    case "connected":
      return `${identityId} is connected to them since${when}`;
    case "given-up":
      return `an invitation of ${identityId} was given up on${when} and may still be pending`;
    case "withdrawn":
      return `${identityId} withdrew its invitation on${when}: LinkedIn's ${LINKEDIN_COOLDOWN_DAYS} days and the policy's reinviteCooldownDays end ${shortTime(until)} UTC`;
  }
}
