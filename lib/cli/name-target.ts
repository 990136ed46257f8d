import { DATA_ROOT } from "../local/data-layout.ts";
import { edgesBaseUrl } from "./edges-address.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";
import {
  type GivenTarget,
  isNamedByOption,
  type ResolvedTarget,
  resolveTarget,
  type TargetChoice,
} from "./resolve-target.ts";
import { readSavedTarget, savedTargetFile } from "./saved-target.ts";
import { quoted, withOptions } from "./shell-words.ts";
import { isSamePlace, SANDBOX_BANNER, SANDBOX_NAME, type TargetPlace, targetName } from "./target-place.ts";

/** Whether a command only looks, or writes, stops or starts something: that needs a target beyond doubt. */
export type Access = "reads" | "writes";

/** The target of a command, once it is beyond doubt. */
export interface NamedTarget {
  readonly stack: string | undefined;
  /** The API behind it; that of a stack is always the real one. */
  readonly edges: "sandbox" | "real";
  /** As it was printed, for `target` in JSON. */
  readonly target: string;
  /** The options that name the same target again, each after a space; for commands that are suggested. */
  readonly again: string;
}

/**
 * Finds the target of a command and prints it as the first line on standard error. See `resolveTarget` for which it is.
 *
 * @throws UsageError when a command that writes has no target beyond doubt; when the saved one leads elsewhere than when it
 * was saved, or its file is damaged; and for a stack that is not there
 */
export async function nameTarget(
  given: GivenTarget & { readonly data: string },
  argv: readonly string[],
  io: Io,
  access: Access,
): Promise<NamedTarget> {
  // What is saved is not even read when an option names the target: a damaged file is in nobody's way then.
  const saved = isNamedByOption(given) ? null : readSavedTarget(given.data);
  const resolved = resolveTarget(given, io.env, saved);
  const { choice, namedBy, doubt } = resolved;
  if (access === "writes" && doubt !== null) throw new UsageError(refusal(doubt, argv, given.data));
  const place = await placeOf(choice, io);
  if (namedBy === "saved" && saved !== null && !isSamePlace(saved, place)) {
    throw new UsageError(leadsElsewhere(saved, place, given.data));
  }
  const target = targetName(place);
  printTarget(io, target);
  return {
    stack: choice.kind === "stack" ? choice.stack : undefined,
    edges: choice.kind === "sandbox" ? "sandbox" : "real",
    target,
    again: optionsOf(resolved, given.data),
  };
}

/** The first line of every command that works on something. */
export function printTarget(io: Pick<Io, "err">, target: string): void {
  io.err(`target: ${target === SANDBOX_NAME ? `sandbox · ${SANDBOX_BANNER}` : target}`);
}

/** Where a target is, with the settings of this environment. Asks CloudFormation about a stack. */
export async function placeOf(choice: TargetChoice, io: Pick<Io, "env">): Promise<TargetPlace> {
  if (choice.kind === "stack") {
    // AWS' client takes longer to load than most commands run, and only a stack needs it.
    const { stackPlace } = await import("./stack/stack-place.ts");
    return stackPlace(choice.stack);
  }
  if (choice.kind === "sandbox") return { kind: "sandbox" };
  return { kind: "real", host: new URL(edgesBaseUrl(io)).host };
}

function refusal(doubt: string, argv: readonly string[], data: string): string {
  const command = ["sweeper", ...argv];
  return [
    `${doubt}, and no target is named: the real API or the sandbox? Nothing was done. Choose one:`,
    `  ${withOptions(command, "--edges", "real")}`,
    `  ${withOptions(command, "--edges", "sandbox")}`,
    `To save the choice: \`sweeper use real${dataOption(data)}\` or \`sweeper use sandbox${dataOption(data)}\``,
  ].join("\n");
}

/** The environment has changed since it was saved, and the same words mean another world now. */
function leadsElsewhere(saved: TargetPlace, place: TargetPlace, data: string): string {
  const settings = saved.kind === "stack" ? "AWS_REGION and AWS_PROFILE" : "EDGES_BASE_URL";
  const [option, words] =
    saved.kind === "stack" ? [`--stack ${saved.stack}`, `stack ${saved.stack}`] : [`--edges ${saved.kind}`, saved.kind];
  return (
    `${savedTargetFile(data)} says ${targetName(saved)}, but ${settings} ${saved.kind === "stack" ? "lead" : "leads"} to ${targetName(place)}. Nothing was done: ` +
    `set ${settings} as before, name the target with ${option}, or save it again with \`sweeper use ${words}${dataOption(data)}\``
  );
}

function optionsOf({ choice, namedBy, doubt }: ResolvedTarget, data: string): string {
  if (choice.kind === "stack") return ` --stack ${choice.stack}`;
  const plain = namedBy === null && doubt === null;
  return `${dataOption(data)}${plain ? "" : ` --edges ${choice.kind}`}`;
}

const dataOption = (data: string): string => (data === DATA_ROOT ? "" : ` --data ${quoted(data)}`);
