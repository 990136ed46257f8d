import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { recorded } from "../local/events/helpers.ts";
import { dailyBed, IDENTITY } from "./helpers/daily-bed.ts";

const NOTICE = { noticeDays: 3 };

describe("an invitation that becomes eligible under a notice", () => {
  it("is announced first, and called for only that many days later", async () => {
    const bed = dailyBed([30, 10]);

    const first = await bed.run(NOTICE);
    const { announcement } = await bed.find(0);
    const calledBefore: number[] = [];
    for (const day of [1, 2]) {
      bed.untilDay(day);
      calledBefore.push(...(await bed.run(NOTICE)).called);
    }
    bed.untilDay(4);
    const last = await bed.run(NOTICE);

    expect(first.called).toEqual([]);
    expect(first.sweep).toMatchObject({ eligible: 0, queued: 0, byReason: { announced: 1, "too-young": 1 } });
    expect(announcement).toMatchObject({ reason: "stale", runId: first.runId });
    expect(announcement?.mayGoFrom).toEqual(later(announcement?.at ?? new Date(0), 3 * DAY_MS));
    expect(calledBefore).toEqual([]);
    expect(last.called).toEqual([0]);
    expect((await bed.find(1)).announcement).toBeNull();
  });

  it("is not called for a moment before the date that was told, and is called for from then on", async () => {
    const bed = dailyBed([30]);
    await bed.run(NOTICE);
    const from = (await bed.find(0)).announcement?.mayGoFrom ?? new Date(0);

    bed.advance((from.getTime() - bed.clock.now().getTime() - 1) / DAY_MS);
    const before = await bed.run(NOTICE);
    bed.advance(0.1);
    const after = await bed.run(NOTICE);

    expect([before.called, after.called]).toEqual([[], [0]]);
  });

  it("is announced whatever speaks for it: a flag and a request too", async () => {
    const bed = dailyBed([5, 5, 30]);
    await bed.run();
    await bed.flag(0, "do-not-contact");
    await bed.request(1);

    const run = await bed.run(NOTICE);

    expect(run.called).toEqual([]);
    expect((await bed.find(0)).announcement?.reason).toBe("do-not-contact");
    expect((await bed.find(1)).announcement?.reason).toBe("requested");
  });

  it("is announced once, however often it is swept, and told in one event", async () => {
    const heard = recorded();
    const bed = dailyBed([30], heard);

    const first = await bed.run(NOTICE);
    const told = await bed.find(0);
    bed.untilDay(1);
    await bed.run(NOTICE);

    expect((await bed.find(0)).announcement).toEqual(told.announcement);
    expect(heard.events).toMatchObject([
      {
        "detail-type": "Invitation Announced",
        detail: {
          ...{ identityId: IDENTITY, invitationId: told.invitationId, urn: told.urn, personId: told.personId },
          ...{ reason: "stale", runId: first.runId, sentAt: told.sentAt.toISOString() },
          announcedAt: told.announcement?.at.toISOString(),
          mayGoFrom: told.announcement?.mayGoFrom.toISOString(),
        },
      },
    ]);
  });

  it("is announced by no dry run, which shows it all the same", async () => {
    const bed = dailyBed([30]);

    const dry = await bed.run({ ...NOTICE, mode: "dry-run" });
    const preview = await bed.preview(NOTICE);

    expect(dry.sweep.byReason).toEqual({ announced: 1 });
    expect((await bed.find(0)).announcement).toBeNull();
    expect(preview.identities[0]?.decision?.plan).toMatchObject([
      { verdict: "keep", reason: "announced", would: "stale", mayGoFrom: null },
    ]);
  });
});

describe("what stops an announced withdrawal", () => {
  it("is a flag that is set in between, also between the sweep and the call", async () => {
    const bed = dailyBed([30, 30]);
    await bed.run(NOTICE);
    await bed.flag(0, "protected");
    bed.untilDay(4);

    const run = await bed.run(NOTICE, async () => void (await bed.flag(1, "protected")));

    expect(run.sweep.queued).toBe(1);
    expect(run.called).toEqual([]);
    expect((await bed.ledger.runs.findSweep(run.runId, IDENTITY))?.deferred).toEqual({ protected: [bed.idOf(1)] });
  });

  it("takes its announcement back, so that it is announced anew should it be to go again", async () => {
    const bed = dailyBed([30]);
    await bed.run(NOTICE);
    await bed.flag(0, "protected");
    bed.untilDay(1);
    await bed.run(NOTICE);
    const without = (await bed.find(0)).announcement;
    await bed.unflag(0);

    bed.untilDay(5);
    const anew = await bed.run(NOTICE);
    bed.untilDay(9);
    const last = await bed.run(NOTICE);

    expect(without).toBeNull();
    expect([anew.called, last.called]).toEqual([[], [0]]);
  });

  it("takes it back in a dry run too, where only what speaks for it is gone", async () => {
    const bed = dailyBed([5]);
    await bed.run();
    await bed.flag(0, "customer");
    await bed.run(NOTICE);
    await bed.unflag(0);
    bed.untilDay(1);

    await bed.run({ ...NOTICE, mode: "dry-run" });

    expect((await bed.find(0)).announcement).toBeNull();
  });
});

describe("a policy that changes", () => {
  it("to a longer notice puts off what was told, to no notice lets it go, and to a shorter one changes nothing", async () => {
    const bed = dailyBed([30]);
    await bed.run(NOTICE);
    bed.untilDay(4);
    const longer = await bed.run({ noticeDays: 10 });
    const kept = (await bed.find(0)).announcement;

    const other = dailyBed([30]);
    await other.run(NOTICE);
    other.untilDay(2);
    const shorter = await other.run({ noticeDays: 1 });
    const none = await other.run({ noticeDays: 0 });

    expect(longer.called).toEqual([]);
    expect(kept).not.toBeNull();
    expect([shorter.called, none.called]).toEqual([[], [0]]);
  });

  it("to a notice stops what is queued without one: it is put off as announced", async () => {
    const bed = dailyBed([30, 30]);
    const notice = { days: 0 };
    const policy = {
      get noticeDays() {
        return notice.days;
      },
    };

    const run = await bed.run(policy, async () => {
      notice.days = 3;
    });

    expect(run.sweep.queued).toBe(2);
    expect(run.called).toEqual([]);
    expect(run.sweep.deferred).toEqual({ announced: [bed.idOf(0), bed.idOf(1)].toSorted() });
  });
});

describe("what is announced", () => {
  it("counts as on its way out: no younger one goes for it where the owner wants fewer pending", async () => {
    const bed = dailyBed([30, 29, 15, 14, 13]);

    const run = await bed.run({ ...NOTICE, keepPendingBelow: 3 });

    expect(run.sweep.byReason).toEqual({ announced: 2, "too-young": 3 });
  });

  it("is not announced from a list in doubt", async () => {
    const bed = dailyBed(Array.from({ length: 30 }, () => 30));
    await bed.run({ mode: "dry-run" });
    bed.untilDay(1);
    bed.lose(25);

    const run = await bed.run(NOTICE);

    expect(run.sweep.trust).toBe("collapsed");
    expect((await bed.find(29)).announcement).toBeNull();
  });
});
