import type { Command } from "commander";
import { showAsToPrograms, showLabels, showTimesIn } from "../report/reader.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";
import { knownIdentities } from "./known-identities.ts";
import { type Labels, readLabels } from "./labels.ts";
import { openTarget } from "./open-target.ts";
import { type KnownIdentity, resolveIdentity } from "./resolve-identity.ts";
import type { TargetOptions } from "./target-types.ts";

interface ReaderOptions {
  readonly json?: boolean;
  readonly csv?: boolean | string;
  readonly timeZone?: string;
  readonly data: string;
}

/** Sets how a command shows times and identities, by its options and the labels of its data folder. */
export function showForReader(options: ReaderOptions, io: Pick<Io, "err">): void {
  // `preview --csv FILE` prints its screen all the same.
  if (options.json === true || options.csv === true) showAsToPrograms();
  if (options.timeZone !== undefined) showTimesIn(options.timeZone);
  try {
    showLabels(readLabels(options.data));
  } catch (error) {
    // Nobody is kept from a stop by what they call it.
    io.err(error instanceof Error ? error.message : String(error));
  }
}

/** Puts ids for the labels and short ids that a person gave, as `--identity` or as the argument `<identity>`. */
export async function resolveIdentitiesOf(command: Command, io: Io): Promise<void> {
  const options = command.opts<TargetOptions & { readonly identity?: string }>();
  const place = command.registeredArguments.findIndex((argument) => argument.name() === "identity");
  const argument: unknown = command.processedArgs[place];
  if (options.identity === undefined && typeof argument !== "string") return;
  const labels = labelsOf(options.data);
  const resolve = (word: string) => resolveIdentity(word, labels, () => knownTo(options, io));
  if (options.identity !== undefined) command.setOptionValue("identity", await resolve(options.identity));
  if (typeof argument === "string") command.processedArgs[place] = await resolve(argument);
}

/** A damaged file has been told of. */
function labelsOf(data: string): Labels {
  try {
    return readLabels(data);
  } catch {
    return new Map();
  }
}

/** None where they cannot be looked up, as while a run has the ledger open: the command goes by the word itself then. */
async function knownTo(options: TargetOptions, io: Io): Promise<readonly KnownIdentity[]> {
  const quiet: Io = { ...io, err: () => {} };
  const target = await openTarget(options, quiet, true).catch((error: unknown) => {
    if (error instanceof UsageError) throw error;
    return null;
  });
  if (target === null) return [];
  try {
    // Bad input calls nobody, so names of the API count on the sandbox of this process alone.
    return await knownIdentities(target, options.edges === "sandbox");
  } finally {
    await target.close();
  }
}
