import { type Command, Option } from "commander";
import { FLAG_KINDS, type FlagKind } from "../../domain/rule.ts";
import { isOpen, type TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { AmbiguousReferenceError, flag, flagTargetOf, unflag } from "../../ledger/flagging.ts";
import type { FlagRecord, Ledger } from "../../ledger/ledger.ts";
import { peopleUnder } from "../../ledger/people-under.ts";
import { subjectInWords } from "../../report/flags-table.ts";
import { counted } from "../../report/words.ts";
import { UsageError } from "../errors.ts";
import { textFault, whoIsThis } from "../flags/mark-texts.ts";
import { openToFlag } from "../flags/open-ledger.ts";
import { readSubject } from "../flags/read-subject.ts";
import type { Io } from "../io.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface FlagOptions extends TargetOptions {
  readonly as: FlagKind;
  readonly note?: string;
  readonly by: string;
}

interface UnflagOptions extends TargetOptions {
  readonly as?: FlagKind;
}

const PROFILE =
  "the address of the profile, a Sales Navigator id or address, or the person's id as `preview --json` shows it";

export function addFlag(program: Command, io: Io): void {
  withTargetOptions(program.command("flag"), io, "writes")
    .description(
      "flag a person: protected keeps their invitations, any other kind has them withdrawn, whatever their age",
    )
    .argument("<profile>", PROFILE)
    .addOption(new Option("--as <kind>", "what they are").choices(FLAG_KINDS).makeOptionMandatory())
    .option("--note <text>", "why, in your own words")
    .option("--by <name>", "who sets the flag", whoIsThis())
    .addHelpText(
      "after",
      '\nExample:\n  $ sweeper flag linkedin.com/in/ana-lee --as protected --note "we talk on the phone"\n  $ sweeper flag 123456789 --as customer',
    )
    .action(async (profile: string, { as, note = "", by, ...options }: FlagOptions) => {
      const subject = subjectOf(profile);
      const fault = prefixed("--note", textFault("note", note)) ?? prefixed("--by", textFault("by", by));
      if (fault !== null) throw new UsageError(fault);
      const workspace = await openToFlag(options, io);
      try {
        const mark = { kind: as, by, at: workspace.clock.now(), note: note.trim() || null };
        const record = await orUsageError(flag(workspace.ledger, flagTargetOf(subject), mark));
        const pending = await pendingOf(workspace.ledger, record);
        if (options.json) io.out(JSON.stringify({ target: options.target, ...record, pending }, null, 2));
        else io.out(asText(record, as, pending));
      } finally {
        await workspace.close();
      }
    });
}

export function addUnflag(program: Command, io: Io): void {
  withTargetOptions(program.command("unflag"), io, "writes")
    .description("take a person's flags away, or one kind of them")
    .argument("<profile>", PROFILE)
    .addOption(new Option("--as <kind>", "this kind only").choices(FLAG_KINDS))
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper unflag linkedin.com/in/ana-lee\n  $ sweeper unflag 123456789 --as customer",
    )
    .action(async (profile: string, { as = undefined, ...options }: UnflagOptions) => {
      const subject = subjectOf(profile);
      const workspace = await openToFlag(options, io);
      try {
        const taken = await orUsageError(unflag(workspace.ledger, flagTargetOf(subject), as ?? null));
        if (options.json) io.out(JSON.stringify({ target: options.target, subject, taken }, null, 2));
        else if (taken.length === 0)
          io.out(`${subjectInWords(subject)} was not flagged${as === undefined ? "" : ` ${as}`}`);
        else io.out(`${subjectInWords(subject)} is no longer flagged ${taken.join(", ")}`);
      } finally {
        await workspace.close();
      }
    });
}

const prefixed = (option: string, fault: string | null): string | null =>
  fault === null ? null : `${option}: ${fault}`;

function subjectOf(profile: string): string {
  const reading = readSubject(profile);
  if (!reading.ok) throw new UsageError(`this names no person: ${reading.fault}`);
  return reading.subject;
}

async function orUsageError<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AmbiguousReferenceError)) throw error;
    throw new UsageError(`${error.message}; name the one you mean by the id`);
  }
}

/** Open invitations in the ledger that the flags reach; null for an address nobody knows yet. */
async function pendingOf({ invitations }: Ledger, { subject, belongsTo, marks }: FlagRecord): Promise<number | null> {
  const whom = flagTargetOf(subject);
  const personId = "personId" in whom ? whom.personId : belongsTo;
  const nameless = "personId" in whom ? [] : (await peopleUnder(invitations, whom.profileKey)).nameless;
  if (personId === null && nameless.length === 0) return null;
  const theirs: TrackedInvitation[] = [];
  if (personId !== null) for await (const one of invitations.ofPerson(personId)) theirs.push(one);
  // Where it is in doubt who is meant, only a protection counts (see `flag-lookup.ts`).
  const alone = personId === null ? nameless.length === 1 : nameless.length === 0;
  const reached = alone || isProtected(marks) ? [...theirs, ...nameless] : theirs;
  return reached.filter(({ state }) => isOpen(state)).length;
}

const isProtected = (marks: FlagRecord["marks"]): boolean => marks.some(({ kind }) => kind === "protected");

function asText({ subject, marks }: FlagRecord, as: FlagKind, pending: number | null): string {
  const others = marks.map(({ kind }) => kind).filter((kind) => kind !== as);
  const lines = [
    `${subjectInWords(subject)} is flagged ${as}${others.length > 0 ? `, beside ${others.join(", ")}` : ""}`,
  ];
  if (pending === null) {
    lines.push(
      "the ledger knows no invitation to this address or id: the flag waits for the first listing that shows it",
    );
  } else {
    const what = isProtected(marks)
      ? "kept while the protection stands"
      : "withdrawn by the next runs, before what is stale";
    lines.push(`${counted(pending, "pending invitation")} to them${pending === 0 ? "" : `: ${what}`}`);
  }
  return lines.join("\n");
}
