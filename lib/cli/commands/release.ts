import type { Command } from "commander";
import { allowedBy, RELEASE_DAYS } from "../../domain/surge.ts";
import { identityShown } from "../../report/reader.ts";
import { surgeInWords } from "../../report/surge-in-words.ts";
import { counted } from "../../report/words.ts";
import { type HeldForSurge, heldForSurge, releaseHeld } from "../../sweep/release-run.ts";
import { parseIdentityWord } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface ReleaseOptions extends TargetOptions {
  readonly identity?: string;
  readonly yes?: boolean;
}

const HELP = `
Nothing is called now. The next live runs withdraw what was held, within the daily cap: as many as the held run showed, and
a tenth more for what becomes eligible meanwhile. It holds for ${RELEASE_DAYS} days, or until the surge is worked off; after that, the next
surge is held again. \`sweeper preview\` shows what would go.

Example:
  $ sweeper runs --last 1
  $ sweeper release 2026-11-23T03:00:37.088Z`;

export function addRelease(program: Command, io: Io): void {
  withTargetOptions(program.command("release"), io, "writes")
    .argument("<run>", "the id of the held run, as `sweeper runs --json` and the run itself show it")
    .option("--identity <id-or-label>", "this identity's part only", parseIdentityWord)
    .option("--yes", "do not ask")
    .addHelpText("after", HELP)
    .action(async (runId: string, options: ReleaseOptions) => {
      const target = await openTarget(options, io);
      try {
        const all = await heldIn(target, runId, options);
        const held = all.filter(({ state }) => state === "held");
        if (held.length > 0) {
          await agree(held, options, io);
          await releaseHeld(target, runId, held);
        }
        const after = all.map((one) => ({ ...one, state: one.state === "held" ? "released" : one.state }));
        const released = held.map(({ identityId, eligible }) => ({ identityId, eligible }));
        if (options.json)
          io.out(JSON.stringify({ target: options.target, runId, released, identities: after }, null, 2));
        else io.out(all.map(inWords).join("\n"));
      } finally {
        await target.close();
      }
    });
}

/** @throws UsageError for a run that is not there, and for one that held nothing for a surge */
async function heldIn(target: Target, runId: string, options: ReleaseOptions): Promise<readonly HeldForSurge[]> {
  const { identity, again } = options;
  if ((await target.ledger.runs.find(runId)) === null) {
    throw new UsageError(`there is no run ${runId}; \`sweeper runs --json${again}\` shows the ids`);
  }
  const all = await heldForSurge(target, runId);
  const found = identity === undefined ? all : all.filter(({ identityId }) => identityId === identity);
  if (found.length > 0) return found;
  const whose = identity === undefined ? "nothing" : `nothing of identity ${identity}`;
  throw new UsageError(`run ${runId} held ${whose} for a surge: there is nothing to release`);
}

/** @throws UsageError when nobody can be asked, and when the answer is no */
async function agree(held: readonly HeldForSurge[], { yes }: ReleaseOptions, io: Io): Promise<void> {
  for (const { identityId, eligible, listed, surge } of held) {
    const what = surge === undefined ? counted(eligible, "invitation") : surgeInWords(surge, eligible, listed);
    io.err(`${identityId}: ${what}`);
  }
  if (yes === true) return;
  if (!io.interactive) throw new UsageError("releasing asks first; without a terminal, give --yes");
  const count = held.reduce((sum, { eligible }) => sum + eligible, 0);
  const question = `Let ${counted(count, "withdrawal")} of ${counted(held.length, "identity", "identities")} go in the next live runs?`;
  if (!(await io.confirm(question))) throw new UsageError("nothing was released");
}

function inWords({ identityId, eligible, state }: HeldForSurge): string {
  if (state === "released") return `${identityShown(identityId)}: was released before, and still is.`;
  if (state === "spent") {
    return `${identityShown(identityId)}: this run's release is over; release a later run that is held, if there is one.`;
  }
  const most = allowedBy({ left: eligible, shown: eligible });
  return `${identityShown(identityId)}: released: the next live runs withdraw them, unless more than ${most.toLocaleString("en-US")} are eligible by then.`;
}
