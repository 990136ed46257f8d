import { edgesBaseUrl } from "../edges-address.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { placeOf } from "../name-target.ts";
import type { TargetPlace } from "../target-place.ts";

/** Where the sweeper is to run. */
export type Where = { readonly kind: "local" } | { readonly kind: "stack"; readonly stack: string };

export interface WhereOptions {
  readonly local?: boolean;
  readonly stack?: string;
  readonly yes?: boolean;
}

const LOCAL = "local";
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;
const ACCEPTED = `"${LOCAL}", or the name of a stack: letters, digits and -, beginning with a letter`;

/** By option; else as it is saved, asked for at a terminal. */
export async function whereToRun(options: WhereOptions, saved: TargetPlace | null, io: Io): Promise<Where> {
  if (options.local === true) return { kind: "local" };
  if (options.stack !== undefined) {
    if (!STACK_NAME.test(options.stack))
      throw new UsageError(`--stack: ${JSON.stringify(options.stack)} is not accepted; accepted: ${ACCEPTED}`);
    return { kind: "stack", stack: options.stack };
  }
  const present: Where = saved?.kind === "stack" ? { kind: "stack", stack: saved.stack } : { kind: "local" };
  if (options.yes === true) return present;
  if (!io.interactive)
    throw new UsageError("nobody can be asked without a terminal: give --local or --stack NAME, or --yes");
  for (;;) {
    const now = present.kind === "stack" ? present.stack : LOCAL;
    const text = await io.ask(`Where it runs: "${LOCAL}" for this machine, or the name of a stack on AWS [${now}]: `);
    if (text === "") return present;
    if (text === LOCAL) return { kind: "local" };
    if (STACK_NAME.test(text)) return { kind: "stack", stack: text };
    io.err(`where it runs: ${JSON.stringify(text)} is not accepted; accepted: ${ACCEPTED}`);
  }
}

/**
 * The target that is saved for it. A stack that is not deployed yet, or cannot be looked up from here, is saved by its name and
 * the region of the environment: commands then say by themselves that it is not there.
 */
export async function placeToSave(where: Where, saved: TargetPlace | null, io: Io): Promise<TargetPlace> {
  if (where.kind === "local") return { kind: "real", host: new URL(edgesBaseUrl(io)).host };
  const { stack } = where;
  if (saved?.kind === "stack" && saved.stack === stack) return saved;
  const region = io.env.AWS_REGION || io.env.AWS_DEFAULT_REGION || null;
  const unseen: TargetPlace = { kind: "stack", stack, region, account: null };
  // Without either, looking for credentials may take as long as the whole rest.
  if (region === null && !io.env.AWS_PROFILE) return unseen;
  return placeOf(where, io).catch(() => unseen);
}
