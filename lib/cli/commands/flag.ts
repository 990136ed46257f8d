import { type Command, Option } from "commander";
import { FLAG_KINDS, type FlagKind } from "../../domain/rule.ts";
import { isOpen, type TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { AmbiguousReferenceError, flag, flagTargetOf, unflag } from "../../ledger/flagging.ts";
import type { FlagRecord, Ledger } from "../../ledger/ledger.ts";
import { peopleUnder } from "../../ledger/people-under.ts";
import { subjectInWords } from "../../report/flags-table.ts";
import { counted } from "../../report/words.ts";
import { forgetCompany, nameCompany } from "../companies/name-company.ts";
import { UsageError } from "../errors.ts";
import { textFault, whoIsThis } from "../flags/mark-texts.ts";
import { openToFlag } from "../flags/open-ledger.ts";
import { readSubject } from "../flags/read-subject.ts";
import type { Io } from "../io.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface FlagOptions extends TargetOptions {
  readonly as: FlagKind;
  readonly company?: string;
  readonly note?: string;
  readonly by: string;
}

interface UnflagOptions extends TargetOptions {
  readonly company?: string;
  readonly as?: FlagKind;
}

const PROFILE =
  "the address of the profile, a Sales Navigator id or address, or the person's id as `preview --json` shows it";

const COMPANY =
  "in place of a profile: suggest this of everybody whose job title has the company, in preview and before a live run; nobody is flagged by it";

export function addFlag(program: Command, io: Io): void {
  withTargetOptions(program.command("flag"), io, "writes")
    .argument("[profile]", PROFILE)
    .option("--company <name>", COMPANY)
    .addOption(new Option("--as <kind>", "what they are").choices(FLAG_KINDS).makeOptionMandatory())
    .option("--note <text>", "why, in your own words")
    .option("--by <name>", "who sets the flag", whoIsThis())
    .addHelpText(
      "after",
      '\nExample:\n  $ sweeper flag linkedin.com/in/ana-lee --as protected --note "a friend"\n  $ sweeper flag 123456789 --as customer\n  $ sweeper flag --company "Example Ltd" --as protected   # suggests',
    )
    .action(async (given: string | undefined, { as, note = "", by, company, ...options }: FlagOptions) => {
      if (company !== undefined && note !== "")
        throw new UsageError("--note is for a person's flag, not for a company");
      const profile = profileIn(given, company);
      if (profile === null) return nameCompany({ company: company ?? "", as, by }, options, io);
      const subject = subjectOf(profile);
      const fault = prefixed("--note", textFault("note", note)) ?? prefixed("--by", textFault("by", by));
      if (fault !== null) throw new UsageError(fault);
      const workspace = await openToFlag(options, io);
      try {
        const { record, pending } = await setFlag(workspace, subject, { as, by, note });
        if (options.json) io.out(JSON.stringify({ target: options.target, ...record, pending }, null, 2));
        else io.out(flagText(record, as, pending));
      } finally {
        await workspace.close();
      }
    });
}

export function addUnflag(program: Command, io: Io): void {
  withTargetOptions(program.command("unflag"), io, "writes")
    .argument("[profile]", PROFILE)
    .option("--company <name>", "take away what this company suggests; flags of people stay")
    .addOption(new Option("--as <kind>", "this kind only").choices(FLAG_KINDS))
    .addHelpText(
      "after",
      '\nExample:\n  $ sweeper unflag linkedin.com/in/ana-lee\n  $ sweeper unflag 123456789 --as customer\n  $ sweeper unflag --company "Example Ltd"',
    )
    .action(async (given: string | undefined, { as = undefined, company, ...options }: UnflagOptions) => {
      const profile = profileIn(given, company);
      if (profile === null) return forgetCompany({ company: company ?? "", as: as ?? null }, options, io);
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

/** The person who is meant; null where a company is. */
function profileIn(profile: string | undefined, company: string | undefined): string | null {
  if (profile !== undefined && company !== undefined) throw new UsageError("name a profile or --company, not both");
  if (profile === undefined && company === undefined) {
    throw new UsageError("missing required argument 'profile': whom, or --company NAME for a suggestion");
  }
  return profile ?? null;
}

const prefixed = (option: string, fault: string | null): string | null =>
  fault === null ? null : `${option}: ${fault}`;

interface SetFlag {
  /** All flags of the person, as they stand now. */
  readonly record: FlagRecord;
  /** Open invitations in the ledger that they reach; null for an address nobody knows yet. */
  readonly pending: number | null;
}

/** @throws UsageError for an address that has been that of several people */
export async function setFlag(
  { ledger, clock }: Target,
  subject: string,
  { as, by, note }: { readonly as: FlagKind; readonly by: string; readonly note: string },
): Promise<SetFlag> {
  const mark = { kind: as, by, at: clock.now(), note: note.trim() || null };
  const record = await orUsageError(flag(ledger, flagTargetOf(subject), mark));
  return { record, pending: await pendingOf(ledger, record) };
}

/** @throws UsageError for a text that names no person */
export function subjectOf(profile: string): string {
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

export function flagText({ subject, marks }: FlagRecord, as: FlagKind, pending: number | null): string {
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
