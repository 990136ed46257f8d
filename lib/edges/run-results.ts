import type { EdgesFailure } from "./errors.ts";
import type { InputState } from "./run-inputs.ts";

/** One input's result. */
export interface RunOutput {
  /** Which input it is of. Null when it does not say, or says two. */
  readonly urn: string | null;
  readonly invitationId: string | null;
  readonly result: { readonly kind: "done" } | { readonly kind: "failed"; readonly failure: EdgesFailure };
}

/**
 * One result for each urn, from the outputs and the inputs of a run; outputs that name none stay as they are. Where the
 * two contradict each other (an output confirms an input that failed, or comes twice with two results) it is not known
 * what happened. An input that succeeded without an output is a failure of its own, once all outputs were read.
 */
export function resultsOf(
  outputs: readonly RunOutput[],
  inputs: readonly InputState[],
  isWhole: boolean,
): readonly RunOutput[] {
  const byUrn = new Map<string, RunOutput>();
  const unnamed: RunOutput[] = [];
  const add = (output: RunOutput & { readonly urn: string }) => {
    const before = byUrn.get(output.urn);
    byUrn.set(output.urn, before === undefined ? output : together(before, output));
  };
  for (const output of outputs) {
    const { urn } = output;
    if (urn === null) unnamed.push(output);
    else add({ ...output, urn });
  }
  for (const { urn, invitationId, hasFailed, failure } of inputs) {
    if (hasFailed || (isWhole && !byUrn.has(urn))) add({ urn, invitationId, result: { kind: "failed", failure } });
  }
  return [...byUrn.values(), ...unnamed];
}

/** Two results of one input. */
function together(one: RunOutput, other: RunOutput): RunOutput {
  if (one.result.kind === "done" && other.result.kind === "done") return one;
  if (one.result.kind === "failed" && other.result.kind === "failed") {
    const { failure } = one.result;
    // Of two failures the one that leaves more open counts.
    return failure.effect === "maybe" ? one : other;
  }
  const failed = one.result.kind === "failed" ? one.result : other.result;
  if (failed.kind === "done") return one;
  const why = "the run says two things of this input";
  return {
    ...one,
    result: { kind: "failed", failure: { ...failed.failure, reaction: "not-known", effect: "maybe", why } },
  };
}
