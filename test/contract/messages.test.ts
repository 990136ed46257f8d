import { describe, expect, it } from "vitest";
import { ENVIRONMENT, readEnvironment } from "../../lib/contract/environment.ts";
import {
  HTTP_TIMEOUT_MS,
  START_RUN_TIMEOUT_MS,
  SWEEP_TIMEOUT_MS,
  WITHDRAW_TIMEOUT_MS,
} from "../../lib/contract/functions.ts";
import {
  MessageError,
  messageBody,
  parseSweepMessage,
  parseWithdrawMessage,
  type SweepMessage,
  type WithdrawMessage,
} from "../../lib/contract/messages.ts";
import { METRICS } from "../../lib/contract/metrics.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { CLAIM_LEASE_MS } from "../../lib/domain/attempt.ts";
import { longestWait } from "../../lib/domain/waiting.ts";

const SWEEP: SweepMessage = { v: 1, kind: "sweep", runId: "r", identityId: "i", connected: true };
const WITHDRAW: WithdrawMessage = {
  ...{ v: 1, kind: "withdraw", runId: "r", identityId: "i", invitationId: "7", reason: "stale" },
  plannedAt: new Date("2026-03-10T09:30:00.123Z"),
  expiresAt: new Date("2026-03-11T03:30:00.000Z"),
};

describe("the environment", () => {
  it("has the names the design gives it", () => {
    expect(Object.values(ENVIRONMENT)).toEqual(
      expect.arrayContaining([
        ...["INVITATIONS_TABLE", "IDENTITIES_TABLE", "RUNS_TABLE", "FLAGS_TABLE", "SWEEP_QUEUE_URL"],
        ...["WITHDRAW_QUEUE_URL", "POLICY_PARAMETER", "EDGES_API_KEY_SECRET", "EDGES_BASE_URL", "EDGES_CUSTOM_DATA"],
      ]),
    );
  });

  it("is read by name, and all that is missing or empty is told at once", () => {
    const env = { RUNS_TABLE: "Runs", FLAGS_TABLE: "" };

    expect(readEnvironment(["runsTable"], env)).toEqual({ runsTable: "Runs" });
    expect(() => readEnvironment(["runsTable", "flagsTable", "sweepQueueUrl"], env)).toThrow(
      /FLAGS_TABLE, SWEEP_QUEUE_URL/,
    );
  });
});

describe("messages", () => {
  it("come out as they went in", () => {
    expect(parseSweepMessage(messageBody(SWEEP))).toEqual(SWEEP);
    expect(parseWithdrawMessage(messageBody(WITHDRAW))).toEqual(WITHDRAW);
  });

  it.each([
    ["text", "hello"],
    ["null", "null"],
    ["a list", "[]"],
    ["the other kind", messageBody(SWEEP)],
    ["another version", JSON.stringify({ ...WITHDRAW, v: 2 })],
    ["one field too many", JSON.stringify({ ...WITHDRAW, note: "x" })],
    ["one field too few", JSON.stringify({ ...WITHDRAW, reason: undefined })],
    ["an empty id", JSON.stringify({ ...WITHDRAW, identityId: "" })],
    ["a bare date", JSON.stringify({ ...WITHDRAW, expiresAt: "2026-03-11" })],
  ])("are refused when they are %s", (_, body) => {
    expect(() => parseWithdrawMessage(body)).toThrow(MessageError);
  });

  it("are refused without quoting what stands in them", () => {
    const body = JSON.stringify({ ...WITHDRAW, reason: "", runId: { person: "Ada Lovelace" } });

    expect(() => parseWithdrawMessage(body)).toThrow(/runId.*reason|reason.*runId/);
    expect(() => parseWithdrawMessage(body)).not.toThrow(/Lovelace/);
  });
});

describe("times", () => {
  it("of a withdrawal stand in the documented order: HTTP, function, lease, visibility, hide, retention, a day", () => {
    const order = [
      ...[HTTP_TIMEOUT_MS, WITHDRAW_TIMEOUT_MS, CLAIM_LEASE_MS, WITHDRAW_QUEUE.visibilitySeconds * 1000],
      ...[longestWait("blocked"), WITHDRAW_QUEUE.retentionSeconds * 1000, 24 * 3600_000],
    ];

    expect(order).toEqual([20_000, 30_000, 60_000, 180_000, 900_000, 72_000_000, 86_400_000]);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("of the other functions are five minutes, and a sweep's message stays hidden for thirty", () => {
    expect([START_RUN_TIMEOUT_MS, SWEEP_TIMEOUT_MS]).toEqual([300_000, 300_000]);
    expect(SWEEP_QUEUE.visibilitySeconds).toBe(1800);
  });

  it("keep dead letters for 14 days, after 20 receives", () => {
    for (const queue of [SWEEP_QUEUE, WITHDRAW_QUEUE]) {
      expect(queue).toMatchObject({ maxReceiveCount: 20, deadLetterRetentionSeconds: 14 * 86_400 });
    }
  });
});

describe("metrics", () => {
  it("have names of their own", () => {
    expect(new Set(Object.values(METRICS)).size).toBe(Object.values(METRICS).length);
  });
});
