import { isDeepStrictEqual } from "node:util";
import type { Command } from "commander";
import type { RunStop } from "../../domain/failure-streak.ts";
import type { NeedsPerson } from "../../domain/gate.ts";
import { EVERYBODY, type Pause, type Policy, pauseOf, policyFor } from "../../domain/policy.ts";
import { DataFolderError } from "../../local/data-folder-error.ts";
import { wrongClockInWords } from "../../report/clock-in-words.ts";
import { pauseInWords } from "../../report/identity-table.ts";
import { printable } from "../../report/printable.ts";
import { identityShown } from "../../report/reader.ts";
import { counted, timeInWords } from "../../report/words.ts";
import { parseIdentityWord } from "../arguments.ts";
import { explain, UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { OpenPolicy } from "../open-policy.ts";
import { openPolicy, openTarget } from "../open-target.ts";
import { withoutPause } from "../pauses.ts";
import { store } from "../policy-change.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";
import { type LiftedWrongClock, liftWrongClockOf } from "../wrong-clock.ts";

type Lifted = Awaited<ReturnType<typeof liftWrongClockOf>>;
const NOTHING_LIFTED: Lifted = { lifted: [], workspace: [] };

export function addResume(program: Command, io: Io): void {
  withTargetOptions(program.command("resume"), io, "writes")
    .argument(
      "<identity>",
      'its label, its id or a start of it, as `sweeper identities` shows them; "all" ends `pause all`, and what a wrong clock has stopped',
      parseIdentityWord,
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

/**
 * Ends `pause all`, and lifts what a wrong clock wrote, which hits all alike. Whoever was stopped by name, or waits for a
 * person, stays where he is: each had its own reason.
 */
async function resumeAll(policies: OpenPolicy, options: TargetOptions, io: Io): Promise<void> {
  const { policy } = await policies.read();
  const pause = policy.paused.find(({ id }) => id === EVERYBODY) ?? null;
  const wrongClock = await withTarget(
    () => true,
    options,
    io,
    NOTHING_LIFTED,
    async (target) => {
      const ids: string[] = [];
      for await (const { identityId } of target.ledger.identities.all()) ids.push(identityId);
      return liftWrongClockOf(target, ids);
    },
  );
  const after = pause === null ? policy : await lift(policies, EVERYBODY);
  const stillPaused = after.paused.map(({ id }) => id);
  const { mode } = after;
  if (options.json) {
    io.out(
      JSON.stringify(
        {
          target: options.target,
          identityId: EVERYBODY,
          resumed: pause !== null,
          pause,
          mode,
          stillPaused,
          wrongClock,
        },
        null,
        2,
      ),
    );
  } else if (pause === null) io.out("There was no pause of all identities.");
  else io.out(`The pause of all identities is lifted${sinceInWords(pause)}.`);
  if (!options.json) for (const line of wrongClockLines(wrongClock)) io.out(line);
  io.err(modeInWords(after, options));
  for (const one of after.paused)
    io.err(`${one.id} is still ${pauseInWords(one)}; \`sweeper resume ${one.id}${options.again}\` lifts it`);
}

async function resumeOne(id: string, policies: OpenPolicy, options: TargetOptions, io: Io): Promise<void> {
  const { policy } = await policies.read();
  const pause = policy.paused.find((one) => one.id === id) ?? null;
  const entry = policy.identities === "all" ? undefined : policy.identities.find((one) => one.id === id);
  const entryPaused = entry?.paused === true;
  // The mark first: should this process die in between, the identity stays paused.
  const { was, stop, known, wrongClock } = await liftMark(id, pause !== null || entryPaused, options, io);
  if (!known && pause === null && entry === undefined) throw new UsageError(`the ledger knows no identity ${id}`);
  const after = pause !== null || entryPaused ? await lift(policies, id) : policy;
  const [ahead] = wrongClock.lifted;
  const resumed = was !== null || stop !== null || pause !== null || entryPaused || ahead !== undefined;
  const stillPaused = policyFor(after, id).paused;
  if (options.json) {
    const { mode } = after;
    io.out(
      JSON.stringify(
        {
          ...{ target: options.target, identityId: id, resumed, was, pause, entryPaused, stillPaused, mode },
          stop,
          ...{ wrongClock: ahead?.times ?? [], claims: ahead?.claims ?? 0, workspace: wrongClock.workspace },
        },
        null,
        2,
      ),
    );
  } else {
    io.out(asText(id, { was, stop }, pause, entryPaused, ahead));
    for (const line of wrongClockLines({ ...wrongClock, lifted: [] })) io.out(line);
  }
  if (stillPaused) io.err(stillInWords(id, after, options));
  if (resumed) io.err(modeInWords(after, options));
}

/** The policy in force once the stop is lifted, and what the policy itself says of a pause, as earlier versions wrote it. */
async function lift(policies: OpenPolicy, id: string): Promise<Policy> {
  const { document } = await policies.document();
  const lifted = withoutPause(document, id);
  if (!isDeepStrictEqual(lifted, document)) await store(policies, lifted);
  await policies.stops.resume(id);
  return (await policies.read()).policy;
}

interface Mark {
  readonly was: NeedsPerson | null;
  /** What had stopped its last runs. */
  readonly stop: RunStop | null;
}

/** Takes the "needs a person" mark off, and what has stopped its last runs. A pause can be lifted while a run has the ledger open, and then the mark stays. */
async function liftMark(
  id: string,
  pauseToLift: boolean,
  options: TargetOptions,
  io: Io,
): Promise<Mark & { readonly known: boolean; readonly wrongClock: Lifted }> {
  const notLooked = { was: null, stop: null, known: true, wrongClock: NOTHING_LIFTED };
  const inUse = (error: unknown) => pauseToLift && error instanceof DataFolderError;
  return withTarget(inUse, options, io, notLooked, async (target) => {
    const { gate, version, lastListing } = await target.ledger.identities.find(id);
    const wrongClock = await liftWrongClockOf(target, [id]);
    const { needsPerson: was, stop } = gate;
    if (was !== null || stop !== null) await target.ledger.identities.setNeedsPerson(id, null);
    return { was, stop, known: version > 0 || lastListing !== null, wrongClock };
  });
}

/** `work` on the target, or `otherwise` where the ledger cannot be opened and a pause can be lifted all the same. */
async function withTarget<Result>(
  goesOnAfter: (error: unknown) => boolean,
  options: TargetOptions,
  io: Io,
  otherwise: Result,
  work: (target: Target) => Promise<Result>,
): Promise<Result> {
  const target = await openTarget(options, io).catch((error: unknown) => {
    if (!goesOnAfter(error)) throw error;
    io.err(`what else is waited for could not be looked up (${explain(error).text}): resume it again later`);
    return null;
  });
  if (target === null) return otherwise;
  try {
    return await work(target);
  } finally {
    await target.close();
  }
}

function asText(
  id: string,
  { was, stop }: Mark,
  pause: Pause | null,
  entryPaused: boolean,
  ahead: LiftedWrongClock | undefined,
): string {
  const lifted = [
    ...(stop === null ? [] : [`its last run had been stopped on ${timeInWords(stop.since)}: ${stop.why}`]),
    ...(was === null ? [] : [`it had waited for a person since ${timeInWords(was.since)}: ${was.why}`]),
    ...(pause === null ? [] : [`it was ${pauseInWords(pause)}`]),
    ...(entryPaused ? ['its entry in the policy said "paused"; change cdk.json too'] : []),
    ...(ahead === undefined ? [] : [`what a wrong clock had written: ${aheadInWords(ahead)}`]),
  ];
  if (lifted.length === 0) return `${identityShown(id)} itself was neither paused nor waiting for a person.`;
  return `${identityShown(id)} is resumed, its next run plans it again. Lifted: ${lifted.join("; ")}.`;
}

function aheadInWords({ times, claims }: LiftedWrongClock): string {
  const calls = times.some(({ what }) => what === "withdraw-calls");
  return [
    ...(times.length === 0 ? [] : [`${wrongClockInWords(times)}${calls ? " (its calls count from now on)" : ""}`]),
    ...(claims === 0 ? [] : [`${counted(claims, "claim")} on its invitations`]),
  ].join(", ");
}

function wrongClockLines({ lifted, workspace }: Lifted): string[] {
  return [
    ...lifted.map(
      (one) => `${identityShown(one.identityId)}: lifted what a wrong clock had written: ${aheadInWords(one)}.`,
    ),
    ...(workspace.length === 0 ? [] : [`Lifted what a wrong clock had written: ${wrongClockInWords(workspace)}.`]),
  ];
}

function stillInWords(id: string, policy: Policy, { again }: TargetOptions): string {
  const pause = pauseOf(policy, id);
  if (pause === null) return `the policy's list of identities leaves ${id} out: it is not swept`;
  return `it is still ${pauseInWords(pause)}; \`sweeper resume all${again}\` lifts it`;
}

const sinceInWords = ({ since, reason }: Pause): string =>
  [
    since === undefined ? "" : `; it was in force since ${timeInWords(new Date(since))}`,
    reason === undefined ? "" : `: ${printable(reason, 200)}`,
  ].join("");

/** Told at every resumption, so that nobody goes back to withdrawing without knowing it. */
function modeInWords({ mode }: Policy, { again }: TargetOptions): string {
  if (mode === "live") return 'the policy\'s mode is "live": what is stale is withdrawn from the next run on';
  const set = `sweeper policy set mode=live${again}`;
  const what = mode === "off" ? "nothing is listed or called" : "nothing is withdrawn";
  return `the policy's mode is "${mode}": ${what}; to withdraw: ${set}`;
}
