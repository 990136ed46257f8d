import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../lib/analytics/random.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS, utcDay } from "../../lib/domain/time.ts";
import { chunkKey, headKey } from "../../lib/ledger/dynamo-day-item.ts";
import { LedgerItemError } from "../../lib/ledger/dynamo-item.ts";
import type { OutcomeQuery } from "../../lib/ledger/ledger.ts";
import { anEnding, appeared, collect, ended, NOW } from "../helpers/dynamo-records.ts";
import { eachWithDays } from "./helpers/packed-ledger.ts";

const t = eachWithDays();
/** The day of the endings below. */
const DAY = utcDay(NOW);
const PACKED_FROM = new Date("2026-03-14T00:00:00.000Z");
const SPAN = { since: later(NOW, -DAY_MS), until: later(NOW, DAY_MS) };
const outcomes = (query: Partial<OutcomeQuery> = {}) =>
  collect(t.ledger.invitations.outcomes({ ...SPAN, withSentFrom: true, ...query }));
const ids = async (query: Partial<OutcomeQuery> = {}) => (await outcomes(query)).map((one) => one.invitationId);
const item = async (key: object) =>
  (await t.connection.documentClient.send(new GetCommand({ TableName: t.tables.runs, Key: { ...key } }))).Item;
const put = (Item: object) =>
  t.connection.documentClient.send(new PutCommand({ TableName: t.tables.runs, Item: { ...Item } }));

/** Three endings of one day, packed. */
async function packed(): Promise<void> {
  await ended(t.ledger, { invitationId: "a", identityId: "one" }, { endedAt: later(NOW, -HOUR_MS), reason: "backlog" });
  await ended(
    t.ledger,
    { invitationId: "b" },
    { outcome: "gone", reason: null, withdrawnAt: null, reinviteAfter: null },
  );
  await ended(t.ledger, { invitationId: "c", sentFrom: null }, { endedAt: later(NOW, MINUTE_MS) });
  t.now = PACKED_FROM;
  await t.days.pack(DAY);
}

/** Outcomes, and whether the packed day was read from its pack. */
async function read(query: Partial<OutcomeQuery> = {}) {
  const before = t.fromIndex;
  const found = await ids(query);
  // Of the three days of the span two have never been packed.
  return { found, fromPack: t.fromIndex - before === 2 };
}

describe("a packed day", () => {
  it("is read in place of the index, and says the same", async () => {
    await ended(t.ledger, { invitationId: "a" }, { endedAt: later(NOW, -HOUR_MS) });
    await ended(t.ledger, { invitationId: "b", sentFrom: null, sentWidthAtFirstSight: "unreadable" });
    const [plain, dated] = [await outcomes({ withSentFrom: false }), await outcomes()];
    t.now = PACKED_FROM;

    expect(await t.days.pack(DAY)).toEqual({ outcomes: 2, chunks: 1 });

    expect(await read()).toEqual({ found: ["a", "b"], fromPack: true });
    expect(await outcomes()).toStrictEqual(dated);
    expect(await outcomes({ withSentFrom: false })).toStrictEqual(plain);
  });

  it("is narrowed as the index is", async () => {
    await packed();

    expect(await read({ identityId: "one" })).toEqual({ found: ["a"], fromPack: true });
    expect(await ids({ outcome: "gone" })).toEqual(["b"]);
    expect(await ids({ reason: "stale" })).toEqual(["c"]);
    expect(await ids({ since: NOW })).toEqual(["b", "c"]);
    expect(await ids({ until: NOW })).toEqual(["a", "b"]);
  });

  it("without an ending is packed too", async () => {
    t.now = PACKED_FROM;

    expect(await t.days.pack(DAY)).toEqual({ outcomes: 0, chunks: 0 });

    expect(await read()).toEqual({ found: [], fromPack: true });
  });

  it("is packed in several items where one would be too large", async () => {
    const names = Array.from({ length: 32 }, (_, index) => String(index).padStart(2, "0"));
    for (const [index, name] of names.entries()) {
      await ended(t.ledger, { invitationId: name }, { runId: noise(12_000, index), endedAt: later(NOW, index) });
    }
    t.now = PACKED_FROM;

    const { chunks } = await t.days.pack(DAY);

    expect(chunks).toBe(2);
    expect(await read()).toEqual({ found: names, fromPack: true });
  });
});

