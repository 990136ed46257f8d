import { JUMP_FACTOR } from "../domain/surge.ts";
import type { SweepRecord } from "../ledger/ledger.ts";
import { counted } from "./words.ts";

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

/** "31 of 120 pending invitations would be withdrawn (26%), more than 3 times the usual share (24%)": why a surge is held. */
export function surgeInWords(
  { kind, limit }: NonNullable<SweepRecord["surge"]>,
  eligible: number,
  pending: number,
): string {
  const share = pending === 0 ? 0 : eligible / pending;
  const what = `${eligible.toLocaleString("en-US")} of ${counted(pending, "pending invitation")} would be withdrawn (${percent(share)})`;
  if (kind === "max-share") return `${what}, more than the policy's maxShare (${percent(limit)})`;
  if (kind === "grown") return `${what}, more than the ${limit.toLocaleString("en-US")} that a person has let go`;
  return `${what}, more than ${JUMP_FACTOR} times the usual share (${percent(limit)})`;
}
