import { type Command, Option } from "commander";
import type { Screen } from "../../report/text-table.ts";
import { counted } from "../../report/words.ts";
import { DEAD_LETTER_QUEUES, type DeadLetterBox, type DeadLetterQueue } from "../dead-letters/dead-letter.ts";
import { type Judge, type JudgedLetter, judge } from "../dead-letters/judge.ts";
import { type BoxOptions, withBox } from "../dead-letters/open-box.ts";
import { lettersInWords, lettersTable, letterWhole } from "../dead-letters/text.ts";
import { EXIT, UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { Access } from "../name-target.ts";
import { screenOf } from "../print-rows.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface QueueOptions extends TargetOptions {
  readonly queue: DeadLetterQueue | "all";
}

interface RedriveOptions extends QueueOptions, BoxOptions {
  readonly queue: DeadLetterQueue | "all";
}

interface PurgeOptions extends QueueOptions {
  readonly hopeless?: boolean;
  readonly yes?: boolean;
}

const LOCALLY = `On this machine they are kept in the data folder. There are none of start-run there: its errors are shown to whoever starts a run.`;

export function addDeadLetters(program: Command, io: Io, endWith: (code: number) => void): void {
  const command = program.command("dead-letters");

  withQueueOption(command.command("list"), io, "reads")
    .description("every dead letter with its reason, and whether a redrive would cure it; they stay as they are")
    .addHelpText(
      "after",
      `\n${LOCALLY}\n\nExample:\n  $ sweeper dead-letters list\n  $ sweeper dead-letters list --queue withdraw --json`,
    )
    .action((options: QueueOptions) => list(options, io));

  withQueueOption(command.command("redrive"), io, "writes")
    .description("send those again that this would cure; the rest stays, and is listed")
    .option("--live", "on this machine: withdraw although the policy says dry-run")
    .option("--yes", "on this machine: do not ask before withdrawing through the real API")
    .option("--real-time", "on this machine: do not fast-forward the sandbox's clock over gaps")
    .addHelpText(
      "after",
      `\nEach message is sent before it is deleted here, so none is lost. One that is handled twice is harmless: the claim lets\none call through at a time, and none for an invitation that has ended. The verdict is made again before a call. On a\nstack the functions process the messages by themselves, on this machine they are processed now.\n\nExample:\n  $ sweeper dead-letters redrive --queue withdraw`,
    )
    .action((options: RedriveOptions) => redrive(options, io, endWith));

  withQueueOption(command.command("purge"), io, "writes")
    .description("delete them, after asking; prints what it deletes")
    .option("--hopeless", "only those that a redrive would not cure")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      "\nWith --json each message is printed whole, one a line, before it is deleted.\n\nExample:\n  $ sweeper dead-letters purge --hopeless\n  $ sweeper dead-letters purge --yes --json > dead-letters.ndjson",
    )
    .action((options: PurgeOptions) => purge(options, io));
}

function withQueueOption(command: Command, io: Io, access: Access): Command {
  return withTargetOptions(command, io, access).addOption(
    new Option("--queue <queue>", "these only").choices([...DEAD_LETTER_QUEUES, "all"]).default("all"),
  );
}

const queuesOf = ({ queue }: QueueOptions) => (queue === "all" ? DEAD_LETTER_QUEUES : [queue]);

async function list(options: QueueOptions, io: Io): Promise<void> {
  await withBox(options, io, true, async (box, j) => {
    const { letters, notices } = await judged(box, j, queuesOf(options));
    if (options.json) io.out(JSON.stringify(letters, null, 2));
    else
      io.out(
        [...(letters.length > 0 ? [lettersTable(letters, screenOf(io, "--json"))] : []), lettersInWords(letters)].join(
          "\n",
        ),
      );
    for (const notice of notices) io.err(notice);
    if (letters.some((letter) => letter.redrive === "never")) io.err(HOPELESS);
  });
}

const HOPELESS = 'a redrive would not cure those marked "never": `sweeper dead-letters purge --hopeless` deletes them';