describe("an ending that is changed later", () => {
  it.each([
    ["was none after all", async () => t.ledger.invitations.reopen("identity-1", "b", NOW, null), ["a", "c"]],
    [
      "was another",
      async () =>
        t.ledger.invitations.mendEnding(
          "identity-1",
          "b",
          NOW,
          anEnding({ outcome: "accepted", endedAt: later(NOW, 2 * MINUTE_MS), reason: null, withdrawnAt: null }),
        ),
      ["a", "c", "b"],
    ],
    [
      "is found late",
      async () => {
        await appeared(t.ledger, { invitationId: "d" });
        const ending = anEnding({ outcome: "accepted", endedAt: later(NOW, 1), reason: null, withdrawnAt: null });
        return t.ledger.invitations.end("identity-1", "d", ending, t.now);
      },
      ["a", "b", "d", "c"],
    ],
  ])("%s is seen at once, and packed again an hour later", async (_, change, expected) => {
    await packed();

    expect(await change()).toBe(true);

    expect(await read()).toEqual({ found: expected, fromPack: false });
    t.now = later(t.now, HOUR_MS - 1);
    expect((await t.days.due(NOW)).toPack).toEqual([]);
    t.now = later(t.now, 1);
    expect((await t.days.due(NOW)).toPack).toEqual([DAY]);
    await t.days.pack(DAY);
    expect(await read()).toEqual({ found: expected, fromPack: true });
    expect((await t.days.due(NOW)).toPack).toEqual([]);
  });

  it("moves from one packed day to another, and both are read anew", async () => {
    await packed();
    const before = later(NOW, -DAY_MS);
    await t.days.pack(utcDay(before));

    await t.ledger.invitations.mendEnding("identity-1", "b", NOW, anEnding({ outcome: "accepted", endedAt: before }));

    expect(await read()).toEqual({ found: ["b", "a", "c"], fromPack: false });
  });

  it("while its day is packed makes that pack none", async () => {
    await packed();
    const head = await item(headKey(DAY));
    await t.ledger.invitations.reopen("identity-1", "b", NOW, null);

    // As a packer leaves it that had begun before the change.
    const change = { ":pack": head?.pack };
    await t.connection.documentClient.send(
      new UpdateCommand({
        TableName: t.tables.runs,
        Key: headKey(DAY),
        UpdateExpression: "SET pack = :pack",
        ExpressionAttributeValues: change,
      }),
    );

    expect(await read()).toEqual({ found: ["a", "c"], fromPack: false });
  });

  it("is announced before it is written", async () => {
    await packed();

    // It has been mended already: nothing is written, and the day is read from the index all the same.
    const written = await t.ledger.invitations.reopen("identity-1", "b", later(NOW, 1), null);

    expect(written).toBe(false);
    expect(await read()).toEqual({ found: ["a", "b", "c"], fromPack: false });
  });

  it("of today or yesterday costs no write more", async () => {
    await ended(t.ledger);
    t.now = later(NOW, DAY_MS);
    await ended(t.ledger, { invitationId: "late" });

    expect(await item(headKey(DAY))).toBeUndefined();
  });
});

