import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { concurrencyFor } from "../../../lib/config/concurrency.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../../lib/contract/queues.ts";
import type { Mode } from "../../../lib/domain/mode.ts";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { MINUTE_MS } from "../../../lib/domain/time.ts";
import { createBriefMemory } from "../../../lib/ledger/briefly-kept.ts";
import { createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { createDynamoStops } from "../../../lib/ledger/dynamo-stops.ts";
import { createGapMemory } from "../../../lib/ledger/gap-memory.ts";
import { stoppedPolicy } from "../../../lib/settings/stopped-policy.ts";
import { onStart } from "../../../lib/start-run/on-start.ts";
import { roomFor } from "../../../lib/start-run/room.ts";
import type { StartCollaborators } from "../../../lib/start-run/starting.ts";
import { onSweepMessages } from "../../../lib/sweep/on-messages.ts";
import { onWithdrawMessages } from "../../../lib/withdraw/on-messages.ts";
import { meteredQueue, workOff } from "./queues.ts";
import type { MeteredWorld } from "./world.ts";

export const WITHDRAWALS_A_DAY = 25;
const FUNCTION_MS = 15 * MINUTE_MS;

/** This project's functions on a world, put together as on AWS. */
export interface Sweeper {
  readonly ledger: ReturnType<typeof createDynamoLedger>;
  /** One run, to its last message. */
  run(mode: Mode): Promise<void>;
}

export async function deploySweeper(world: MeteredWorld): Promise<Sweeper> {
  const { clock, tables } = world;
  const { documentClient, names } = tables;
  const ledger = createDynamoLedger({ documentClient, tables: names, now: clock.now, sleep: clock.sleep });
  // An account's messages come one after another, a gap of a minute or two apart, so one process meets them: it stays warm.
  const memory = createBriefMemory(clock.now)(ledger);
  const stops = createDynamoStops(documentClient, names.runs);
  await stops.setMode({ mode: "live", since: clock.now().toISOString(), lease: null });
  const [sweeps, withdrawals] = [meteredQueue(world, SWEEP_QUEUE), meteredQueue(world, WITHDRAW_QUEUE)];
  const standing: { mode: Mode; goOn: boolean } = { mode: "dry-run", goOn: false };
  let ids = 0;
  const policy = async () => ({ ...DEFAULT_POLICY, mode: standing.mode, dailyCap: WITHDRAWALS_A_DAY });
  const c: StartCollaborators = {
    ...world,
    ...{ ledger: memory, gaps: createGapMemory() },
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
    policy: stoppedPolicy({ read: async () => ({ policy: await policy(), version: 1 }) }, stops, { bornDry: true }),
    queues: { sweep: sweeps.queue, withdraw: withdrawals.queue },
    starting: {
      async again() {
        standing.goOn = true;
      },
      waiting: async () => ({ sweeps: sweeps.model.size(), withdrawals: withdrawals.model.size() }),
      room: roomFor(concurrencyFor("trial")),
      spreadMs: 0,
    },
  };
  const context = () => {
    const end = clock.now().getTime() + FUNCTION_MS;
    return { getRemainingTimeInMillis: () => end - clock.now().getTime() };
  };
  const functions = [
    {
      model: sweeps.model,
      handle: (event: SQSEvent) => world.invoke("sweeps", () => onSweepMessages(c, event, context())),
    },
    {
      model: withdrawals.model,
      handle: (event: SQSEvent): Promise<SQSBatchResponse> =>
        world.invoke("withdraws", () => onWithdrawMessages(c, event)),
    },
  ];
  return {
    ledger,
    async run(mode) {
      standing.mode = mode;
      const scheduledTime = clock.now().toISOString();
      do {
        standing.goOn = false;
        await world.invoke("starts", () => onStart(c, { scheduledTime }, context()));
        await workOff(world, functions);
      } while (standing.goOn);
    },
  };
}
