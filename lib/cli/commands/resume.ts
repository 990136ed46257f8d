import type { Command } from "commander";
import { shortTime } from "../../report/words.ts";
import { parseIdentity } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openTarget, type TargetOptions, withTargetOptions } from "../target.ts";

export function addResume(program: Command, io: Io): void {
  withTargetOptions(program.command("resume"))
    .description("let an identity go on that waits for a person; the next run sweeps it again")
    .argument("<identity>", "its id, as `sweeper identities` shows it", parseIdentity)
    .addHelpText("after", "\nExample:\n  $ sweeper resume 5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601")
    .action(async (identityId: string, options: TargetOptions) => {
      const workspace = await openTarget(options, io);
      try {
        const { gate, version } = await workspace.ledger.identities.find(identityId);
        if (version === 0) throw new UsageError(`the ledger knows no identity ${identityId}`);
        const was = gate.needsPerson;
        if (was !== null) await workspace.ledger.identities.setNeedsPerson(identityId, null);
        if (options.json) io.out(JSON.stringify({ identityId, resumed: was !== null, was }, null, 2));
        else if (was === null) io.out(`${identityId} was not waiting for anybody`);
        else
          io.out(
            `${identityId} goes on with the next run; it had waited since ${shortTime(was.since)} UTC: ${was.why}`,
          );
      } finally {
        await workspace.close();
      }
    });
}
