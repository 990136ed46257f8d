import type { Command } from "commander";
import { EVERYBODY, type Pause, type Policy } from "../../domain/policy.ts";
import { identityShown } from "../../report/reader.ts";
import { timeInWords } from "../../report/words.ts";
import { PolicyError } from "../../settings/policy-error.ts";
import { parseIdentityWord } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { OpenPolicy } from "../open-policy.ts";
import { openPolicy, openTarget, timeOfTarget } from "../open-target.ts";
import { withPause } from "../pauses.ts";
import { checked, store } from "../policy-change.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface PauseOptions extends TargetOptions {
  readonly reason?: string;
}

export function addPause(program: Command, io: Io): void {
  withTargetOptions(program.command("pause"), io, "writes")
    .argument(
      "<identity>",
      'its label, its id or a start of it, as `sweeper identities` shows them, or "all"',
      parseIdentityWord,
    )
    .option("--reason <text>", "why, for whoever looks at it later; kept with the pause")
    .addHelpText(
      "after",
      '\nThe next call is not made, on this machine and on a stack. What is queued waits for the run after `resume`.\nNo deployment and no new policy lifts a pause. A list that is being read is read to its end. The mode of the policy does not change.\n\nExample:\n  $ sweeper pause 5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601 --reason "on holiday"\n  $ sweeper pause all',
    )
    .action(async (id: string, options: PauseOptions) => {
      const policies = await openPolicy(options, io);
      const stored = await storedPolicy(policies, io);
      const { pauses } = await policies.stops.read();
      // What stands in the policy alone is written down as a stop too: there the next policy would lift it.
      const standing = pauses.find((one) => one.id === id);
      const there = standing ?? stored.policy?.paused.find((one) => one.id === id);
      const reason = options.reason ?? there?.reason;
      const since = there?.since ?? timeOfTarget(options).toISOString();
      const pause: Pause = { id, since, ...(reason === undefined ? {} : { reason }) };
      checked({ paused: [pause] });
      if (there === undefined && id !== EVERYBODY) await refuseUnknown(id, stored.policy, options, io);
      const changed = standing === undefined || reason !== standing.reason;
      if (changed) await policies.stops.pause(pause);
      const version = policies.goesByPolicyAlone && changed ? await storeToo(policies, pause) : stored.version;
      if (options.json) io.out(JSON.stringify({ target: options.target, ...pause, changed, version }, null, 2));
      else io.out(asText(pause, there, options));
    });
}

/** As far as it can be read: a pause is given whatever is wrong with it. */
async function storedPolicy(
  policies: OpenPolicy,
  io: Io,
): Promise<{ readonly policy: Policy | null; readonly version: number | null }> {
  try {
    const { document, version } = await policies.document();
    return { policy: checked(document), version };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    io.err(`the pause stands beside the stored policy, which cannot be read:\n${error.message}`);
    return { policy: null, version: null };
  }
}

/** For functions of an earlier version, which know of no stops. */
async function storeToo(policies: OpenPolicy, pause: Pause): Promise<number> {
  return (await store(policies, withPause((await policies.document()).document, pause))).version;
}

function asText({ id, since }: Pause, there: Pause | undefined, { stack, again }: TargetOptions): string {
  const who = id === EVERYBODY ? "Every identity" : identityShown(id);
  const goOn = `sweeper resume ${id}${again}`;
  if (there !== undefined) {
    const when = since === undefined ? "already" : `since ${timeInWords(new Date(since))}`;
    return `${who} is paused ${when}. To resume: ${goOn}`;
  }
  const from = stack === undefined ? "from the next call on" : "from the next call on, whatever is deployed";
  return `${who} is paused ${from}. To resume: ${goOn}`;
}

/**
 * A slip of the pen would leave the identity that was meant running, so an id that nobody knows is refused. Where that
 * cannot be looked up, because a run has the ledger open, the pause goes first and the doubt is told.
 */
async function refuseUnknown(id: string, policy: Policy | null, options: TargetOptions, io: Io): Promise<void> {
  const identities = policy?.identities ?? "all";
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
