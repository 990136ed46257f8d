import type { FlagLedger, InvitationLedger, Ledger, RunLedger } from "../../lib/ledger/ledger.ts";
import type { Tell } from "./happenings.ts";
import type { Process } from "./process.ts";

/** The ledger, with what one function's writes change told to the invariants in the same instant. */
export function observedLedger(ledger: Ledger, process: Process, tell: Tell): Ledger {
  const { invitations } = ledger;
  const observed: InvitationLedger = {
    ...invitations,
    async *open(identityId) {
      const open: string[] = [];
      for await (const one of invitations.open(identityId)) {
        open.push(one.invitationId);
        yield one;
      }
      tell({ kind: "listed", process, open });
    },
    async claim(seen, claim) {
      const done = await invitations.claim(seen, claim);
      const { invitationId, duplicateOf } = seen;
      if (done) tell({ kind: "claimed", process, invitationId, reason: claim.attemptReason, duplicateOf });
      return done;
    },
    async requestWithdrawal(identityId, invitationId, asked) {
      const done = await invitations.requestWithdrawal(identityId, invitationId, asked);
      if (done) tell({ kind: "asked", process, invitationId });
      return done;
    },
    async leaveOpen(identityId, invitationId, attemptId, as) {
      const before = await invitations.find(identityId, invitationId);
      const done = await invitations.leaveOpen(identityId, invitationId, attemptId, as);
      const after = await invitations.find(identityId, invitationId);
      if (done && before !== after) tell({ kind: "given-back", process, invitationId, lost: as.lost });
      return done;
    },
    async settle(identityId, invitationId, attemptId, ending, lastError) {
      const before = await invitations.find(identityId, invitationId);
      const done = await invitations.settle(identityId, invitationId, attemptId, ending, lastError);
      const after = await invitations.find(identityId, invitationId);
      // A repeat is answered as done and changes nothing.
      if (done && before !== after) {
        tell({ kind: "ended", by: "settle", process, item: { identityId, invitationId, ending } });
      }
      return done;
    },
    async end(identityId, invitationId, ending, now) {
      const done = await invitations.end(identityId, invitationId, ending, now);
      if (done) tell({ kind: "ended", by: "end", process, item: { identityId, invitationId, ending } });
      return done;
    },
    async mendEnding(identityId, invitationId, endedAt, ending) {
      const done = await invitations.mendEnding(identityId, invitationId, endedAt, ending);
      if (done) tell({ kind: "mended", process, item: { identityId, invitationId, ending } });
      return done;
    },
    async reopen(identityId, invitationId, endedAt, rest) {
      const done = await invitations.reopen(identityId, invitationId, endedAt, rest);
      if (done) tell({ kind: "reopened", process, item: { identityId, invitationId } });
      return done;
    },
  };
  const flags: FlagLedger = {
    ...ledger.flags,
    async any(how) {
      const found = await ledger.flags.any(how);
      if (!found) tell({ kind: "no-flags", process });
      return found;
    },
    async findMany(subjects, options) {
      // Told first: the model answers in the same instant, and nothing can come in between.
      if (options.consistent) tell({ kind: "flags-read", process, subjects });
      return ledger.flags.findMany(subjects, options);
    },
  };
  const runs: RunLedger = {
    ...ledger.runs,
    async recordSweep(sweep) {
      await ledger.runs.recordSweep(sweep);
      tell({ kind: "swept", process, sweep });
    },
    async recordDeferral(runId, identityId, invitationId, why) {
      await ledger.runs.recordDeferral(runId, identityId, invitationId, why);
      tell({ kind: "deferred", process, runId, invitationId, why });
    },
  };
  return { ...ledger, invitations: observed, flags, runs };
}

/** Tells of what is answered from the memory before the ledger too: that takes no time, while every step takes some. */
export function toldOfNoFlags(ledger: Ledger, process: Process, now: () => number, tell: Tell): Ledger {
  const any: FlagLedger["any"] = async (how) => {
    const at = now();
    const found = await ledger.flags.any(how);
    if (!found && now() === at) tell({ kind: "no-flags", process });
    return found;
  };
  return { ...ledger, flags: { ...ledger.flags, any } };
}
