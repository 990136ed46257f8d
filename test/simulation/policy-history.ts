import type { Policy } from "../../lib/domain/policy.ts";
import { parsePolicyText } from "../../lib/settings/policy-source.ts";
import type { PolicyDocument } from "./scenario.ts";

/** The parameter that holds the policy, with all its versions. */
export interface PolicyHistory {
  /** What a reader gets now. */
  readonly parameter: () => { Value: string; Version: number };
  change(change: PolicyDocument, at: number): void;
  /** Somebody stores what is no policy; the next change puts it right. */
  breakIt(at: number): void;
  readonly during: (from: number, to: number) => (Policy | null)[];
}

export function createPolicyHistory(first: PolicyDocument, at: number): PolicyHistory {
  let document = first;
  const versions: { readonly from: number; readonly text: string; readonly policy: Policy | null }[] = [];
  const store = (text: string, policy: Policy | null, from: number): void => void versions.push({ from, text, policy });
  const storeDocument = (from: number): void => {
    const text = JSON.stringify(document);
    store(text, parsePolicyText(text, "the scenario"), from);
  };
  storeDocument(at);
  return {
    parameter: () => ({ Value: versions.at(-1)?.text ?? "", Version: versions.length }),
    change(change, from) {
      document = { ...document, ...change };
      storeDocument(from);
    },
    breakIt: (from) => store('{"mode": "live", "treshold": 7}', null, from),
    during: (from, to) =>
      versions
        .filter(
          (version, index) => version.from <= to && (versions[index + 1]?.from ?? Number.POSITIVE_INFINITY) > from,
        )
        .map(({ policy }) => policy),
  };
}
