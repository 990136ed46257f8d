import type { Command } from "commander";
import { printable } from "../../report/printable.ts";
import { identityShown, knowIdentities, showLabels } from "../../report/reader.ts";
import { textTable } from "../../report/text-table.ts";
import { counted } from "../../report/words.ts";
import { parseIdentityWord } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { knownIdentities } from "../known-identities.ts";
import { cleanLabel, type Labels, labelsFile, readLabels, saveLabels } from "../labels.ts";
import { openTarget } from "../open-target.ts";
import { screenOf } from "../print-rows.ts";
import { type KnownIdentity, resolveIdentity } from "../resolve-identity.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface LabelOptions extends TargetOptions {
  readonly remove?: boolean;
}

const HELP = `
Screens and pages show the label with the first characters of the id, and \`--identity\` takes it. Labels are kept in
labels.json in the data folder, for every target of that folder; nothing is asked of LinkedIn and nothing told to it.

Example:
  $ sweeper label 5f0c2f7e "Ana, sales"
  $ sweeper preview --identity "Ana, sales"
  $ sweeper label "Ana, sales" --remove
  $ sweeper label`;

export function addLabel(program: Command, io: Io): void {
  const command = program.command("label");
  // Nothing but this machine's own file is written: no target has to be beyond doubt for it.
  withTargetOptions(command, io, "reads")
    .argument("[id]", "its id, a start of it of at least 4 characters, or the name it has now", parseIdentityWord)
    .argument("[name]", "what to call it: at most 60 characters")
    .option("--remove", "take its label away")
    .addHelpText("after", HELP)
    .action(async (word: string | undefined, name: string | undefined, options: LabelOptions) => {
      const labels = readLabels(options.data);
      if (word === undefined) {
        if (options.remove === true) throw new UsageError("--remove takes an identity: `sweeper label ID --remove`");
        await list(labels, options, io);
        return;
      }
      if (options.remove === true && name !== undefined) throw new UsageError("give a name or --remove, not both");
      if (options.remove !== true && name === undefined) {
        throw new UsageError(`give a name too, as in \`sweeper label ${word} "Ana, sales"\`, or --remove`);
      }
      await (name === undefined
        ? remove(word, labels, options, io)
        : give(word, cleanLabel(name), labels, options, io));
    });
}

async function give(word: string, label: string, labels: Labels, options: LabelOptions, io: Io): Promise<void> {
  const there = await everybody(options, io);
  const id = await resolveIdentity(word, labels, async () => there);
  const ids = new Set([...labels.keys(), ...there.map(({ identityId }) => identityId)]);
  if (!ids.has(id)) {
    throw new UsageError(`neither the ledger nor Edges knows an identity ${id}; \`sweeper identities\` lists them`);
  }
  const same = label.toLocaleLowerCase();
  const taken = [...labels].find(([other, name]) => other !== id && name.toLocaleLowerCase() === same);
  if (taken !== undefined) throw new UsageError(`"${label}" is taken by ${taken[0]}: choose another label`);
  const start = [...ids].find((other) => other !== id && other.startsWith(label));
  if (start !== undefined)
    throw new UsageError(`"${label}" may be taken for the identity ${start}: choose another label`);
  const before = labels.get(id) ?? null;
  const after = new Map(labels).set(id, label);
  if (before !== label) saveLabels(options.data, after);
  showLabels(after);
  if (options.json) print(io, { target: options.target, identityId: id, label, before });
  else io.out(before === label ? `${identityShown(id)} is called so already` : `${id} is now called "${label}"`);
}

async function remove(word: string, labels: Labels, options: LabelOptions, io: Io): Promise<void> {
  const id = await resolveIdentity(word, labels, async () => []);
  const before = labels.get(id);
  if (before === undefined) {
    throw new UsageError(`${id} has no label in ${labelsFile(options.data)}; \`sweeper label\` lists them`);
  }
  const after = new Map(labels);
  after.delete(id);
  saveLabels(options.data, after);
  if (options.json) print(io, { target: options.target, identityId: id, label: null, before });
  else io.out(`${id} has no label any more; it was "${printable(before)}"`);
}

async function list(labels: Labels, options: LabelOptions, io: Io): Promise<void> {
  const there = await everybody(options, io);
  const names = new Map(there.map(({ identityId, name }) => [identityId, name ?? null]));
  const rows = [...new Set([...names.keys(), ...labels.keys()])].map((identityId) => ({
    ...{ identityId, label: labels.get(identityId) ?? null, name: names.get(identityId) ?? null },
  }));
  if (options.json) return print(io, { target: options.target, identities: rows });
  if (rows.length === 0) return io.out("No identity is known yet: `sweeper identities` lists them.");
  const columns = [
    { title: "identity", text: ({ identityId }: (typeof rows)[number]) => identityId },
    { title: "label", narrow: "wrap", text: ({ label }: (typeof rows)[number]) => printable(label) },
    { title: "name on Edges", narrow: "wrap", drop: 1, text: ({ name }: (typeof rows)[number]) => printable(name) },
  ] as const;
  io.out(textTable(columns, rows, screenOf(io, "--json")));
  io.out(
    `${counted(rows.length, "identity", "identities")}, ${rows.filter(({ label }) => label !== null).length} with a label`,
  );
}

async function everybody(options: LabelOptions, io: Io): Promise<readonly KnownIdentity[]> {
  const target = await openTarget(options, io, true);
  try {
    const there = await knownIdentities(target, true);
    knowIdentities(there);
    return there;
  } finally {
    await target.close();
  }
}

const print = (io: Io, document: unknown): void => io.out(JSON.stringify(document, null, 2));
