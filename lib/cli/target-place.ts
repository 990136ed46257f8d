/** What a command works on, with where that is. */
export type TargetPlace =
  | { readonly kind: "sandbox" }
  /** The API at `EDGES_BASE_URL`, or the real one: its host, with the port where there is one. */
  | { readonly kind: "real"; readonly host: string }
  /** A deployed stack; null where CloudFormation does not say in which region or account it is. */
  | {
      readonly kind: "stack";
      readonly stack: string;
      readonly region: string | null;
      readonly account: string | null;
    };

export const SANDBOX_NAME = "sandbox (made-up people)";
/** Stands above whatever somebody might take for a report on real people. */
export const SANDBOX_BANNER = "Sandbox: made-up people";

/** As the first line of every command shows it, and `target` in its JSON. */
export function targetName(place: TargetPlace): string {
  if (place.kind === "sandbox") return SANDBOX_NAME;
  if (place.kind === "real") return `real API ${place.host}`;
  const known = [place.region, place.account].filter((part) => part !== null);
  return `stack ${place.stack}${known.length === 0 ? "" : ` (${known.join(", ")})`}`;
}

/** Whether two places may be the same: what one of them does not know is no difference. */
export function isSamePlace(one: TargetPlace, other: TargetPlace): boolean {
  if (one.kind === "sandbox") return other.kind === "sandbox";
  if (one.kind === "real") return other.kind === "real" && one.host === other.host;
  const agree = (a: string | null, b: string | null) => a === null || b === null || a === b;
  return (
    other.kind === "stack" &&
    one.stack === other.stack &&
    agree(one.region, other.region) &&
    agree(one.account, other.account)
  );
}
