import type { Command } from "commander";
import type { NeedsPerson } from "../../domain/gate.ts";
import { EVERYBODY, type Pause, type Policy, pauseOf, policyFor } from "../../domain/policy.ts";
import { DataFolderError } from "../../local/dynalite-folder.ts";
import { pauseInWords } from "../../report/identity-table.ts";
import { printable } from "../../report/printable.ts";
import { shortTime } from "../../report/words.ts";
import type { PolicyStore } from "../../settings/policy-store.ts";
import { parseIdentity } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openPolicy, openTarget } from "../open-target.ts";
import { withoutPause } from "../pauses.ts";
import { store } from "../policy-change.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

export function addResume(program: Command, io: Io): void {
  withTargetOptions(program.command("resume"), io, "writes")
    .description("resume a paused identity, or one that waits for a person")
    .argument(
      "<identity>",
      'its id, as `sweeper identities` shows it; "all" ends `pause all` and nothing else',
      parseIdentity,
    )
    .addHelpText(
      "after",
      "\nThe policy's mode does not change, and is shown.\n\nExample:\n  $ sweeper resume 5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601\n  $ sweeper resume all",
    )
    .action(async (id: string, options: TargetOptions) => {
      const policies = await openPolicy(options, io);
      if (id === EVERYBODY) await resumeAll(policies, options, io);
      else await resumeOne(id, policies, options, io);
    });
}

/** Ends `pause all`. Whoever was stopped by name, or waits for a person, stays where he is: each had its own reason. */
async function resumeAll(policies: PolicyStore, options: TargetOptions, io: Io): Promise<void> {
  const { policy } = await policies.read();
  const pause = policy.paused.find(({ id }) => id === EVERYBODY) ?? null;
  const after = pause === null ? policy : await lift(policies, EVERYBODY);
  const stillPaused = after.paused.map(({ id }) => id);
  const { mode } = after;
  if (options.json) {
    io.out(
      JSON.stringify(
        { target: options.target, identityId: EVERYBODY, resumed: pause !== null, pause, mode, stillPaused },
        null,
        2,
      ),
    );
  } else if (pause === null) io.out("There was no pause of all identities.");
  else io.out(`The pause of all identities is lifted${sinceInWords(pause)}.`);
  io.err(modeInWords(after, options));
  for (const one of after.paused)
    io.err(`${one.id} is still ${pauseInWords(one)}; \`sweeper resume ${one.id}${options.again}\` lifts it`);
}

async function resumeOne(id: string, policies: PolicyStore, options: TargetOptions, io: Io): Promise<void> {
  const { policy } = await policies.read();
  const pause = policy.paused.find((one) => one.id === id) ?? null;
  const entry = policy.identities === "all" ? undefined : policy.identities.find((one) => one.id === id);
  const entryPaused = entry?.paused === true;
  // The mark first: should this process die in between, the identity stays paused.
  const { was, known } = await liftMark(id, pause !== null || entryPaused, options, io);
  if (!known && pause === null && entry === undefined) throw new UsageError(`the ledger knows no identity ${id}`);
  const after = pause !== null || entryPaused ? await lift(policies, id) : policy;
  const resumed = was !== null || pause !== null || entryPaused;
  const stillPaused = policyFor(after, id).paused;
  if (options.json) {
    const { mode } = after;
    io.out(
      JSON.stringify(
        { target: options.target, identityId: id, resumed, was, pause, entryPaused, stillPaused, mode },
        null,
        2,
      ),
    );
  } else io.out(asText(id, was, pause, entryPaused));
  if (stillPaused) io.err(stillInWords(id, after, options));
  if (resumed) io.err(modeInWords(after, options));
}

async function lift(policies: PolicyStore, id: string): Promise<Policy> {
  return (await store(policies, withoutPause((await policies.document()).document, id))).after;
}

/** Takes the "needs a person" mark off. A pause can be lifted while a run has the ledger open, and then the mark stays. */
async function liftMark(
  id: string,
  pauseToLift: boolean,
  options: TargetOptions,
  io: Io,
): Promise<{ readonly was: NeedsPerson | null; readonly known: boolean }> {
  const target = await openTarget(options, io).catch((error: unknown) => {
    if (!pauseToLift || !(error instanceof DataFolderError)) throw error;
    io.err(`whether it waits for a person could not be looked up (${error.message}): resume it again later`);
    return null;
  });
  if (target === null) return { was: null, known: true };
  try {
    const { gate, version, lastListing } = await target.ledger.identities.find(id);
    if (gate.needsPerson !== null) await target.ledger.identities.setNeedsPerson(id, null);
    return { was: gate.needsPerson, known: version > 0 || lastListing !== null };
  } finally {
    await target.close();
  }
}

function asText(id: string, was: NeedsPerson | null, pause: Pause | null, entryPaused: boolean): string {
  const lifted = [
    ...(was === null ? [] : [`it had waited for a person since ${shortTime(was.since)} UTC: ${was.why}`]),
    ...(pause === null ? [] : [`it was ${pauseInWords(pause)}`]),
    ...(entryPaused ? ['its entry in the policy said "paused"; change cdk.json too'] : []),
  ];
  if (lifted.length === 0) return `${id} itself was neither paused nor waiting for a person.`;
  return `${id} is resumed, its next run plans it again. Lifted: ${lifted.join("; ")}.`;
}

function stillInWords(id: string, policy: Policy, { again }: TargetOptions): string {
  const pause = pauseOf(policy, id);
  if (pause === null) return `the policy's list of identities leaves ${id} out: it is not swept`;
  return `it is still ${pauseInWords(pause)}; \`sweeper resume all${again}\` lifts it`;
}

const sinceInWords = ({ since, reason }: Pause): string =>
  [
    since === undefined ? "" : `; it was in force since ${shortTime(new Date(since))} UTC`,
    reason === undefined ? "" : `: ${printable(reason, 200)}`,
  ].join("");

/** Told at every resumption, so that nobody goes back to withdrawing without knowing it. */
function modeInWords({ mode }: Policy, { again }: TargetOptions): string {
  if (mode === "live") return 'the policy\'s mode is "live": what is stale is withdrawn from the next run on';
  const set = `sweeper policy set mode=live${again}`;
  const what = mode === "off" ? "nothing is listed or called" : "nothing is withdrawn";
  return `the policy's mode is "${mode}": ${what}; to withdraw: ${set}`;
}
