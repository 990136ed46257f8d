import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import type { CleanupStep } from "../../cleanup/cleanup-step.ts";
import { reopenParts } from "../../cleanup/reopen-parts.ts";
import { cleanupMessages, startCleanup } from "../../cleanup/start-cleanup.ts";
import { runCleanup, totalOf } from "../../local/run-cleanup.ts";
import type { Workspace } from "../../local/workspace.ts";
import { knowIdentities } from "../../report/reader.ts";
import { counted } from "../../report/words.ts";
import type { PolicySource } from "../../settings/policy-source.ts";
import { NotSweptError, previewAll } from "../../sweep/preview.ts";
import { parseIdentityWord } from "../arguments.ts";
import { type ChosenOfIdentity, choiceOf, chooseFrom } from "../cleanup/choose.ts";
import { notOver } from "../cleanup/not-over.ts";
import { showStatus } from "../cleanup/show-status.ts";
import { choiceInWords, cleanupQuestion, progressInWords, unfinishedOf, waitInWords } from "../cleanup/words.ts";
import { EXIT, UsageError } from "../errors.ts";
import { expectedLists } from "../expected-lists.ts";
import type { Io } from "../io.ts";
import { openLocal, openTarget } from "../open-target.ts";
import { readPlan } from "../plan/read-plan.ts";
import { openRunEvents } from "../run-events.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";
import { showListing, showProgress } from "../terminal/progress.ts";
import { courseOfPreview } from "../unfinished/of-preview.ts";
import { tell } from "../unfinished/tell.ts";
import { type Unfinished, unfinishedIn } from "../unfinished/unfinished.ts";

interface CleanupOptions extends TargetOptions {
  readonly identity?: string;
  readonly plan?: string;
  readonly live?: boolean;
  readonly yes?: boolean;
  readonly resume?: string | true;
  readonly status?: string | true;
}

const HELP = `
Everything that \`sweeper preview\` says to withdraw goes, and not only today's share; each is looked at again before it is
handed over. Edges then works off the list by itself, about one a minute. A batch that was handed over cannot be stopped.

Example:
  $ sweeper preview --csv plan.csv   # then remove rows that stay
  $ sweeper cleanup --live --plan plan.csv
  $ sweeper cleanup --resume         # goes on with the latest
  $ sweeper cleanup --status`;

export function addCleanup(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("cleanup"), io, "writes")
    .option("--identity <id-or-label>", "this identity only", parseIdentityWord)
    .option("--plan <file>", "nothing but what this plan of `preview --csv` says to withdraw")
    .option("--live", "withdraw although the policy says dry-run")
    .option("--yes", "do not ask before a clean-up on the real API")
    .option("--resume [id]", "go on with what was chosen before: the latest that is not over, unless an id is given")
    .option("--status [id]", "show how far clean-ups are; calls and writes nothing")
    .addHelpText("after", HELP)
    .action(async (options: CleanupOptions) => {
      if (options.status !== undefined) endWith(await showStatus(options, io));
      else if (options.stack !== undefined) endWith(await onStack(options.stack, options, io));
      else endWith(await onThisMachine(options, io));
    });
}

async function onThisMachine(options: CleanupOptions, io: Io): Promise<number> {
  const workspace = await openLocal(options, io);
  const events = openRunEvents(workspace.folder.events, null);
  try {
    const policy = options.live ? liveUnlessOff(workspace.policy) : workspace.policy;
    await requireLive(policy, options);
    const { resume } = options;
    const begun = resume === undefined ? await begin(workspace, policy, options, io) : null;
    if (begun !== null && begun.cleanupId === null) return begun.code;
    const cleanupId = begun?.cleanupId ?? (await toResume(workspace, resume, options));
    await reopenParts(workspace.ledger, cleanupId);
    return await carryOn(workspace, cleanupId, { policy, options, io, events: events.telling });
  } finally {
    await events.finish(io);
    await workspace.close();
  }
}

interface CarryOn {
  readonly policy: PolicySource;
  readonly options: CleanupOptions;
  readonly io: Io;
  readonly events: ReturnType<typeof openRunEvents>["telling"];
}

async function carryOn(w: Workspace, cleanupId: string, { policy, options, io, events }: CarryOn): Promise<number> {
  let interrupted = false;
  let takeBack = () => {};
  const steps = new Map<string, CleanupStep>();
  const progress = showProgress(io);
  try {
    const course = await runCleanup(w, cleanupId, {
      ...{ policy, fastForward: w.sandbox !== null, events },
      onStart(stop) {
        takeBack = io.onInterrupt(() => {
          interrupted = true;
          io.err(
            `Stopping: what Edges has been handed goes on there; \`sweeper cleanup --resume ${cleanupId}${options.again}\` follows it.`,
          );
          stop();
        });
      },
      onStep(identityId, step) {
        steps.set(identityId, step);
        const { withdrawn, chosen } = totalOf(steps.values());
        const more = step.kind === "wait" ? `${identityId}: ${waitInWords(step)}` : "";
        progress.show({ what: `${withdrawn} of ${chosen} withdrawn`, done: withdrawn, total: chosen, more });
      },
    });
    progress.end();
    const unfinished = [...course].flatMap(([id, step]) => unfinishedOf(id, cleanupId, step, options));
    if (options.json)
      io.out(JSON.stringify({ target: options.target, cleanupId, ...jsonOf(course), unfinished }, null, 2));
    else io.out(courseInWords(cleanupId, course));
    const code = tell(unfinished, io);
    return interrupted ? EXIT.interrupted : code;
  } finally {
    takeBack();
  }
}

