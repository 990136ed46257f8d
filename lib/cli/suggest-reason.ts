import { didYouMean } from "../domain/did-you-mean.ts";
import { RULES } from "../domain/rules/index.ts";
import type { Io } from "./io.ts";

const REASONS: readonly string[] = RULES.map(({ reason }) => reason);

/** A person may give any reason of their own, so none is refused; one that is nearly a rule's is told of. */
export function suggestReason(reason: string | undefined, io: Pick<Io, "err">): void {
  if (reason === undefined || REASONS.includes(reason)) return;
  const near = didYouMean(reason, REASONS);
  if (near !== "") io.err(`no rule has the reason ${JSON.stringify(reason)}${near}`);
}
