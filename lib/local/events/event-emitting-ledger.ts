import type { NeedsPerson } from "../../domain/gate.ts";
import type { Ending, Outcome } from "../../domain/tracked-invitation.ts";
import type { IdentityLedger, InvitationLedger, Ledger, RunLedger } from "../../ledger/ledger.ts";
import { needsReview } from "../../ledger/needs-review.ts";
import type { EventSink } from "./event-sink.ts";
import {
  identityNeedsAttention,
  invitationAnnounced,
  invitationSettled,
  runHeld,
  type SweeperEvent,
} from "./sweeper-event.ts";

/** Reading and sending never fail the write that the event is about: undefined when something went wrong. */
interface Emitter {
  readonly attempt: <Result>(work: () => Promise<Result>) => Promise<Result | undefined>;
  /** Tells the event that `make` answers, if any. */
  readonly emitted: (make: () => Promise<SweeperEvent | null>) => Promise<void>;
}

/**
 * The ledger, with an event for each write, as the pipes on AWS send them from its streams. Sees what is written through it, so
 * it must be the only writer, as it is in a process that holds the data folder.
 */
export function eventEmittingLedger(ledger: Ledger, now: () => Date, { emit, missed }: EventSink): Ledger {
  const attempt: Emitter["attempt"] = async (work) => {
    try {
      return await work();
    } catch (error) {
      missed(error);
      return undefined;
    }
  };
  const emitted: Emitter["emitted"] = (make) =>
    attempt(async () => {
      const event = await make();
      if (event !== null) emit(event);
    });
  const emitter = { attempt, emitted };
  return {
    ...ledger,
    invitations: emittingInvitations(ledger.invitations, now, emitter),
    identities: emittingIdentities(ledger.identities, now, emitter),
    runs: emittingRuns(ledger.runs, now, emitter),
  };
}

function emittingInvitations(invitations: InvitationLedger, now: () => Date, { emitted }: Emitter): InvitationLedger {
  const settled = (identityId: string, invitationId: string, written: Ending, replaced: Outcome | null = null) =>
    emitted(async () => {
      const found = await invitations.find(identityId, invitationId);
      if (found === null) throw new Error("an invitation that has just ended is not in the ledger");
      // What stands there comes first: a repeated settle answers true and changes nothing.
      return invitationSettled(found, found.ending ?? written, replaced, now());
    });
  return {
    ...invitations,
    async announce(identityId, invitationId, announcement) {
      const done = await invitations.announce(identityId, invitationId, announcement);
      if (!done) return false;
      await emitted(async () => {
        const found = await invitations.find(identityId, invitationId);
        if (found === null) throw new Error("an invitation that has just been announced is not in the ledger");
        return invitationAnnounced(found, announcement, now());
      });
      return true;
    },
    async settle(identityId, invitationId, attemptId, ending, lastError) {
      const done = await invitations.settle(identityId, invitationId, attemptId, ending, lastError);
      if (done) await settled(identityId, invitationId, ending);
      return done;
    },
    async end(identityId, invitationId, ending, at) {
      const done = await invitations.end(identityId, invitationId, ending, at);
      if (done) await settled(identityId, invitationId, ending);
      return done;
    },
    async mendEnding(identityId, invitationId, endedAt, ending) {
      const done = await invitations.mendEnding(identityId, invitationId, endedAt, ending);
      if (done) await settled(identityId, invitationId, ending, "gone");
      return done;
    },
  };
}

function emittingIdentities(
  identities: IdentityLedger,
  now: () => Date,
  { attempt, emitted }: Emitter,
): IdentityLedger {
  const inTurn = oneAfterTheOther();
  /** Writes, and tells when nobody was needed before and somebody is now. */
  const marking = (identityId: string, needs: NeedsPerson, write: () => Promise<boolean>) =>
    inTurn(async () => {
      const before = await attempt(() => identities.find(identityId));
      const written = await write();
      const begins = written && before?.gate.needsPerson === null;
      if (begins) await emitted(async () => identityNeedsAttention(identityId, needs, now()));
      return written;
    });
  return {
    ...identities,
    replaceGate(identityId, version, gate) {
      const write = () => identities.replaceGate(identityId, version, gate);
      return gate.needsPerson === null ? write() : marking(identityId, gate.needsPerson, write);
    },
    async setNeedsPerson(identityId, needsPerson) {
      const write = () => identities.setNeedsPerson(identityId, needsPerson);
      if (needsPerson === null) await write();
      else await marking(identityId, needsPerson, () => write().then(() => true));
    },
  };
}

function emittingRuns(runs: RunLedger, now: () => Date, { attempt, emitted }: Emitter): RunLedger {
  return {
    ...runs,
    async recordSweep(sweep) {
      if (needsReview(sweep.held) === undefined) return runs.recordSweep(sweep);
      // A sweep's message may come twice: only the first record of it that is held is the event.
      const before = await attempt(() => runs.findSweep(sweep.runId, sweep.identityId));
      await runs.recordSweep(sweep);
      if (needsReview(before?.held ?? {}) === undefined) await emitted(async () => runHeld(sweep, now()));
    },
  };
}

/** Two marks at the same moment would both find nobody needed before. */
function oneAfterTheOther(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}
