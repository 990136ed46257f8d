import { describe, expect, it } from "vitest";
import { later, MINUTE_MS } from "../../lib/domain/time.ts";
import type { DayLedger } from "../../lib/ledger/day-ledger.ts";
import type { LogFields } from "../../lib/observe/log.ts";
import { type RollUpCollaborators, rollUp } from "../../lib/roll-up/roll-up.ts";
import { aRun, NOW } from "../helpers/dynamo-records.ts";

interface Told {
  readonly level: string;
  readonly message: string;
  readonly fields?: LogFields | undefined;
}

/** A ledger with these days to do, in which each takes a minute of the clock. */
function collaborators(due: Awaited<ReturnType<DayLedger["due"]>>, days: Partial<DayLedger> = {}) {
  const packed: string[] = [];
  const asked: Date[] = [];
  const told: Told[] = [];
  let now = NOW;
  const tell = (level: string) => (message: string, fields?: LogFields) => void told.push({ level, message, fields });
  const c: RollUpCollaborators = {
    clock: { now: () => now, sleep: async () => {} },
    log: { info: tell("info"), warn: tell("warn"), error: tell("error") },
    metrics: { count() {} },
    ledger: {
      runs: {
        oldest: async () => ({
          ...aRun({ startedAt: NOW }),
          ...{ state: "started", identities: 1, notConnected: [], notConnectedCount: 0, queued: 0, startFailed: null },
          ...{ fedUntil: null, reached: null, notReached: null, shareOfRunCap: null, lastInTurn: null },
        }),
      },
      days: {
        async due(since) {
          asked.push(since);
          return due;
        },
        async pack(day) {
          now = later(now, MINUTE_MS);
          packed.push(day);
          return { outcomes: 1, chunks: 1 };
        },
        check: async () => true,
        ...days,
      },
    },
  };
  return { c, packed, told, asked };
}

const soon = (minutes: number) => later(NOW, minutes * MINUTE_MS);
const NOTHING_DONE = { packed: 0, checked: 0, mended: 0, failed: 0, left: 0 };

describe("packing days", () => {
  it("packs what is due in its order, from a day before the oldest run on", async () => {
    const { c, packed, asked, told } = collaborators({ toPack: ["03", "02", "01"], toCheck: [] });

    expect(await rollUp(c, soon(60))).toEqual({ ...NOTHING_DONE, packed: 3 });

    expect(packed).toEqual(["03", "02", "01"]);
    expect(asked).toEqual([later(NOW, -24 * 60 * MINUTE_MS)]);
    expect(told.at(-1)).toMatchObject({ level: "info", message: "days packed", fields: { count: 3 } });
  });

  it("begins none once its time is over, and says how many are left", async () => {
    const toPack = Array.from({ length: 20 }, (_, index) => String(index));
    const { c, packed } = collaborators({ toPack, toCheck: [] });

    const { left } = await rollUp(c, soon(3));

    expect(packed.length).toBeLessThan(10);
    expect(left).toBe(20 - packed.length);
  });

  it("has nothing to do before the first run", async () => {
    const { c, packed, asked } = collaborators({ toPack: ["01"], toCheck: [] });
    const ledger = { ...c.ledger, runs: { oldest: async () => null } };

    expect(await rollUp({ ...c, ledger }, soon(60))).toEqual(NOTHING_DONE);

    expect([packed, asked]).toEqual([[], []]);
  });

  it("goes on with the other days when one fails, and names it", async () => {
    const packed: string[] = [];
    const { c, told } = collaborators(
      { toPack: ["02", "01"], toCheck: ["00"] },
      {
        async pack(day) {
          if (day === "02") throw new RangeError("no");
          packed.push(day);
          return { outcomes: 1, chunks: 1 };
        },
      },
    );

    expect(await rollUp(c, soon(60))).toEqual({ ...NOTHING_DONE, packed: 1, checked: 1, failed: 1 });

    expect(packed).toEqual(["01"]);
    expect(told.filter(({ level }) => level === "error")).toEqual([
      { level: "error", message: "day not packed", fields: { reason: "02", fault: "RangeError" } },
    ]);
  });

  it("packs again what differs from the index, and says so", async () => {
    const { c, packed, told } = collaborators(
      { toPack: [], toCheck: ["02", "01"] },
      { check: async (day) => day !== "02" },
    );

    expect(await rollUp(c, soon(60))).toEqual({ ...NOTHING_DONE, checked: 2, mended: 1 });

    expect(packed).toEqual(["02"]);
    expect(told.filter(({ level }) => level === "warn")).toEqual([
      { level: "warn", message: "packed day differs from the index", fields: { reason: "02" } },
    ]);
  });
});
