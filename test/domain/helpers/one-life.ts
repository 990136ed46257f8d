import fc from "fast-check";
import type { Collaborators } from "../../../lib/collaborators.ts";
import { obstaclesToInviting } from "../../../lib/domain/can-invite.ts";
import type { SentInvitation } from "../../../lib/domain/invitation.ts";
import { HOUR_MS, later, MINUTE_MS } from "../../../lib/domain/time.ts";
import type { TrackedInvitation } from "../../../lib/domain/tracked-invitation.ts";
import type { EdgesClient } from "../../../lib/edges/client.ts";
import type { FailureReaction } from "../../../lib/edges/error-labels.ts";
import type { WithdrawAnswer } from "../../../lib/edges/withdraw.ts";
import { sweep } from "../../../lib/sweep/sweep.ts";
import { withdraw } from "../../../lib/withdraw/withdraw.ts";
import { keepingQueue } from "../../helpers/hand-delivery.ts";
import { ANA, policyOf } from "../../helpers/test-bed.ts";
import { createModelLedger } from "../../simulation/model/ledger.ts";
import { at } from "./records.ts";

const START = at("2026-03-02T09:00:00.000Z");
const [ONE, OTHER] = ["7100000000000000001", "7100000000000000002"];
const PERSON = "501";

/** What LinkedIn holds, and what nobody here can see for sure. */
interface Truth {
  /** Null while it is pending. */
  endedAt: Date | null;
  /** When a call of ours took effect. */
  withdrawnAt: Date | null;
  accepted: boolean;
}

/** Answers that leave open whether the call has done it; a refused one has not. */
const DOUBTFUL = ["not-known", "retry-later", "rejected"] as const satisfies FailureReaction[];
const REFUSED = ["wait-until", "identity-needs-person", "workspace-stopped"] as const satisfies FailureReaction[];

const hours = (max: number) => fc.integer({ min: 1, max: max * 60 }).map((minutes) => minutes / 60);
const happening = fc.oneof(
  fc.record({
    kind: fc.constant("call" as const),
    answer: fc.constantFrom("done" as const, ...DOUBTFUL, ...REFUSED),
    works: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("die" as const), works: fc.boolean() }),
  // A list may be served late, but never by six hours.
  fc.record({ kind: fc.constant("list" as const), late: hours(5.9) }),
  fc.record({ kind: fc.constant("answered" as const), accepted: fc.boolean() }),
);
export const history = fc.array(fc.record({ after: hours(60), what: happening }), { minLength: 1, maxLength: 14 });
export type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

/** One invitation over an API that does what the history says, with the real functions and the model of the ledger. */
/** Of these the vendor's documents say that they refuse before anything happens. */
const WITHOUT_EFFECT: readonly FailureReaction[] = ["wait-until", "rejected", "workspace-stopped", "no-longer-pending"];

