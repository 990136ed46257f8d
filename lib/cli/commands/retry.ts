import type { Command } from "commander";
import { IDENTITY_ID } from "../../domain/identity-id.ts";
import { firstRest, MAX_CALLS_BEFORE_REST } from "../../domain/rest.ts";
import { DAY_MS, later } from "../../domain/time.ts";
import { type InvitationKey, isOpen } from "../../domain/tracked-invitation.ts";
import { counted } from "../../report/words.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { readLabels } from "../labels.ts";
import { openTarget } from "../open-target.ts";
import { resolveLabel } from "../resolve-identity.ts";
import { resolveInvitations } from "../resolve-invitations.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface RetryOptions extends TargetOptions {
  readonly all?: boolean;
}

export function addRetry(program: Command, io: Io): void {
  withTargetOptions(program.command("retry"), io, "writes")
    .argument("[which]", "an identity's id; or what `sweeper invitation` takes: an invitation, or all to a person")
    .option("--all", "every invitation that rests, of every identity")
    .addHelpText(
      "after",
      "\nNothing is called. Without this they are planned again by themselves, after 3 to 24 days.\n\nExample:\n  $ sweeper retry 7100000000000000001\n  $ sweeper retry --all",
    )
    .action(async (which: string | undefined, options: RetryOptions) => {
      if ((which === undefined) === (options.all !== true)) {
        throw new UsageError("give either an invitation or an identity, or --all");
      }
      const target = await openTarget(options, io);
      try {
        const retried: InvitationKey[] = [];
        for await (const one of which === undefined
          ? restingOfAll(target)
          : restingOf(target, resolveLabel(which, readLabels(options.data)) ?? which)) {
          if (await endRest(target, one)) retried.push({ ...one });
        }
        if (options.json) io.out(JSON.stringify({ target: options.target, retried }, null, 2));
        else io.out(asText(retried.length));
      } finally {
        await target.close();
      }
    });
}

const asText = (count: number): string =>
  count === 0
    ? "Nothing rests there: whatever is stale is planned by the next run anyway."
    : `${counted(count, "invitation")} ${count === 1 ? "rests" : "rest"} no longer: the next run plans ${count === 1 ? "it" : "them"} again.`;

async function* restingOfAll(target: Target): AsyncGenerator<InvitationKey> {
  const all: string[] = [];
  for await (const { identityId } of target.ledger.identities.all()) all.push(identityId);
  for (const identityId of all) yield* ofIdentity(target, identityId);
}

async function* restingOf(target: Target, which: string): AsyncGenerator<InvitationKey> {
  const identity = IDENTITY_ID.test(which) ? await target.ledger.identities.find(which) : null;
  if (identity !== null && (identity.version > 0 || identity.lastListing !== null)) yield* ofIdentity(target, which);
  else
    for (const { identityId, invitationId } of await resolveInvitations(target, which))
      yield { identityId, invitationId };
}

/** As far back as an earlier version's endings are looked for: longer than LinkedIn keeps an invitation pending. */
const LOOK_BACK_MS = 400 * DAY_MS;

/** Those that have cost five calls, and those that an earlier version has given up. */
async function* ofIdentity({ ledger, clock }: Target, identityId: string): AsyncGenerator<InvitationKey> {
  const now = clock.now();
  const tried: InvitationKey[] = [];
  for await (const { invitationId, attempts } of ledger.invitations.open(identityId)) {
    if (attempts >= MAX_CALLS_BEFORE_REST) tried.push({ identityId, invitationId });
  }
  const query = { since: later(now, -LOOK_BACK_MS), until: now, identityId, outcome: "failed" } as const;
  for await (const { invitationId } of ledger.invitations.outcomes(query)) tried.push({ identityId, invitationId });
  yield* tried;
}

async function endRest({ ledger: { invitations }, clock }: Target, key: InvitationKey): Promise<boolean> {
  const { identityId, invitationId } = key;
  const now = clock.now();
  const found = await invitations.find(identityId, invitationId);
  if (found === null) return false;
  if (isOpen(found.state)) return invitations.endRest(identityId, invitationId, now);
  if (found.ending?.outcome !== "failed") return false;
  const over = { ...firstRest(found.attempts, found.ending.endedAt), until: now };
  return invitations.reopen(identityId, invitationId, found.ending.endedAt, over);
}
