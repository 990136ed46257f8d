import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../lib/domain/policy.ts";
import { later, MINUTE_MS } from "../../lib/domain/time.ts";
import { readFirstSight } from "../../lib/ledger/dynamo-first-sight.ts";
import { readReport } from "../../lib/report/reading/read-report.ts";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import { collect, daysBefore, NOW, stored } from "../helpers/dynamo-records.ts";
import { VERSION_BEFORE } from "../helpers/version-before.ts";

const FIRST = daysBefore(20);
const SENT = daysBefore(25);
const LATER = daysBefore(19);

describe("how well an age was known at first sight", () => {
  it.each([
    ["as it was kept", { sentWidthAtFirstSight: 5 }, SENT, 5],
    ["as it was kept, whatever later lists could not read", { sentWidthAtFirstSight: 5, unreadableAt: LATER }, SENT, 5],
    [
      "unreadable as it was kept, whatever later lists read",
      { sentWidthAtFirstSight: "unreadable" },
      SENT,
      "unreadable",
    ],
    ["unreadable by an earlier version's note of that list", { unreadableAt: FIRST }, SENT, "unreadable"],
    ["unreadable where an earlier version left that list's own time", { unreadableAt: LATER }, FIRST, "unreadable"],
    ["not kept where a later list could not read what the first could", { unreadableAt: LATER }, SENT, null],
    ["not kept where an earlier version read every date", {}, FIRST, null],
  ] as const)("is %s", (_, kept, sentAt, expected) => {
    expect(readFirstSight({ ...kept, sentAt, firstSeenAt: FIRST })).toBe(expected);
  });
});

describe("what an earlier version has written", () => {
  const t = eachOnDynalite();
  const [open, , , gone] = VERSION_BEFORE.invitations;
  const times = { sentAt: SENT.toISOString(), firstSeenAt: FIRST.toISOString() };
  const endedAt = { outcomeDay: "2026-03-09", outcomeAt: daysBefore(1).toISOString() };

  /** Open and ended items without the attribute, changed as said. */
  async function write(invitationId: string, change: Record<string, unknown>): Promise<void> {
    for (const [item, id] of [
      [{ ...open, ...times }, `1${invitationId}`],
      [{ ...gone, ...times, ...endedAt }, `2${invitationId}`],
    ] as const) {
      const Item = { ...item, ...change, invitationId: id };
      expect(Item).not.toHaveProperty("sentWidthAtFirstSight");
      await t.connection.documentClient.send(new PutCommand({ TableName: t.tables.invitations, Item }));
    }
  }

  it("enters the curve by today's width, and not where the first list could not read its date", async () => {
    await t.ledger.runs.begin({
      ...{ runId: "run-1", scheduledAt: daysBefore(30), startedAt: daysBefore(30), mode: "live", policyVersion: 1 },
    });
    await t.ledger.identities.recordListing("identity-1", { at: daysBefore(1), count: 4, trust: "believed" });
    await write("1", {});
    await write("2", { sentFrom: later(SENT, -5 * MINUTE_MS).toISOString() });
    await write("3", { sentFrom: daysBefore(60).toISOString() });
    await write("4", { unreadableAt: FIRST.toISOString(), sentFrom: SENT.toISOString() });
    await write("5", { unreadableAt: LATER.toISOString(), sentAt: FIRST.toISOString() });

    const current = { policy: DEFAULT_POLICY, version: 1 };
    const { overall } = await readReport(t.ledger, current, { now: NOW });

    expect(overall.funnel).toMatchObject({ seen: 10, pending: 5, gone: 5 });
    expect(overall.analysis.counts.observed).toBe(4);
    expect(overall.exclusions).toMatchObject({ "age-not-known": 2, "unreadable-date": 4 });
  });

  it("is read the same, open or ended", async () => {
    await write("4", { unreadableAt: FIRST.toISOString() });

    const ended = await collect(t.ledger.invitations.outcomes({ since: FIRST, until: NOW, withSentFrom: true }));

    expect((await stored(t.ledger, "identity-1", "14")).sentWidthAtFirstSight).toBe("unreadable");
    expect(ended.map(({ sentWidthAtFirstSight }) => sentWidthAtFirstSight)).toEqual(["unreadable"]);
    expect(ended[0]).not.toHaveProperty("unreadableAt");
  });
});
