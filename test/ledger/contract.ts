import { describe } from "vitest";
import { announcementContract } from "./contract/announcements.ts";
import { claimContract } from "./contract/claims.ts";
import { cleanupContract } from "./contract/cleanups.ts";
import { companyContract } from "./contract/companies.ts";
import type { MakeLedger } from "./contract/context.ts";
import { doubtContract } from "./contract/doubts.ts";
import { endingContract } from "./contract/endings.ts";
import { flagContract } from "./contract/flags.ts";
import { giveBackContract } from "./contract/give-backs.ts";
import { gateContract, identityContract, turnContract } from "./contract/identities.ts";
import { idContract } from "./contract/ids.ts";
import { invitationContract } from "./contract/invitations.ts";
import { markContract } from "./contract/marks.ts";
import { outcomeContract } from "./contract/outcomes.ts";
import { peopleContract } from "./contract/people.ts";
import { progressContract } from "./contract/progress.ts";
import { refutationContract } from "./contract/refutations.ts";
import { restContract, workspaceContract } from "./contract/rests.ts";
import { runContract } from "./contract/runs.ts";
import { sentBoundContract } from "./contract/sent-bounds.ts";
import { settlementContract } from "./contract/settlements.ts";
import { startContract } from "./contract/starts.ts";
import { sweepContract } from "./contract/sweeps.ts";

export type { MakeLedger } from "./contract/context.ts";

/** What any ledger must do. `makeLedger` is asked for an empty one before each test. */
export function ledgerContract(name: string, makeLedger: MakeLedger): void {
  describe(`ledger on ${name}`, () => {
    invitationContract(makeLedger);
    sentBoundContract(makeLedger);
    doubtContract(makeLedger);
    peopleContract(makeLedger);
    claimContract(makeLedger);
    settlementContract(makeLedger);
    giveBackContract(makeLedger);
    endingContract(makeLedger);
    refutationContract(makeLedger);
    markContract(makeLedger);
    announcementContract(makeLedger);
    outcomeContract(makeLedger);
    gateContract(makeLedger);
    identityContract(makeLedger);
    turnContract(makeLedger);
    runContract(makeLedger);
    startContract(makeLedger);
    sweepContract(makeLedger);
    progressContract(makeLedger);
    flagContract(makeLedger);
    companyContract(makeLedger);
    idContract(makeLedger);
    restContract(makeLedger);
    workspaceContract(makeLedger);
    cleanupContract(makeLedger);
  });
}
