import type { Collaborators } from "../../../lib/collaborators.ts";
import { parseSweepMessage, parseWithdrawMessage } from "../../../lib/contract/messages.ts";
import { DAY_MS, later, MINUTE_MS } from "../../../lib/domain/time.ts";
import type { TrackedInvitation } from "../../../lib/domain/tracked-invitation.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { flag, unflag } from "../../../lib/ledger/flagging.ts";
import type { SweepRecord } from "../../../lib/ledger/ledger.ts";
import { profileKeyOf } from "../../../lib/ledger/profile-key.ts";
import { eventEmittingLedger } from "../../../lib/local/events/event-emitting-ledger.ts";
import type { EventSink } from "../../../lib/local/events/event-sink.ts";
import { parsePolicyText } from "../../../lib/settings/policy-source.ts";
import { startRun } from "../../../lib/start-run/start-run.ts";
import { previewAll } from "../../../lib/sweep/preview.ts";
import { sweepTogether } from "../../../lib/sweep/sweep-together.ts";
import { withdraw } from "../../../lib/withdraw/withdraw.ts";
import { aMark } from "../../helpers/dynamo-records.ts";
import { keepingQueue } from "../../helpers/hand-delivery.ts";
import { createModelLedger } from "../../simulation/model/ledger.ts";
import {
  addressOf,
  apiOf,
  BEGIN,
  identityOf,
  invitationIdOf,
  personOf,
  type World,
  type WorldInvitation,
} from "./worlds.ts";

/** The one identity of the bed. */
export const IDENTITY = identityOf(0);

export interface DailyRun {
  readonly runId: string;
  readonly sweep: SweepRecord;
  /** Invitations that were called for, by the person's index. */
  readonly called: readonly number[];
}

/** Stops between the sweep of a run and its calls, for what others do meanwhile. */
type Between = () => Promise<void>;

/**
 * One identity whose invitations nobody answers, over the ledger's model and an API in this process: the use cases of a
 * run on one machine, on a clock that only moves when somebody waits. `ages`: whole days, of person 0, 1, 2 and so on.
 */
export function dailyBed(
  ages: readonly number[],
  events?: EventSink,
  onCall: (person: number, at: Date) => void = () => {},
) {
  let now = BEGIN.getTime();
  const clock = {
    now: () => new Date(now),
    async sleep(ms: number) {
      now += ms;
    },
  };
  const invitations: WorldInvitation[] = [];
  const shown: WorldInvitation[] = [];
  const world = { identities: 1, invitations: shown, flags: [], partial: [], needsPerson: [] } as unknown as World;
  const model = createModelLedger({ now: clock.now });
  const ledger = events === undefined ? model : eventEmittingLedger(model, clock.now, events);
  const api = apiOf(world);
  const edges: typeof api = {
    ...api,
    withdrawInvitation(withdrawal) {
      onCall(personWith(withdrawal.invitationId), clock.now());
      return api.withdrawInvitation(withdrawal);
    },
  };
  let ids = 0;
  const common = {
    ...{ clock, ledger, edges, random: () => 0.5, log: { info() {}, warn() {}, error() {} }, metrics: { count() {} } },
    newId: () => `id-${++ids}`,
  };
  const policyIn = (change: object) =>
    parsePolicyText(JSON.stringify({ mode: "live", dailyCap: 100, ageFromIds: "off", ...change }), "the test");
  /** Invites the next people; ages count from the bed's beginning. */
  const invite = (more: readonly number[]) => {
    for (const ageDays of more) {
      const person = invitations.length;
      const one = { identity: 0, person, ageDays, hours: 6, form: "iso", before: "nothing" } as const;
      invitations.push(one);
      shown.push(one);
    }
  };
  invite(ages);
  const personWith = (invitationId: string): number =>
    invitations.findIndex((one) => invitationIdOf(one) === invitationId);
  const idOf = (person: number): string => {
    const one = invitations[person];
    if (one === undefined) throw new RangeError(`nobody has invited person ${person}`);
    return invitationIdOf(one);
  };

  return {
    ledger,
    clock,
    invite,
    /** The list shows the first so many no more. */
    lose(count: number): void {
      shown.splice(0, count);
    },
    idOf,
    advance: (days: number) => {
      now += days * DAY_MS;
    },
    preview: (change: object = {}) => previewAll(common, policyIn(change), undefined, () => {}),
    /** A run, with what happens between its sweep and its calls. */
    async run(change: object = {}, between: Between = async () => {}): Promise<DailyRun> {
      const queues = { sweep: keepingQueue(), withdraw: keepingQueue() };
      const policy = { read: async () => ({ policy: policyIn(change), version: 1 }) };
      const c: Collaborators = { ...common, policy, queues };
      const before = edges.calls.length;
      const { runId } = await startRun(c, clock.now());
      const messages = queues.sweep.sent.map(({ body }) => parseSweepMessage(body));
      const options = { width: 1, leaseMs: 300_000, agreed: null, stopped: () => false };
      const left = await sweepTogether(c, messages, options);
      if (left.length > 0) throw new Error("the sweep is not done");
      await between();
      for (const { body } of queues.withdraw.sent) {
        for (;;) {
          const result = await withdraw(c, parseWithdrawMessage(body));
          if (result.kind === "ack") break;
          now = Math.max(now, result.at.getTime());
        }
      }
      const sweep = await ledger.runs.findSweep(runId, IDENTITY);
      // Beyond every gap, and no two runs of the same name.
      now += 10 * MINUTE_MS;
      if (sweep === null) throw new Error("the sweep has no record");
      const called = edges.calls.slice(before).map((call) => personWith(call.slice(IDENTITY.length + 1)));
      return { runId, sweep, called };
    },
    /** To nine o'clock of the day so many days after the beginning. */
    untilDay(day: number): void {
      now = Math.max(now, later(BEGIN, day * DAY_MS).getTime());
    },
    async find(person: number): Promise<TrackedInvitation> {
      const found = await ledger.invitations.find(IDENTITY, idOf(person));
      if (found === null) throw new Error(`the ledger has no invitation to person ${person}`);
      return found;
    },
    flag: (person: number, kind: "protected" | "do-not-contact" | "customer" | "icp-mismatch") =>
      flag(ledger, { personId: personOf(person) }, { ...aMark(), kind }),
    /** As an import does: by address, and nothing is looked up. */
    importProtected: (person: number) =>
      ledger.flags.add(addressSubject(profileKeyOf(addressOf(person)) ?? ""), { ...aMark(), kind: "protected" }),
    unflag: (person: number) => unflag(ledger, { personId: personOf(person) }, null),
    request: (person: number) =>
      ledger.invitations.requestWithdrawal(IDENTITY, idOf(person), {
        ...{ id: `request-${person}`, by: "crm", reason: "left" },
        at: clock.now(),
      }),
  };
}
