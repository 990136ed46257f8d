import { describe, expect, it } from "vitest";
import { SWEEP_TIMEOUT_MS, WITHDRAW_TIMEOUT_MS } from "../../../lib/contract/functions.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../../lib/contract/queues.ts";
import { TABLES } from "../../../lib/contract/tables.ts";
import { localSystem } from "../../../lib/local/template/index.ts";
import { readLocalSystem } from "../../../lib/local/template/local-system.ts";
import { synthesizedTemplate } from "../../../lib/local/template/synthesize.ts";

describe("the local system", () => {
  it("has the tables the ledger's code expects, with their keys and indexes", async () => {
    const { tables } = await localSystem();

    const shapes = tables.map(({ logicalId, keySchema, indexes }) => ({
      id: logicalId,
      keys: keySchema.map(({ AttributeName }) => AttributeName),
      indexes: indexes.map(({ IndexName }) => IndexName).sort(),
    }));
    const expected = TABLES.map((table) => ({
      id: `${table.id}Table`,
      keys: [table.partitionKey, ...("sortKey" in table ? [table.sortKey] : [])],
      indexes: table.indexes.map(({ name }) => name).sort(),
    }));
    expect(shapes.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      expected.toSorted((a, b) => a.id.localeCompare(b.id)),
    );
  });

  it("has both queues with their times and dead letters", async () => {
    const { queues } = await localSystem();

    for (const { id, visibilitySeconds, retentionSeconds, maxReceiveCount, deadLetterRetentionSeconds } of [
      SWEEP_QUEUE,
      WITHDRAW_QUEUE,
    ]) {
      expect(queues).toContainEqual({
        ...{ logicalId: `${id}Queue`, fifo: true, visibilitySeconds, retentionSeconds },
        redrive: { deadLetters: `${id}DeadLetters`, maxReceiveCount },
      });
      expect(queues).toContainEqual({
        ...{ logicalId: `${id}DeadLetters`, fifo: true, visibilitySeconds: null, redrive: null },
        retentionSeconds: deadLetterRetentionSeconds,
      });
    }
  });

  it("feeds each function from its queue, one message at a time", async () => {
    const { functions } = await localSystem();

    expect(functions["start-run"].source).toMatchObject({ queue: "StartRunQueue", batchSize: 1 });
    expect(functions.sweep).toMatchObject({
      timeoutMs: SWEEP_TIMEOUT_MS,
      source: { queue: "SweepQueue", batchSize: 1 },
    });
    expect(functions.withdraw).toMatchObject({
      timeoutMs: WITHDRAW_TIMEOUT_MS,
      source: { queue: "WithdrawQueue", batchSize: 1 },
      environment: { INVITATIONS_TABLE: { ref: "InvitationsTable" }, RETENTION_DAYS: "730" },
    });
  });

  it("is refused, by the resource's name, where the template is not of the shape local mode knows", async () => {
    const template = (await synthesizedTemplate()) as { Resources: Record<string, { Properties: object }> };
    const broken = structuredClone(template);
    const queue = broken.Resources.WithdrawQueue;
    if (queue === undefined) throw new Error("the template has a withdraw queue");
    queue.Properties = { ...queue.Properties, VisibilityTimeout: "three minutes" };

    expect(() => readLocalSystem(broken)).toThrow(/WithdrawQueue.*VisibilityTimeout/);
  });
});
