import type { SQSEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import { createQueueModel, type Received } from "../../lib/local/memory/queue-model.ts";
import { onRequest } from "../../lib/requests/on-request.ts";
import { seededRng } from "../../lib/sandbox/rng.ts";
import { onWithdrawMessages } from "../../lib/withdraw/on-messages.ts";
import { policyOf } from "../helpers/test-bed.ts";
import { createModelLedger } from "./model/ledger.ts";

const START = Date.parse("2026-11-02T09:00:00.000Z");
const DAILY_CAP = 25;
const SHORTEST_GAP_MS = MINUTE_MS;
const IDENTITIES = ["identity-1", "identity-2", "identity-3", "identity-4"] as const;

interface Call {
  readonly identityId: string;
  readonly invitationId: string;
  readonly from: number;
  readonly to: number;
}

interface StormOptions {
  readonly invitations: number;
  /** Whether a message waits for the one before it of its identity, as a FIFO queue has it. */
  readonly inOrder: boolean;
}

/** The functions over a ledger, a queue and a clock in memory: everything that is due runs at once, then time jumps on. */
async function createStorm({ invitations, inOrder }: StormOptions) {
  let now = START;
  const timers: { readonly at: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((wake) => void timers.push({ at: now + ms, wake }));
  const ledger = createModelLedger({ now: () => new Date(now) });
  const deadLetters: Received[] = [];
  const queue = createQueueModel(
    WITHDRAW_QUEUE,
    () => now,
    (message) => void deadLetters.push(message),
  );
  const calls: Call[] = [];
  const tally = new Map<string, number>();
  const count = (what: string, by = 1) => void tally.set(what, (tally.get(what) ?? 0) + by);
  const random = seededRng(1, "storm");
  let [ids, sent, running] = [0, 0, 0];
  const nowhere = { send: async () => {}, hide: async () => {} };
  const c: Collaborators = {
    clock: { now: () => new Date(now), sleep },
    random,
    newId: () => `id-${++ids}`,
    log: { info: (what) => count(what.startsWith("dropped") ? "dropped" : what), warn() {}, error() {} },
    metrics: { count: () => {} },
    policy: policyOf({ dailyCap: DAILY_CAP }),
    ledger,
    edges: {
      checkApiKey: async () => null,
      clockOffsetMs: () => null,
      async withdrawInvitation({ identityId, invitationId }: { identityId: string; invitationId: string }) {
        const from = now;
        await sleep(1_000 + Math.floor(random() * 4_000));
        calls.push({ identityId, invitationId, from, to: now });
        return { kind: "done" };
      },
    } as never,
    queues: {
      sweep: nowhere,
      withdraw: {
        async send(messages) {
          for (const message of messages) {
            if (queue.send({ ...message, group: inOrder ? message.group : message.dedup })) sent += 1;
          }
        },
        hide: async (receiptHandle, seconds) => queue.hide(receiptHandle, Math.ceil(seconds)),
      },
    },
  };

  const urn = (invitationId: string) => `urn:li:fsd_invitation:${invitationId}`;
  const all = Array.from({ length: invitations }, (_, index) => ({
    identityId: IDENTITIES[index % IDENTITIES.length] ?? "",
    invitationId: String(7_000_000 + index),
    personId: String(9_000_000 + index),
  }));
  for (const identityId of IDENTITIES) {
    await ledger.identities.recordListing(identityId, { at: new Date(START), count: 1, trust: "believed" });
  }
  for (const [index, one] of all.entries()) {
    // Most are younger than the floor: nothing but the request speaks for them.
    const sentAt = new Date(START - (index % 9) * DAY_MS);
    const urnOf = urn(one.invitationId);
    await ledger.invitations.insertIfAbsent({
      ...{ ...one, urn: urnOf, profileKey: null, sentAt, firstSeenAt: sentAt },
      unreadableAt: null,
      salesNavigatorKey: null,
      kind: "CONNECTION",
      sentFrom: null,
      sentWidthAtFirstSight: null,
      contradictingAt: null,
    });
  }

  async function handle(message: Received): Promise<void> {
    running += 1;
    const { id: messageId, receiptHandle, body, receiveCount } = message;
    const attributes = { ApproximateReceiveCount: String(receiveCount) };
    const event = { Records: [{ messageId, receiptHandle, body, attributes }] } as unknown as SQSEvent;
    const { batchItemFailures } = await onWithdrawMessages(c, event);
    if (batchItemFailures.length === 0) {
      queue.remove(receiptHandle);
      count("done");
    }
    running -= 1;
  }

  return {
    ...{ c, calls, tally, deadLetters, all, ledger },
    messages: () => ({ sent, left: queue.size() }),
    /** Asks for the n-th invitation, now by this name and now by that. */
    async ask(n: number, event: number) {
      const one = all[n % all.length];
      if (one === undefined) throw new Error("there are invitations");
      const { identityId, invitationId, personId } = one;
      const names = [{ invitationUrn: urn(invitationId), identityId }, { invitationUrn: urn(invitationId) }];
      const whom = event % 20 === 0 ? { personId } : names[event % 2];
      return onRequest(c, {
        ...{ id: `event-${event}`, source: "crm", time: new Date(now).toISOString() },
        ...{ "detail-type": "Withdrawal Requested", detail: { ...whom, reason: "storm", requestedBy: "crm" } },
      });
    },
    async until(end: number) {
      for (;;) {
        for (let message = queue.receive(); message !== null; message = queue.receive()) void handle(message);
        await new Promise((resolve) => setImmediate(resolve));
        const due = timers.filter(({ at }) => at <= now);
        if (due.length > 0) {
          timers.splice(0, timers.length, ...timers.filter(({ at }) => at > now));
          for (const { wake } of due) wake();
          continue;
        }
        const next = Math.min(queue.nextAt() ?? Number.POSITIVE_INFINITY, ...timers.map(({ at }) => at));
        if (next <= now) continue;
        if (running > timers.length) throw new Error("somebody waits for nothing that comes");
        if (next > end) break;
        now = next;
      }
      now = Math.max(now, end);
    },
  };
}

const of = (calls: readonly Call[], identityId: string) =>
  calls.filter((call) => call.identityId === identityId).toSorted((a, b) => a.from - b.from);

/** The most calls within any 24 hours, and the shortest time from a call's end to the next one's start. */
function busiest(calls: readonly Call[]): { readonly inADay: number; readonly gapMs: number } {
  const inADay = calls.map(({ from }) => calls.filter((one) => one.from > from - DAY_MS && one.from <= from).length);
  const gaps = calls
    .slice(1)
    .map(({ from }, index) => from - Math.max(...calls.slice(0, index + 1).map(({ to }) => to)));
  return { inADay: Math.max(0, ...inADay), gapMs: Math.min(Number.POSITIVE_INFINITY, ...gaps) };
}

describe("a storm of requests", () => {
  it("of 10,000 events leaves caps and gaps intact, and every request is done or lasts", {
    timeout: 240_000,
  }, async () => {
    const storm = await createStorm({ invitations: 9_000, inOrder: true });

    for (let event = 0; event < 10_000; event += 1) await storm.ask(event, event);
    const { sent } = storm.messages();
    await storm.until(START + 20 * HOUR_MS);

    expect(sent).toBe(10_000);
    expect(storm.messages().left).toBe(0);
    expect(storm.deadLetters).toEqual([]);
    expect(storm.tally.get("done")).toBe(10_000);
    const ends = ["withdrawn", "deferred to the next run", "dropped"].map((what) => storm.tally.get(what) ?? 0);
    expect(ends.reduce((sum, each) => sum + each)).toBe(10_000);
    for (const identityId of IDENTITIES) {
      const calls = of(storm.calls, identityId);
      expect(calls).toHaveLength(DAILY_CAP);
      expect(busiest(calls).gapMs).toBeGreaterThanOrEqual(SHORTEST_GAP_MS);
    }
    const called = new Set(storm.calls.map(({ invitationId }) => invitationId));
    expect(called.size).toBe(storm.calls.length);
    for (const { identityId, invitationId } of storm.all) {
      const item = await storm.ledger.invitations.find(identityId, invitationId);
      expect(item?.state).toBe(called.has(invitationId) ? "withdrawn" : "pending");
      expect(item?.withdrawalRequest).toMatchObject({ reason: "storm" });
    }
  });

  it("that goes on for days keeps to the cap in any 24 hours", { timeout: 120_000 }, async () => {
    const storm = await createStorm({ invitations: 1_500, inOrder: true });

    for (let hour = 0; hour < 60; hour += 3) {
      for (let n = 0; n < 100; n += 1) await storm.ask(hour * 25 + n, hour * 1_000 + n);
      await storm.until(START + (hour + 3) * HOUR_MS);
    }

    const { sent, left } = storm.messages();
    expect(left).toBe(0);
    expect(sent).toBeGreaterThan(1_000);
    expect(storm.tally.get("done")).toBe(sent);
    expect(storm.deadLetters).toEqual([]);
    for (const identityId of IDENTITIES) {
      const calls = of(storm.calls, identityId);
      expect(calls.length).toBeGreaterThan(2 * DAILY_CAP);
      expect(busiest(calls).inADay).toBe(DAILY_CAP);
      expect(busiest(calls).gapMs).toBeGreaterThanOrEqual(SHORTEST_GAP_MS);
    }
  });

  it("that all comes at once, past any queue's order, is held back by the gate alone", {
    timeout: 120_000,
  }, async () => {
    const storm = await createStorm({ invitations: 400, inOrder: false });

    for (let event = 0; event < 400; event += 1) await storm.ask(event, event);
    await storm.until(START + 20 * HOUR_MS);

    expect(storm.messages()).toEqual({ sent: 400, left: 0 });
    expect(storm.deadLetters).toEqual([]);
    for (const identityId of IDENTITIES) {
      const { inADay, gapMs } = busiest(of(storm.calls, identityId));
      expect(inADay).toBeGreaterThan(0);
      expect(inADay).toBeLessThanOrEqual(DAILY_CAP);
      expect(gapMs).toBeGreaterThanOrEqual(SHORTEST_GAP_MS);
    }
  });
});
