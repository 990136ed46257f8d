import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { createDynamoStops } from "../../lib/ledger/dynamo-stops.ts";
import type { StopLedger } from "../../lib/ledger/stop-ledger.ts";
import { findLiveOrder } from "../../lib/settings/find-live-order.ts";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import { NOW } from "../helpers/dynamo-records.ts";

const t = eachOnDynalite();
let stops: StopLedger;
beforeEach(() => {
  stops = createDynamoStops(t.connection.documentClient, t.tables.runs);
});

/** A run's own item exactly as the version before stops has written it. */
const runOfVersionBefore = (day: number, mode: string) => {
  const at = `2026-03-0${day}T09:00:00.000Z`;
  return {
    ...{ runId: at, identityId: "#run", kind: "run", startedAt: at, scheduledAt: at, expiresAt: 1_835_429_400 },
    ...{ mode, policyVersion: 3, state: "started", identities: 2, notConnected: [], queued: 12, startFailed: null },
    lastWrite: "aBcDeFgHiJkL",
  };
};

async function findAfter(...modes: readonly string[]) {
  const written = modes.map((mode, day) => ({ PutRequest: { Item: runOfVersionBefore(day + 1, mode) } }));
  if (written.length > 0) {
    await t.connection.documentClient.send(new BatchWriteCommand({ RequestItems: { [t.tables.runs]: written } }));
  }
  const warned: string[] = [];
  const log = { info() {}, warn: (line: string) => void warned.push(line), error() {} };
  const order = await findLiveOrder({ runs: t.ledger.runs, stops, now: () => NOW, log })();
  return { order, warned, mode: (await stops.read()).mode };
}

describe("a stack of the version before, which noted no order", () => {
  it("stays live where its latest run was, and that is noted once", async () => {
    const noted = { mode: "live", since: NOW.toISOString(), lease: null };

    expect(await findAfter("dry-run", "live")).toEqual({ order: noted, warned: [], mode: noted });
  });

  it.each([[[]], [["dry-run"]], [["live", "dry-run"]], [["live", "off"]]])(
    "is dry after the runs %j, which is logged",
    async (modes) => {
      const { order, warned, mode } = await findAfter(...modes);

      expect({ order, mode }).toEqual({ order: null, mode: null });
      expect(warned).toEqual(["the policy says live, but nobody has set mode=live on this stack: dry run"]);
    },
  );

  it("is not made live over what somebody has ordered meanwhile", async () => {
    const off = { mode: "off", since: NOW.toISOString(), lease: null } as const;
    await stops.setMode(off);

    expect(await findAfter("live")).toMatchObject({ order: null, mode: off });
  });
});
