import type { IdentityLedger, InvitationLedger, RunLedger } from "../../ledger/ledger.ts";

/** What a report reads of the ledger; it writes nothing. */
export interface ReportLedger {
  readonly invitations: Pick<InvitationLedger, "outcomes" | "open">;
  readonly identities: Pick<IdentityLedger, "all" | "find">;
  readonly runs: Pick<RunLedger, "oldest">;
}