describe("a pack that is not whole", () => {
  it("for want of its head is none: the head comes last", async () => {
    await packed();
    await t.connection.documentClient.send(new DeleteCommand({ TableName: t.tables.runs, Key: headKey(DAY) }));

    expect(await read()).toEqual({ found: ["a", "b", "c"], fromPack: false });
  });

  it("for want of a chunk is none", async () => {
    await packed();
    await t.connection.documentClient.send(new DeleteCommand({ TableName: t.tables.runs, Key: chunkKey(DAY, 1) }));

    expect(await read()).toEqual({ found: ["a", "b", "c"], fromPack: false });
    expect(await t.days.check(DAY)).toBe(false);
  });

  it("because another was begun over it is none", async () => {
    await packed();
    const chunk = await item(chunkKey(DAY, 1));
    await put({ ...chunk, data: new Uint8Array([1, 2, 3]) });

    expect(await read()).toEqual({ found: ["a", "b", "c"], fromPack: false });
  });

  it("of a form of another version is none", async () => {
    await packed();
    const head = await item(headKey(DAY));
    await put({ ...head, pack: { ...head?.pack, form: 2 } });

    expect(await read()).toEqual({ found: ["a", "b", "c"], fromPack: false });
  });

  it("when its first ending may be deleted is none any more", async () => {
    await packed();
    t.now = later(NOW, 729 * DAY_MS);
    expect((await read()).fromPack).toBe(true);

    t.now = later(NOW, 731 * DAY_MS);

    expect((await read()).fromPack).toBe(false);
  });

  it("is not made of a day with an item that does not read", async () => {
    await ended(t.ledger, { invitationId: "broken" });
    await t.connection.documentClient.send(
      new UpdateCommand({
        TableName: t.tables.invitations,
        Key: { identityId: "identity-1", invitationId: "broken" },
        UpdateExpression: "SET firstSeenAt = :no",
        ExpressionAttributeValues: { ":no": "yesterday" },
      }),
    );
    t.now = PACKED_FROM;

    await expect(t.days.pack(DAY)).rejects.toThrow(LedgerItemError);
    await expect(read()).rejects.toThrow(LedgerItemError);
  });
});

describe("what there is to do", () => {
  it("begins three days after a day's end, with the newest", async () => {
    t.now = later(PACKED_FROM, -1);
    const before = await t.days.due(later(NOW, -2 * DAY_MS));
    t.now = PACKED_FROM;

    const { toPack, toCheck } = await t.days.due(later(NOW, -2 * DAY_MS));

    expect(before.toPack).toEqual(["2026-03-09", "2026-03-08"]);
    expect(toPack).toEqual(["2026-03-10", "2026-03-09", "2026-03-08"]);
    expect(toCheck).toEqual([]);
  });

  it("is to look at a pack again after four weeks, and at what somebody has changed by hand", async () => {
    await packed();
    t.now = later(PACKED_FROM, 28 * DAY_MS - 1);
    expect((await t.days.due(NOW)).toCheck).toEqual([]);
    t.now = later(PACKED_FROM, 28 * DAY_MS);
    expect((await t.days.due(NOW)).toCheck).toEqual([DAY]);

    expect(await t.days.check(DAY)).toBe(true);
    expect((await t.days.due(NOW)).toCheck).toEqual([]);
    expect((await read()).fromPack).toBe(true);
    const Key = { identityId: "identity-1", invitationId: "c" };
    await t.connection.documentClient.send(new DeleteCommand({ TableName: t.tables.invitations, Key }));
    expect(await t.days.check(DAY)).toBe(false);
    await t.days.pack(DAY);
    expect(await read()).toEqual({ found: ["a", "b"], fromPack: true });
  });

  it.each([
    ["a reason", { reason: "customer" }],
    ["an instant", { outcomeAt: "2026-03-10T09:30:00.124Z" }],
  ])("is to pack again where %s differs", async (_, change) => {
    await packed();
    const [[name, value] = []] = Object.entries(change);
    await t.connection.documentClient.send(
      new UpdateCommand({
        TableName: t.tables.invitations,
        Key: { identityId: "identity-1", invitationId: "b" },
        UpdateExpression: "SET #name = :value",
        ExpressionAttributeNames: { "#name": name ?? "" },
        ExpressionAttributeValues: { ":value": value },
      }),
    );

    expect(await t.days.check(DAY)).toBe(false);
  });
});

/** Text that no packer makes smaller than three quarters. */
function noise(bytes: number, seed: number): string {
  const random = createRandom(seed);
  return Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString("base64");
}
