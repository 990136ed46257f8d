import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { NO_STOPS } from "../../lib/domain/stops.ts";
import { createDynamoStops } from "../../lib/ledger/dynamo-stops.ts";
import type { StopLedger } from "../../lib/ledger/stop-ledger.ts";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import { NOW } from "../helpers/dynamo-records.ts";
import { onInput } from "../helpers/dynamo-wire.ts";

const t = eachOnDynalite();
let stops: StopLedger;
beforeEach(() => {
  stops = createDynamoStops(t.connection.documentClient, t.tables.runs);
});

const since = "2026-11-02T09:00:00.000Z";
const off = { mode: "off", since, lease: null } as const;
const live = { mode: "live", since, lease: { name: "/invite-sweeper/live/0f", region: "us-east-1" } } as const;

const put = (item: object) =>
  t.connection.documentClient.send(new PutCommand({ TableName: t.tables.runs, Item: { runId: "#stops", ...item } }));

describe("the stops of a stack", () => {
  it("are none in a new table", async () => {
    expect(await stops.read()).toEqual(NO_STOPS);
  });

  it("are read as they were given, whatever an identity's id is made of", async () => {
    const paused = [
      { id: "my.id_1:a-b", since, reason: "on holiday" },
      { id: "all", since },
      { id: "off", since },
    ];
    for (const pause of paused) await stops.pause(pause);
    await stops.setMode(live);

    const { mode, pauses } = await stops.read();

    expect(mode).toEqual(live);
    expect(pauses.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([paused[1], paused[0], paused[2]]);
  });

  it("are replaced when they are given again, and lifted one by one", async () => {
    await stops.pause({ id: "a", since });
    await stops.pause({ id: "a", since, reason: "as agreed" });
    await stops.pause({ id: "all", since });
    await stops.resume("all");
    await stops.resume("nobody");

    expect(await stops.read()).toEqual({ mode: null, pauses: [{ id: "a", since, reason: "as agreed" }] });
  });

  it("take an instant as a policy may have it, without milliseconds", async () => {
    await stops.pause({ id: "a", since: "2026-11-02T09:00:00Z" });

    expect((await stops.read()).pauses).toEqual([{ id: "a", since }]);
  });

  it("are read strongly consistent, for a stop that was given a moment ago counts", async () => {
    const consistent: unknown[] = [];
    onInput(t.connection.documentClient, (command, input) => {
      if (command === "QueryCommand") consistent.push((input as { ConsistentRead?: boolean }).ConsistentRead);
      return input;
    });

    await stops.read();

    expect(consistent).toEqual([true]);
  });

  it("never expire, and are as many as there are identities", async () => {
    for (let index = 0; index < 40; index += 1)
      await stops.pause({ id: `identity-${index}`, since, reason: "x".repeat(200) });
    const { Items = [] } = await t.connection.documentClient.send(new ScanCommand({ TableName: t.tables.runs }));

    expect((await stops.read()).pauses).toHaveLength(40);
    expect(Items.flatMap(Object.keys)).not.toContain("expiresAt");
  });

  it("are no run: the latest and the oldest are what they were", async () => {
    await stops.setMode(off);
    await stops.pause({ id: "a", since });

    expect(await t.ledger.runs.latest(5)).toEqual([]);
    expect(await t.ledger.runs.oldest()).toBeNull();
  });
});

describe("a person's order of a mode", () => {
  it("replaces any other where nothing is said of what was seen, for off always wins", async () => {
    await stops.setMode(live);

    expect(await stops.setMode(off)).toBe(true);
    expect((await stops.read()).mode).toEqual(off);
  });

  it("does not lift one that was given since it was decided", async () => {
    await stops.setMode(off);

    const none = await stops.setMode(live, null);
    const another = await stops.setMode(live, { ...off, since: NOW.toISOString() });
    const first = (await stops.read()).mode;
    const seen = await stops.setMode(live, off);

    expect([none, another, seen]).toEqual([false, false, true]);
    expect(first).toEqual(off);
    expect((await stops.read()).mode).toEqual(live);
  });
});

describe("a stop that cannot be read", () => {
  it.each([
    ["of a mode that this version does not know", { identityId: "#mode", mode: "slow", since }],
    ["without its time", { identityId: "#mode", mode: "live" }],
    ["of a kind that this version does not know", { identityId: "#freeze", since }],
    ["with a time that is none", { identityId: "a", since: "yesterday" }],
  ])("%s makes all of them unreadable", async (_, item) => {
    await put(item);

    await expect(stops.read()).rejects.toThrow("#stops");
  });
});