type Begun = { readonly cleanupId: string } | { readonly cleanupId: null; readonly code: number };

/** Chooses, shows, asks, and keeps what was agreed to. */
async function begin(target: Target, source: PolicySource, options: CleanupOptions, io: Io): Promise<Begun> {
  const { chosen, unfinished } = await choose(target, source, options, io);
  io.err(choiceInWords(chosen, target.clock.now()));
  const choice = choiceOf(chosen);
  if (choice.size === 0) {
    if (options.json)
      io.out(JSON.stringify({ target: options.target, cleanupId: null, identities: [], unfinished }, null, 2));
    else io.out("Nothing to clean up: nothing was called.");
    return { cleanupId: null, code: tell(unfinished, io) };
  }
  tell(unfinished, io);
  const asks = options.yes !== true && options.edges !== "sandbox";
  if (asks && !io.interactive) throw new UsageError("a clean-up asks first; without a terminal, give --yes");
  if (asks && !(await io.confirm(cleanupQuestion(chosen)))) throw new UsageError("nothing was withdrawn");
  return { cleanupId: await startCleanup({ ...target, newId: randomUUID }, choice) };
}

async function choose(
  target: Target,
  source: PolicySource,
  options: CleanupOptions,
  io: Io,
): Promise<{ readonly chosen: readonly ChosenOfIdentity[]; readonly unfinished: readonly Unfinished[] }> {
  const { policy } = await source.read();
  const plan = options.plan === undefined ? null : await readPlan(options.plan, options.target, target.clock.now());
  for (const { cleanupId, left } of await notOver(target)) {
    io.err(
      `${cleanupId} is not over, ${left} left: \`sweeper cleanup --resume ${cleanupId}${options.again}\` goes on with it`,
    );
  }
  const listing = showListing(io, await expectedLists(target, io, options.identity));
  const preview = await target
    .skipWaits(previewAll(target, policy, options.identity, listing.onPage))
    .catch((error: unknown) => {
      throw error instanceof NotSweptError ? new UsageError(error.message) : error;
    });
  listing.end();
  knowIdentities(preview.identities);
  const chosen = await chooseFrom(target.ledger, preview, plan?.withdraw ?? null, policy.runCap);
  return { chosen, unfinished: unfinishedIn(courseOfPreview(preview), options) };
}

async function onStack(stack: string, options: CleanupOptions, io: Io): Promise<number> {
  if (options.live)
    throw new UsageError(`a stack's mode is its policy's: sweeper policy set mode=live --stack ${stack}`);
  const { cleanupSender } = await import("../stack/send-cleanup.ts");
  const send = await cleanupSender(stack);
  const target = await openTarget(options, io);
  try {
    await requireLive(target.policy, options);
    const begun = options.resume === undefined ? await begin(target, target.policy, options, io) : null;
    if (begun !== null && begun.cleanupId === null) return begun.code;
    const cleanupId = begun?.cleanupId ?? (await toResume(target, options.resume, options));
    await reopenParts(target.ledger, cleanupId);
    const ids: string[] = [];
    for await (const { identityId, state } of target.ledger.cleanups.parts(cleanupId)) {
      if (state === "open") ids.push(identityId);
    }
    await send(cleanupMessages(cleanupId, ids));
    if (options.json) io.out(JSON.stringify({ target: options.target, cleanupId, identities: ids }, null, 2));
    else io.out(`${cleanupId} has begun. Follow it with: sweeper cleanup --status --stack ${stack}`);
    return EXIT.done;
  } finally {
    await target.close();
  }
}

async function toResume(target: Target, resume: CleanupOptions["resume"], { again }: CleanupOptions): Promise<string> {
  if (typeof resume === "string") {
    if ((await target.ledger.cleanups.find(resume)) === null) {
      throw new UsageError(`no clean-up ${resume}; \`sweeper cleanup --status${again}\` shows them`);
    }
    return resume;
  }
  const [latest] = await notOver(target);
  if (latest === undefined) throw new UsageError("no clean-up is waiting to go on");
  return latest.cleanupId;
}

/** The kill switch wins over --live. */
const liveUnlessOff = (source: PolicySource): PolicySource => ({
  async read() {
    const { policy, version } = await source.read();
    return { policy: policy.mode === "off" ? policy : { ...policy, mode: "live" }, version };
  },
});

async function requireLive(source: PolicySource, { stack, again }: CleanupOptions): Promise<void> {
  const { mode } = (await source.read()).policy;
  if (mode === "live") return;
  const live = mode === "dry-run" && stack === undefined ? "give --live, or set it with" : "set it with";
  throw new UsageError(
    `the mode is "${mode}", in which nothing is withdrawn: ${live} \`sweeper policy set mode=live${again}\``,
  );
}

const jsonOf = (course: ReadonlyMap<string, CleanupStep>) => ({
  identities: [...course].map(([identityId, { progress, ...step }]) => ({ identityId, ...step, ...progress })),
});

function courseInWords(cleanupId: string, course: ReadonlyMap<string, CleanupStep>): string {
  const { withdrawn, chosen, left } = totalOf(course.values());
  const lines = [...course].map(([id, { progress }]) => `${id}: ${progressInWords(progress)}`);
  const rest = left === 0 ? "" : `; ${counted(left, "invitation")} to go`;
  return [...lines, `${cleanupId}: ${withdrawn} of ${chosen} withdrawn${rest}.`].join("\n");
}
