import type { Command } from "commander";
import { MAX_THRESHOLD_DAYS, THRESHOLD_FLOOR_DAYS } from "../../domain/policy.ts";
import { DAY_MS } from "../../domain/time.ts";
import { identityShown } from "../../report/reader.ts";
import { counted } from "../../report/words.ts";
import { parseIdentityWord, parseWholeNumber } from "../arguments.ts";
import type { Io } from "../io.ts";
import { openPolicy, openTarget } from "../open-target.ts";
import { store, thresholdOf, withOwnThreshold, withThreshold } from "../policy-change.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";
import { addThresholdRecommend } from "./threshold-recommend.ts";

interface ThresholdOptions extends TargetOptions {
  readonly identity?: string;
}

export function addThreshold(program: Command, io: Io): void {
  const threshold = program
    .command("threshold")
    .addHelpText("after", "\nExample:\n  $ sweeper threshold\n  $ sweeper threshold set 18");

  withTargetOptions(threshold.command("show", { isDefault: true }), io, "reads")
    .description("the threshold in force")
    .addHelpText("after", "\nExample:\n  $ sweeper threshold show --json")
    .action((options: ThresholdOptions) => show(options, io));

  withTargetOptions(threshold.command("set"), io, "writes")
    .description("change it; the next run uses it")
    .argument("<days>", `whole days, ${THRESHOLD_FLOOR_DAYS} to ${MAX_THRESHOLD_DAYS}`, parseWholeNumber(1))
    .option("--identity <id-or-label>", "for this identity alone", parseIdentityWord)
    .addHelpText("after", "\nExample:\n  $ sweeper threshold set 18\n  $ sweeper threshold set 30 --identity 5f0c…")
    .action((days: number, options: ThresholdOptions) => set(days, options, io));

  addThresholdRecommend(threshold, io);
}

async function show(options: ThresholdOptions, io: Io): Promise<void> {
  const { policy, version } = await (await openPolicy(options, io)).read();
  const own = withOwnThreshold(policy);
  if (options.json) {
    io.out(
      JSON.stringify(
        { target: options.target, version, thresholdDays: policy.thresholdDays, identities: own },
        null,
        2,
      ),
    );
    return;
  }
  io.out(`${policy.thresholdDays} days (policy version ${version})`);
  for (const { id, thresholdDays } of own) io.out(`${thresholdDays} days for ${identityShown(id)}`);
}

async function set(days: number, options: ThresholdOptions, io: Io): Promise<void> {
  const policies = await openPolicy(options, io);
  const document = withThreshold((await policies.document()).document, days, options.identity);
  const { before, after, version } = await store(policies, document);
  const from = before === null ? null : thresholdOf(before, options.identity);
  const own = options.identity === undefined ? withOwnThreshold(after) : [];
  const newlyStale = await countIfFree(options, io, days, own);
  if (options.json) {
    io.out(
      JSON.stringify(
        { target: options.target, version, before: from, after: days, pendingAtOrOver: newlyStale, unaffected: own },
        null,
        2,
      ),
    );
    return;
  }
  io.out(`threshold: ${from ?? "not valid"} → ${days} days (policy version ${version})`);
  if (newlyStale !== null) {
    io.out(
      `${counted(newlyStale, "pending invitation")} known to the ledger ${newlyStale === 1 ? "is" : "are"} that old now`,
    );
  }
  for (const { id, thresholdDays } of own)
    io.out(`not affected: ${identityShown(id)} has its own threshold of ${thresholdDays} days`);
  io.out("change cdk.json too (context.inviteSweeper.policy), or the next deployment brings the old value back");
}

/** The change is made already; a ledger that a run has open only means that its effect is not counted. */
async function countIfFree(
  options: ThresholdOptions,
  io: Io,
  days: number,
  own: readonly { readonly id: string }[],
): Promise<number | null> {
  let workspace: Target;
  try {
    workspace = await openTarget(options, io, true);
  } catch {
    io.err("how many pending invitations that affects cannot be counted while a run has the ledger open");
    return null;
  }
  try {
    return await countOlder(
      workspace,
      days,
      own.map(({ id }) => id),
      options.identity,
    );
  } finally {
    await workspace.close();
  }
}

/** Open invitations of the identities a change touches that have reached `days`. */
async function countOlder(
  w: Target,
  days: number,
  except: readonly string[],
  only: string | undefined,
): Promise<number> {
  const sentBy = new Date(w.clock.now().getTime() - days * DAY_MS);
  let count = 0;
  for await (const { identityId } of w.ledger.identities.all()) {
    if (except.includes(identityId) || (only !== undefined && identityId !== only)) continue;
    for await (const { sentAt } of w.ledger.invitations.open(identityId)) if (sentAt <= sentBy) count += 1;
  }
  return count;
}
