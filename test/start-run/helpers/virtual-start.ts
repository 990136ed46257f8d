import { MockAgent } from "undici";
import { messageBody } from "../../../lib/contract/messages.ts";
import { later, MINUTE_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import { createEdgesClient } from "../../../lib/edges/client.ts";
import type { EdgesPlan } from "../../../lib/edges/plan-rates.ts";
import type { OutgoingMessage } from "../../../lib/queue/queue.ts";
import { onStart } from "../../../lib/start-run/on-start.ts";
import type { StartedRun } from "../../../lib/start-run/start-run.ts";
import type { StartCollaborators } from "../../../lib/start-run/starting.ts";
import type { Room, Waiting } from "../../../lib/start-run/wave-size.ts";
import { policyOf } from "../../helpers/test-bed.ts";
import { createModelLedger } from "../../simulation/model/ledger.ts";

export const AT = new Date("2026-11-22T06:00:00.000Z");
const FUNCTION_MS = 5 * MINUTE_MS;
const DEDUPLICATION_MS = 5 * MINUTE_MS;

export interface VirtualStartOptions {
  readonly ids: readonly string[];
  /** Not connected, by id. */
  readonly disconnected?: ReadonlySet<string>;
  readonly pageSize?: number;
  readonly plan?: EdgesPlan;
  /** How long the API takes for a page. */
  readonly pageMs?: number;
  /** How long SQS takes for a batch. */
  readonly sendMs?: number;
  /** What the n-th page request, from 1, is answered with in place of its page; null for the page. */
  readonly fault?: (request: number) => { readonly status: number; readonly retryAfter?: number } | null;
  readonly room?: Room;
  readonly spreadMs?: number;
  readonly policy?: object;
  /** What the function dies at: its n-th step over all invocations, before or after it took effect. */
  readonly dieAt?: { readonly step: number; readonly when: "before" | "after" } | null;
}

class Death extends Error {
  override readonly name = "Death";
}

/** start-run in virtual time: waits take none, the ledger is the model's, the API and the queues are stand-ins. */
export function virtualStart(options: VirtualStartOptions) {
  const { ids, disconnected = new Set(), pageSize = 100, plan = "titanium", pageMs = 300, sendMs = 20 } = options;
  const { room = { sweeps: 100_000, withdrawals: 100_000 }, spreadMs = 0, dieAt = null } = options;
  let now = AT;
  const sleep = async (ms: number) => {
    now = later(now, ms);
  };
  const pageStarts: Date[] = [];
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent
    .get("http://edges.test")
    .intercept({ path: /^\/v1\/identities/, method: "GET" })
    .reply(({ path }) => {
      pageStarts.push(now);
      now = later(now, pageMs);
      const fault = options.fault?.(pageStarts.length) ?? null;
      if (fault !== null) {
        const headers = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
        return { statusCode: fault.status, data: "{}", responseOptions: { headers } };
      }
      const page = Number(new URL(path, "http://edges.test").searchParams.get("page"));
      const uids = ids.slice((page - 1) * pageSize, page * pageSize);
      const accounts = (uid: string) => [{ status: disconnected.has(uid) ? "disconnected" : "connected" }];
      return { statusCode: 200, data: JSON.stringify(uids.map((uid) => ({ uid, accounts: accounts(uid) }))) };
    })
    .persist();
  const edges = createEdgesClient({
    ...{ baseUrl: "http://edges.test/v1", apiKey: async () => "key", dispatcher: agent, plan, random: () => 0 },
    ...{ now: () => now, sleep },
  });
  const ledger = createModelLedger({ now: () => now });

  let steps = 0;
  let dead = false;
  const step = async <Result>(effect: () => Promise<Result>): Promise<Result> => {
    if (dead) throw new Death();
    steps += 1;
    const dies = dieAt !== null && steps === dieAt.step;
    if (dies) dead = true;
    if (dies && dieAt.when === "before") throw new Death();
    const result = await effect();
    if (dies) throw new Death();
    return result;
  };
  const stepped = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, key) {
        const verb: unknown = Reflect.get(target, key);
        if (typeof verb !== "function") return verb;
        return (...args: unknown[]) => step(async () => Reflect.apply(verb, target, args));
      },
    });

  const sent = new Map<string, number>();
  const deliveries: OutgoingMessage[] = [];
  const queue = {
    waiting: { sweeps: 0, withdrawals: 0 } as Waiting,
    /** The most that waited at once, by a count of the queue's own. */
    peak: 0,
    /** Before a batch is sent, such as another invocation that overtakes this one. */
    beforeSend: async (): Promise<void> => {},
    /** What happens to the queues until they are looked at. */
    workOff: (_waiting: Waiting, _now: Date): Waiting => ({ sweeps: 0, withdrawals: 0 }),
  };
  const own: { readonly at: Date; readonly scheduledAt: Date }[] = [];
  const metrics = new Map<string, number>();
  const source = policyOf(options.policy ?? {});
  let policy = source;
  const c: StartCollaborators = {
    clock: { now: () => now, sleep },
    random: () => 0,
    newId: () => "id",
    log: { info() {}, warn() {}, error() {} },
    metrics: { count: (name, value = 1) => void metrics.set(name, (metrics.get(name) ?? 0) + value) },
    policy: { read: () => policy.read() },
    ledger: { ...ledger, runs: stepped(ledger.runs) },
    edges,
    queues: {
      sweep: {
        send: (messages) =>
          step(async () => {
            await queue.beforeSend();
            now = later(now, sendMs);
            for (const message of messages) {
              const before = sent.get(message.dedup);
              sent.set(message.dedup, now.getTime());
              if (before !== undefined && now.getTime() - before < DEDUPLICATION_MS) continue;
              deliveries.push(message);
              queue.waiting = { ...queue.waiting, sweeps: queue.waiting.sweeps + 1 };
              queue.peak = Math.max(queue.peak, queue.waiting.sweeps);
            }
          }),
        hide: async () => {},
      },
      withdraw: { send: async () => {}, hide: async () => {} },
    },
    starting: {
      again: (scheduledAt, delaySeconds) =>
        step(async () => void own.push({ at: later(now, delaySeconds * SECOND_MS), scheduledAt })),
      async waiting() {
        queue.waiting = queue.workOff(queue.waiting, now);
        return queue.waiting;
      },
      room,
      spreadMs,
    },
  };

  let invocations = 0;
  let longest = 0;
  async function invoke(event: Parameters<typeof onStart>[1]) {
    invocations += 1;
    dead = false;
    const begun = now;
    const end = later(now, FUNCTION_MS);
    try {
      return await onStart(c, event, { getRemainingTimeInMillis: () => end.getTime() - now.getTime() });
    } finally {
      longest = Math.max(longest, now.getTime() - begun.getTime());
    }
  }

  const record = (scheduledTime: Date) => ({
    ...{ messageId: "m", receiptHandle: "r", md5OfBody: "", messageAttributes: {}, awsRegion: "" },
    ...{ eventSource: "aws:sqs", eventSourceARN: "", body: messageBody({ v: 1, kind: "start", scheduledTime }) },
    attributes: {
      ...{ ApproximateReceiveCount: "1", SentTimestamp: "0", SenderId: "", ApproximateFirstReceiveTimestamp: "0" },
    },
  });

  return {
    ...{ ledger, deliveries, metrics, pageStarts, queue, own, c },
    now: () => now,
    advance: (ms: number) => void sleep(ms),
    steps: () => steps,
    invocations: () => invocations,
    longestMs: () => longest,
    setPolicy: (change: object) => {
      policy = policyOf(change);
    },
    /** The schedule's event, or a redrive of it. */
    schedule: (at: Date = AT) => invoke({ scheduledTime: at.toISOString() }) as Promise<StartedRun>,
    /** One of its own messages. */
    message: (at: Date = AT) => invoke({ Records: [record(at)] }),
    /** Receives its own messages until none is left; what dies comes again after its visibility time. */
    async untilIdle(): Promise<void> {
      for (let message = own.shift(); message !== undefined; message = own.shift()) {
        if (message.at > now) now = message.at;
        let stays = true;
        try {
          const answer = await invoke({ Records: [record(message.scheduledAt)] });
          stays = "batchItemFailures" in answer && answer.batchItemFailures.length > 0;
        } catch (error) {
          if (!(error instanceof Death)) throw error;
        }
        if (stays) own.push({ ...message, at: later(now, 30 * MINUTE_MS) });
        if (invocations > 5_000) throw new Error("the start goes round in circles");
      }
    },
  };
}

export const idsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `11111111-1111-4111-8111-${String(index).padStart(12, "0")}`);

export const deathIn = (error: unknown): boolean => error instanceof Death;
