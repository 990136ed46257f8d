import { Command } from "commander";
import { addAnnounced } from "./commands/announced.ts";
import { addCanInvite } from "./commands/can-invite.ts";
import { addCleanup } from "./commands/cleanup.ts";
import { addDeadLetters } from "./commands/dead-letters.ts";
import { addDemo } from "./commands/demo.ts";
import { addDigest } from "./commands/digest.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addFlag, addUnflag } from "./commands/flag.ts";
import { addFlags } from "./commands/flags.ts";
import { addHoldout } from "./commands/holdout.ts";
import { addIdentities } from "./commands/identities.ts";
import { addInvitation } from "./commands/invitation.ts";
import { addMcp } from "./commands/mcp.ts";
import { addOutcomes } from "./commands/outcomes.ts";
import { addPause } from "./commands/pause.ts";
import { addPolicy } from "./commands/policy.ts";
import { addPreview } from "./commands/preview.ts";
import { addReconcile } from "./commands/reconcile.ts";
import { addRelease } from "./commands/release.ts";
import { addReport } from "./commands/report.ts";
import { addResume } from "./commands/resume.ts";
import { addRetry } from "./commands/retry.ts";
import { addRun } from "./commands/run.ts";
import { addRuns } from "./commands/runs.ts";
import { addSandbox } from "./commands/sandbox.ts";
import { addThreshold } from "./commands/threshold.ts";
import { addUse } from "./commands/use.ts";
import { addWithdraw } from "./commands/withdraw.ts";
import { EXIT, EXIT_CODES, explain } from "./errors.ts";
import { harmlessIo } from "./harmless-io.ts";
import type { Io } from "./io.ts";

/** A command is one file in `commands/` and one row here. */
const COMMANDS = [
  addPreview,
  addRun,
  addRuns,
  addCleanup,
  addOutcomes,
  addAnnounced,
  addDigest,
  addReport,
  addInvitation,
  addHoldout,
  addIdentities,
  addPause,
  addResume,
  addRelease,
  addRetry,
  addReconcile,
  addDeadLetters,
  addFlag,
  addUnflag,
  addFlags,
  addWithdraw,
  addCanInvite,
  addPolicy,
  addThreshold,
  addUse,
  addDoctor,
  addMcp,
  addSandbox,
  addDemo,
] as const;

/** Runs the command line; answers the exit code, one of `EXIT`. */
export async function main(argv: readonly string[], terminal: Io): Promise<number> {
  const io = harmlessIo(terminal);
  const program = new Command("sweeper")
    .description(
      "Withdraws LinkedIn invitations nobody answered, one call at a time, and learns how long waiting is worth it.",
    )
    .showHelpAfterError("(sweeper --help shows the commands)")
    .enablePositionalOptions();
  let code: number = EXIT.done;
  for (const add of COMMANDS) {
    add(program, io, (given) => {
      code = given;
    });
  }
  program.addHelpText("after", `\n${EXIT_CODES}`);
  exitQuietly(program, io);
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    io.progress("");
    const { code: failed, text } = explain(error);
    if (text !== "") io.err(text);
    return failed;
  }
}

/** Commander ends the process by itself; here it throws instead, and writes through `io`. */
function exitQuietly(command: Command, io: Io): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  for (const sub of command.commands) exitQuietly(sub, io);
}
