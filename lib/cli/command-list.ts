import { Command } from "commander";
import type { Io } from "./io.ts";

/** Adds a command with its options and its action to the program. The action hands its exit code to `endWith`. */
type AddCommand = (program: Command, io: Io, endWith: (code: number) => void) => void;

/** What the list of commands shows of one, and where the rest of it is. */
interface CommandRow {
  /** The line of the list: the name, "[options]" where it takes any, and its arguments. */
  readonly usage: string;
  readonly description: string;
  /** Imports the command with all that it uses, which takes longer than most commands run. */
  readonly load: () => Promise<AddCommand>;
  /** It says something of all other commands, so that these are loaded too. */
  readonly needsAll?: true;
}

/** A command is one file in `commands/` and one row here, in the order of the help. */
export const COMMANDS: readonly CommandRow[] = [
  {
    usage: "init [options]",
    description: "set it up: key, identities, time zone, hours, threshold, mail; shows what changes before it writes",
    load: async () => (await import("./commands/init.ts")).addInit,
  },
  {
    usage: "preview [options]",
    description: "show every pending invitation with its verdict and why; writes nothing but the plan asked for",
    load: async () => (await import("./commands/preview.ts")).addPreview,
  },
  {
    usage: "run [options]",
    description: "sweep every identity once: list, book, plan, and in live mode withdraw what is stale",
    load: async () => (await import("./commands/run.ts")).addRun,
  },
  {
    usage: "runs [options]",
    description: "the latest runs, and what each held back and why",
    load: async () => (await import("./commands/runs.ts")).addRuns,
  },
  {
    usage: "cleanup [options]",
    description: "withdraw the whole backlog, or what a plan says of it, by Edges' own runs; asks first",
    load: async () => (await import("./commands/cleanup.ts")).addCleanup,
  },
  {
    usage: "outcomes [options]",
    description: "what became of invitations: one line each, oldest first",
    load: async () => (await import("./commands/outcomes.ts")).addOutcomes,
  },
  {
    usage: "announced [options]",
    description: "withdrawals that have been announced (policy noticeDays), the first to go first",
    load: async () => (await import("./commands/announced.ts")).addAnnounced,
  },
  {
    usage: "digest [options]",
    description: "what the scheduled digest would say; sends nothing",
    load: async () => (await import("./commands/digest.ts")).addDigest,
  },
  {
    usage: "report [options]",
    description: "what the log says: outcomes, how long they took, and what another threshold would give up and free",
    load: async () => (await import("./commands/report.ts")).addReport,
  },
  {
    usage: "invitation [options] <which>",
    description: "an invitation's whole life, and the person's other invitations",
    load: async () => (await import("./commands/invitation.ts")).addInvitation,
  },
  {
    usage: "holdout [options]",
    description: "who is left alone past the threshold, until when, and what they have shown so far",
    load: async () => (await import("./commands/holdout.ts")).addHoldout,
  },
  {
    usage: "identities [options]",
    description: "every identity: connection, pending invitations, calls of the last 24 hours, what needs a person",
    load: async () => (await import("./commands/identities.ts")).addIdentities,
  },
  {
    usage: "label [options] [id] [name]",
    description: "give an identity a name of your own, which every screen then shows; alone it lists them",
    load: async () => (await import("./commands/label.ts")).addLabel,
  },
  {
    usage: "pause [options] <identity>",
    description: "stop the calls of an identity, or of all, until `resume`; works while a run is under way",
    load: async () => (await import("./commands/pause.ts")).addPause,
  },
  {
    usage: "resume [options] <identity>",
    description: "resume a paused identity, one that waits for a person, or one that a wrong clock has stopped",
    load: async () => (await import("./commands/resume.ts")).addResume,
  },
  {
    usage: "release [options] <run>",
    description: "let go what a run has held because so many were eligible (a surge)",
    load: async () => (await import("./commands/release.ts")).addRelease,
  },
  {
    usage: "retry [options] [which]",
    description: "end the rest of invitations that five calls could not withdraw: the next run plans them again",
    load: async () => (await import("./commands/retry.ts")).addRetry,
  },
  {
    usage: "reconcile [options] [identity]",
    description:
      "list an identity again and mend the ledger where it disagrees, or a stack's packed days; withdraws nothing",
    load: async () => (await import("./commands/reconcile.ts")).addReconcile,
  },
  {
    usage: "dead-letters",
    description: "messages that failed permanently: why, and what to do",
    load: async () => (await import("./commands/dead-letters.ts")).addDeadLetters,
  },
  {
    usage: "flag [options] [profile]",
    description:
      "flag a person: protected keeps their invitations, any other kind has them withdrawn, whatever their age",
    load: async () => (await import("./commands/flag.ts")).addFlag,
  },
  {
    usage: "unflag [options] [profile]",
    description: "take a person's flags away, or one kind of them",
    load: async () => (await import("./commands/flag.ts")).addUnflag,
  },
  {
    usage: "flags",
    description: "who is flagged, as what, by whom and when; or flag many people from a file",
    load: async () => (await import("./commands/flags.ts")).addFlags,
  },
  {
    usage: "withdraw [options] <which>",
    description: "ask for the withdrawal of an invitation, whatever its age; same queue, gate and caps as any other",
    load: async () => (await import("./commands/withdraw.ts")).addWithdraw,
  },
  {
    usage: "can-invite [options] <profile>",
    description: "whether a person may be invited now; if not, from when on and why; reads the ledger, calls nothing",
    load: async () => (await import("./commands/can-invite.ts")).addCanInvite,
  },
  {
    usage: "policy",
    description: "show, check or change what the sweeper may do",
    load: async () => (await import("./commands/policy.ts")).addPolicy,
  },
  {
    usage: "threshold",
    description: "the days after which an unanswered invitation is withdrawn",
    load: async () => (await import("./commands/threshold.ts")).addThreshold,
  },
  {
    usage: "use [options] [target] [name]",
    description: "save the target that commands work on from now on, for a data folder; alone it shows the saved one",
    load: async () => (await import("./commands/use.ts")).addUse,
  },
  {
    usage: "doctor [options]",
    description: "look whether everything is as it should be, here or on a deployed stack, and say what to do",
    load: async () => (await import("./commands/doctor.ts")).addDoctor,
  },
  {
    usage: "completion <shell>",
    description: "print a script that completes commands, options and values in bash, zsh or fish",
    load: async () => (await import("./commands/completion.ts")).addCompletion,
    needsAll: true,
  },
  {
    usage: "mcp [options]",
    description: "serve an assistant over the Model Context Protocol; it may look, and ask a person before it writes",
    load: async () => (await import("./commands/mcp.ts")).addMcp,
  },
  {
    usage: "sandbox [options]",
    description: "run the stand-in for the Edges API alone, until Ctrl-C",
    load: async () => (await import("./commands/sandbox.ts")).addSandbox,
  },
  {
    usage: "demo [options]",
    description: "a quarter of a made-up team on the sandbox: a dry run, a live run a day, what the log tells",
    load: async () => (await import("./commands/demo.ts")).addDemo,
  },
];

export const commandName = ({ usage }: CommandRow): string => usage.split(" ")[0] ?? "";

/** A command of which only its line in the list is wanted. It does nothing. */
export function outlineOf(row: CommandRow): Command {
  const command = new Command(commandName(row)).description(row.description);
  for (const word of row.usage.split(" ").slice(1)) {
    // The list names no option, only that there are some.
    if (word === "[options]") command.option("--any");
    else command.argument(word);
  }
  return command;
}
