import type { TrackedInvitation } from "../../domain/tracked-invitation.ts";
import type { IdentityLedger, IdLedger, InvitationLedger, RunLedger } from "../../ledger/ledger.ts";

/** What a report reads of the ledger; it writes nothing. */
export interface ReportLedger {
  readonly invitations: Pick<InvitationLedger, "outcomes" | "outcomeBatches" | "open"> & {
    findMany(identityId: string, invitationIds: readonly string[]): Promise<readonly SentItem[]>;
  };
  readonly identities: Pick<IdentityLedger, "all" | "find">;
  readonly runs: Pick<RunLedger, "oldest">;
  readonly ids: Pick<IdLedger, "calibration">;
}

/** What the index of open invitations does not have, or has later. */
export type SentItem = Pick<TrackedInvitation, "invitationId" | "sentAt" | "sentFrom" | "sentWidthAtFirstSight">;
