import type { Command } from "commander";
import { LINKEDIN_COOLDOWN_DAYS, type Obstacle, obstaclesToInviting } from "../../domain/can-invite.ts";
import { doubtOfLists, type InviteDoubt } from "../../domain/invite-doubts.ts";
import { flagTargetOf } from "../../ledger/flagging.ts";
import { knownOf } from "../../ledger/invite-lookup.ts";
import { identityShown } from "../../report/reader.ts";
import { counted, timeInWords } from "../../report/words.ts";
import { EXIT, UsageError } from "../errors.ts";
import { readSubject, type SubjectForm } from "../flags/read-subject.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

export function addCanInvite(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("can-invite"), io, "reads")
    .argument("<profile>", "the address of the profile, a Sales Navigator id or address, or the person's id")
    .addHelpText(
      "after",
      `\nExit code 0 for yes, ${EXIT.no} for no, ${EXIT.cannotTell} where the ledger cannot tell: nobody is known under a Sales Navigator id, or an\nidentity has no complete list of the last 48 hours.\n\nExample:\n  $ sweeper can-invite linkedin.com/in/ana-lee && echo go ahead`,
    )
    .action(async (profile: string, options: TargetOptions) => {
      const reading = readSubject(profile);
      if (!reading.ok) throw new UsageError(`this names no person: ${reading.fault}`);
      const target = await openTarget(options, io, true);
      try {
        const answer = await inviteAnswer(target, reading.subject, reading.by);
        const { canInvite, why, obstacles, invitationsKnown } = answer;
        if (options.json) io.out(JSON.stringify({ target: options.target, ...answer }, null, 2));
        else io.out(canInvite === null ? "cannot tell" : inWords(obstacles));
        if (why !== undefined) io.err(why);
        else if (invitationsKnown === 0) io.err("the ledger knows no invitation to this person");
        if (canInvite !== true) endWith(canInvite === null ? EXIT.cannotTell : EXIT.no);
      } finally {
        await target.close();
      }
    });
}

export interface InviteAnswer {
  /** Null: nothing is known to stand against it, and the ledger does not know enough to say yes. */
  readonly canInvite: boolean | null;
  readonly until: Date | null;
  readonly obstacles: readonly Obstacle[];
  readonly invitationsKnown: number;
  /** What makes a yes doubtful, in words; only where `canInvite` is null. */
  readonly why?: string;
  readonly doubts?: readonly InviteDoubt[];
}

/** Whether the ledger knows of anything against inviting somebody now. Writes nothing and calls nothing. */
export async function inviteAnswer(
  { ledger, policy, clock }: Target,
  subject: string,
  by: SubjectForm,
): Promise<InviteAnswer> {
  const { people, invitations, flags } = await knownOf(ledger, flagTargetOf(subject));
  const { policy: current } = await policy.read();
  const now = clock.now();
  const obstacles = obstaclesToInviting(invitations, flags, current, now);
  const found = { until: obstacles[0]?.until ?? null, obstacles, invitationsKnown: invitations.length };
  // What is known to stand against it is certain, whatever else is not known.
  if (obstacles.length > 0) return { canInvite: false, ...found };
  const identities = [];
  for await (const one of ledger.identities.all()) identities.push(one);
  // A key may stand for either, so it is taken for the one that proves less.
  const provesNothing = people.length === 0 && (by === "sales-navigator" || by === "key");
  const ofLists = doubtOfLists(identities, current, now);
  const doubts: InviteDoubt[] = [
    ...(provesNothing ? [{ why: "unknown-id" } as const] : []),
    ...(ofLists ? [ofLists] : []),
  ];
  if (doubts.length === 0) return { canInvite: true, ...found };
  return { canInvite: null, ...found, why: doubts.map(doubtInWords).join("\n"), doubts };
}

/** Named before the rest is counted. */
const MOST_NAMED = 3;

function doubtInWords(doubt: InviteDoubt): string {
  switch (doubt.why) {
    case "unknown-id":
      return "the ledger knows nobody under this Sales Navigator id, which proves nothing, for a person has several: give the profile's address, such as linkedin.com/in/ana-lee, or the person's numeric id";
    case "no-identity":
      return "the ledger knows no identity, so nothing of what is pending: list them with `sweeper run`";
    case "no-recent-list": {
      const { identities } = doubt;
      const more = identities.length - MOST_NAMED;
      const named = identities
        .slice(0, MOST_NAMED)
        .map((id) => identityShown(id))
        .join(", ");
      return `no complete list of the last 48 hours of ${counted(identities.length, "identity", "identities")}, so what they have pending is not known: ${named}${more > 0 ? ` and ${more} more` : ""}; list them with \`sweeper run\`, or leave them out of the policy's \`identities\``;
    }
  }
}

export function inWords(obstacles: readonly Obstacle[]): string {
  const [first] = obstacles;
  if (first === undefined) return "yes";
  const until = first.until === null ? "no" : `no, not before ${timeInWords(first.until)}`;
  return [until, ...obstacles.map((one) => `  ${reason(one)}`)].join("\n");
}

function reason({ why, at, identityId, until }: Obstacle): string {
  const when = at === null ? "" : ` ${timeInWords(at)}`;
  const who = identityId === null ? "" : identityShown(identityId);
  switch (why) {
    case "do-not-contact":
      return "flagged do-not-contact";
    case "unknown-flag":
      return "flagged as something that another version of the sweeper knows and this one does not: `sweeper flags` shows it";
    case "pending":
      return `${who} has an invitation to them pending, sent by${when}`;
    case "connected":
      return `${who} is connected to them since${when}`;
    case "given-up":
      return `an invitation of ${who} was given up on${when} and may still be pending`;
    case "maybe-withdrawn":
      return `an invitation of ${who} was gone on${when} after a call to withdraw it, which may have done it: LinkedIn's ${LINKEDIN_COOLDOWN_DAYS} days and the policy's reinviteCooldownDays end ${timeInWords(until)}`;
    case "withdrawn":
      return `${who} withdrew its invitation on${when}: LinkedIn's ${LINKEDIN_COOLDOWN_DAYS} days and the policy's reinviteCooldownDays end ${timeInWords(until)}`;
  }
}
