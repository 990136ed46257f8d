import type { Command } from "commander";
import { EVERYBODY, type Pause, type Policy } from "../../domain/policy.ts";
import { shortTime } from "../../report/words.ts";
import { parseIdentity } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openPolicy, openTarget, timeOfTarget } from "../open-target.ts";
import { withPause } from "../pauses.ts";
import { checked, store } from "../policy-change.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface PauseOptions extends TargetOptions {
  readonly reason?: string;
}

export function addPause(program: Command, io: Io): void {
  withTargetOptions(program.command("pause"), io, "writes")
    .description("stop the calls of an identity, or of all, until `resume`; works while a run is under way")
    .argument("<identity>", 'its id, as `sweeper identities` shows it, or "all"', parseIdentity)
    .option("--reason <text>", "why, for whoever looks at it later; kept in the policy")
    .addHelpText(
      "after",
      '\nThe next call is not made: on this machine at once, on a stack within a minute. What is queued waits\nfor the run after `resume`. A list that is being read is read to its end. The mode of the policy does not change.\n\nExample:\n  $ sweeper pause 5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601 --reason "on holiday"\n  $ sweeper pause all',
    )
    .action(async (id: string, options: PauseOptions) => {
      const policies = await openPolicy(options, io);
      const { policy, version } = await policies.read();
      const there = policy.paused.find((one) => one.id === id);
      const reason = options.reason ?? there?.reason;
      const since = there?.since ?? timeOfTarget(options).toISOString();
      const pause: Pause = { id, since, ...(reason === undefined ? {} : { reason }) };
      const changed = there === undefined || reason !== there.reason;
      const document = withPause((await policies.document()).document, pause);
      checked(document);
      if (there === undefined && id !== EVERYBODY) await refuseUnknown(id, policy, options, io);
      const stored = changed ? (await store(policies, document)).version : version;
      if (options.json) io.out(JSON.stringify({ target: options.target, ...pause, changed, version: stored }, null, 2));
      else io.out(asText(pause, there, stored, options));
    });
}

function asText(
  { id, since }: Pause,
  there: Pause | undefined,
  version: number,
  { stack, again }: TargetOptions,
): string {
  const who = id === EVERYBODY ? "Every identity" : id;
  const goOn = `sweeper resume ${id}${again}`;
  if (there !== undefined) {
    const when = since === undefined ? "already" : `since ${shortTime(new Date(since))} UTC`;
    return `${who} is paused ${when} (policy version ${version}). To resume: ${goOn}`;
  }
  const from = stack === undefined ? "from the next call on" : "within a minute";
  return `${who} is paused ${from} (policy version ${version}). To resume: ${goOn}`;
}

/**
 * A slip of the pen would leave the identity that was meant running, so an id that nobody knows is refused. Where that
 * cannot be looked up, because a run has the ledger open, the pause goes first and the doubt is told.
 */
async function refuseUnknown(id: string, { identities }: Policy, options: TargetOptions, io: Io): Promise<void> {
  if (identities !== "all" && identities.some((entry) => entry.id === id)) return;
  const doubt = (why: string) => io.err(`paused, but it could not be checked that there is an identity ${id}: ${why}`);
  const target = await openTarget(options, io, true).catch((error: unknown) => {
    doubt(error instanceof Error ? error.message : String(error));
    return null;
  });
  if (target === null) return;
  try {
    const { version, lastListing } = await target.ledger.identities.find(id);
    if (version > 0 || lastListing !== null) return;
    const answer = await target.skipWaits(target.edges.listIdentities());
    if (!answer.ok) return doubt(`Edges cannot be asked (${answer.failure.label ?? answer.failure.why})`);
    if (answer.identities.some(({ identityId }) => identityId === id)) return;
    throw new UsageError(`neither the ledger nor Edges knows an identity ${id}; \`sweeper identities\` lists them`);
  } finally {
    await target.close();
  }
}