async function judged(box: DeadLetterBox, j: Judge, queues: readonly DeadLetterQueue[]) {
  const visits = queues.map(async (queue) => {
    const letters: JudgedLetter[] = [];
    const notices = await box.visit(queue, async (letter) => {
      letters.push(await judge(j, letter));
      return "keep";
    });
    return { letters, notices };
  });
  // All are waited for, also when one fails: each lets go of what it holds at its end.
  const ended = await Promise.allSettled(visits);
  const seen = ended.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
  return {
    letters: seen.flatMap(({ letters }) => letters),
    notices: [...new Set(seen.flatMap(({ notices }) => notices))],
  };
}

async function redrive(options: RedriveOptions, io: Io, endWith: (code: number) => void): Promise<void> {
  if (options.stack !== undefined && options.live) {
    throw new UsageError(`a stack's mode is its policy's: sweeper policy set mode=live --stack ${options.stack}`);
  }
  await withBox(options, io, false, async (box, j) => {
    const letters: JudgedLetter[] = [];
    const result = await box.redrive(queuesOf(options), async (letter) => {
      const one = await judge(j, letter);
      letters.push(one);
      return one.redrive === "now";
    });
    const { deadAgain, interrupted, notices, refused } = result;
    const told = letters.map((one): JudgedLetter => {
      const refusal = refused.find(({ id }) => id === one.id);
      return refusal === undefined ? one : { ...one, redrive: "later", reason: refusal.why };
    });
    const redriven = told.filter((one) => one.redrive === "now");
    const kept = told.filter((one) => one.redrive !== "now");
    if (options.json)
      io.out(JSON.stringify({ target: options.target, redriven, kept, deadAgain, interrupted }, null, 2));
    else io.out(redrivenAsText(redriven, kept, deadAgain, screenOf(io, "--json")));
    for (const notice of notices) io.err(notice);
    if (kept.some((letter) => letter.redrive === "never")) io.err(HOPELESS);
    if (refused.length > 0) endWith(EXIT.failed);
    if (interrupted) endWith(EXIT.interrupted);
  });
}

function redrivenAsText(
  redriven: readonly JudgedLetter[],
  kept: readonly JudgedLetter[],
  deadAgain: number | null,
  screen: Screen,
): string {
  const died = deadAgain === null || deadAgain === 0 ? "" : `, ${deadAgain} failed again`;
  return [
    ...(redriven.length > 0 ? ["Redriven:", lettersTable(redriven, screen)] : []),
    ...(kept.length > 0 ? ["Left where they are:", lettersTable(kept, screen)] : []),
    `${counted(redriven.length, "message")} redriven, ${kept.length} left${died}.`,
  ].join("\n");
}

async function purge(options: PurgeOptions, io: Io): Promise<void> {
  if (!options.yes && !io.interactive) {
    throw new UsageError("dead letters are deleted only after asking; without a terminal, give --yes");
  }
  await withBox(options, io, false, async (box, j) => {
    const wanted = ({ redrive: when }: JudgedLetter) => !options.hopeless || when === "never";
    const queues = queuesOf(options);
    if (!options.yes) {
      const { letters, notices } = await judged(box, j, queues);
      const count = letters.filter(wanted).length;
      if (count === 0) return io.out(`Nothing to delete. ${lettersInWords(letters)}`);
      io.err(lettersTable(letters.filter(wanted), screenOf(io)));
      const more = notices.length === 0 ? "" : " and those that appear behind them";
      const question = `Delete ${counted(count, "dead letter")}${more}? What they ask for will not be done.`;
      if (!(await io.confirm(question))) throw new UsageError("nothing was deleted");
    }
    let deleted = 0;
    const notices = new Set<string>();
    for (const queue of queues) {
      const unseen = await box.visit(queue, async (letter) => {
        const one = await judge(j, letter);
        if (!wanted(one)) return "keep";
        // Printed before it is gone, so that it is never in neither place.
        io.out(options.json ? JSON.stringify(one) : letterWhole(one));
        deleted += 1;
        return "delete";
      });
      for (const notice of unseen) notices.add(notice);
    }
    for (const notice of notices) io.err(notice);
    const closing = `${counted(deleted, "dead letter")} deleted`;
    if (options.json) io.err(closing);
    else io.out(closing);
  });
}