export function liveOnce(indexLagMs: number) {
  let now = START;
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `id-${ids}`;
  };
  const wait = (ms: number): void => {
    now = later(now, ms);
  };
  const truth: Truth = { endedAt: null, withdrawnAt: null, accepted: false };
  const next: { answer: () => Promise<WithdrawAnswer>; late: number } = { answer: () => failed("not-known"), late: 0 };
  const ledger = createModelLedger({ now: () => now, indexLagMs: () => indexLagMs });
  const listed = (invitationId: string, personId: string): SentInvitation => ({
    ...{
      invitationId,
      urn: `urn:li:fsd_invitation:${invitationId}`,
      personId,
      kind: "CONNECTION",
      salesNavigatorId: null,
    },
    ...{ sentDate: "2025-10-01T00:00:00.000Z", person: { fullName: null, jobTitle: null, profileUrl: null } },
  });
  const edges: EdgesClient = {
    withdrawInvitation: () => next.answer(),
    async *listSentInvitations() {
      const seen = truth.endedAt === null || truth.endedAt > later(now, -next.late * HOUR_MS);
      const invitations = [...(seen ? [listed(ONE, PERSON)] : []), listed(OTHER, "502")];
      yield { invitations, malformed: [], repeated: [], repeats: 0, next: null };
      return { state: "complete" };
    },
    async *listConnectionsSince() {
      const connectedAt = truth.accepted ? truth.endedAt : null;
      yield {
        connections: connectedAt === null ? [] : [{ personId: PERSON, connectedAt }],
        older: [],
        undated: [],
        malformed: 0,
        next: null,
      };
      return { state: "complete" };
    },
    startWithdrawRun: () => Promise.reject(new Error("nobody asks")),
    readWithdrawRun: () => Promise.reject(new Error("nobody asks")),
    readWithdrawRunOutputs: () => Promise.reject(new Error("nobody asks")),
    checkApiKey: async () => null,
    listIdentities: () => Promise.reject(new Error("nobody asks")),
    pagesOfIdentities: () => {
      throw new Error("nobody asks");
    },
    clockOffsetMs: () => null,
    close: async () => {},
  };
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const c: Collaborators = {
    ...{
      ledger,
      edges,
      log: silent,
      metrics: { count: () => {} },
      random: () => 0,
      policy: policyOf({ dailyCap: 100 }),
    },
    clock: { now: () => now, sleep: async (ms) => wait(ms) },
    newId,
    queues: { sweep: keepingQueue(), withdraw: keepingQueue() },
  };
  const call = () =>
    withdraw(c, {
      ...{ v: 1, kind: "withdraw", runId: newId(), identityId: ANA, invitationId: ONE, reason: "stale" },
      ...{ plannedAt: now, expiresAt: later(now, HOUR_MS) },
    });
  const list = async () => {
    const run = { runId: newId(), scheduledAt: now, startedAt: now, mode: "live", policyVersion: 1 } as const;
    await ledger.runs.begin(run);
    const message = { v: 1, kind: "sweep", runId: run.runId, identityId: ANA, connected: true } as const;
    await sweep(c, message, later(now, 10 * MINUTE_MS));
  };
  /** The call takes effect now, if there is still something to withdraw. */
  const takeEffect = (): boolean => {
    if (truth.endedAt !== null) return false;
    Object.assign(truth, { endedAt: now, withdrawnAt: now });
    return true;
  };
  const failed = async (reaction: FailureReaction): Promise<WithdrawAnswer> => ({
    kind: "failed",
    failure: {
      ...{ reaction, label: reaction.toUpperCase(), ref: null, status: 424, scope: null, until: null, unlisted: false },
      ...{ effect: WITHOUT_EFFECT.includes(reaction) ? "none" : "maybe", sent: true },
      ...{ endsBy: null, method: "POST", address: "https://api.example", why: "as told" },
    },
  });
  return {
    truth,
    now: () => now,
    wait,
    async known(): Promise<TrackedInvitation | null> {
      return ledger.invitations.find(ANA, ONE);
    },
    async canInvite(): Promise<boolean> {
      const known: TrackedInvitation[] = [];
      for await (const one of ledger.invitations.ofPerson(PERSON)) known.push(one);
      return obstaclesToInviting(known, new Set(), { reinviteCooldownDays: 21 }, now).length === 0;
    },
    async happen(what: Happening): Promise<void> {
      switch (what.kind) {
        case "call":
          next.answer = async () => {
            if (what.answer === "done") return takeEffect() ? { kind: "done" } : failed("no-longer-pending");
            const refused = REFUSED.some((one) => one === what.answer);
            if (what.works && !refused) takeEffect();
            return failed(what.answer);
          };
          await call();
          return;
        case "die":
          next.answer = async () => {
            if (what.works) takeEffect();
            throw new Error("killed");
          };
          await call().catch(() => undefined);
          return;
        case "list":
          next.late = what.late;
          await ledger.identities.setNeedsPerson(ANA, null);
          await ledger.identities.blockWorkspace(null);
          await list();
          return;
        case "answered":
          if (truth.endedAt === null) Object.assign(truth, { endedAt: now, accepted: what.accepted });
      }
    },
  };
}
