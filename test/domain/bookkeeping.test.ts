import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COLLAPSE_MIN_KNOWN,
  compareWithLedger,
  countBefore,
  type KnownInvitation,
} from "../../lib/domain/bookkeeping.ts";
import { at, dated, known, listing } from "./helpers/records.ts";

const FIRST = at("2026-03-01T00:00:00.000Z");
const SECOND = at("2026-03-02T00:00:00.000Z");

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(7_000 + index));
/** The ledger knows so many; the listing shows the first few of them. */
const shrunk = (knownCount: number, shownCount: number, previousCount: number | null = knownCount) =>
  compareWithLedger(
    listing({ invitations: numbered(shownCount).map((id) => dated(id)) }),
    numbered(knownCount).map((id) => known(id)),
    previousCount,
  );

describe("a complete listing", () => {
  it("tells what appeared, what vanished and what stayed", () => {
    const [stays, goes] = [known("1"), known("2")];
    const [shown, fresh] = [dated("1"), dated("3", SECOND)];

    const books = compareWithLedger(listing({ invitations: [shown, fresh] }), [stays, goes], 2);

    expect(books).toEqual({
      trust: "believed",
      appeared: [fresh],
      vanished: [goes],
      refined: [],
      disagreeing: new Set(),
      stillPending: [],
      known: new Map([
        ["1", stays],
        ["2", goes],
      ]),
      sent: new Map([
        ["1", { from: FIRST, by: FIRST }],
        ["3", { from: SECOND, by: SECOND }],
      ]),
    });
  });

  it("tells of an invitation under way that vanished", () => {
    const underWay = known("1", { state: "withdrawing", attempts: 1 });

    const books = compareWithLedger(listing({ invitations: [dated("2")] }), [underWay], 1);

    expect(books.vanished).toEqual([underWay]);
  });

  it("is believed when it is the first and empty and nothing is known", () => {
    const books = compareWithLedger(listing(), [], null);

    expect(books).toMatchObject({ trust: "believed", appeared: [], vanished: [] });
  });

  it("leaves its arguments alone", () => {
    const [shown, before] = [
      listing({ invitations: [dated("1", FIRST)], malformedIds: ["9"] }),
      [known("1"), known("2")],
    ];
    const copies = structuredClone([shown, before]);

    compareWithLedger(shown, before, 2);

    expect([shown, before]).toEqual(copies);
  });
});

describe("the bound of the date", () => {
  it("becomes earlier when a reading says so", () => {
    const before = known("1", { sentAt: SECOND });

    const books = compareWithLedger(listing({ invitations: [dated("1", FIRST)] }), [before], 1);

    expect(books.refined).toEqual([{ known: before, sentFrom: FIRST, sentBy: FIRST }]);
    expect(books.sent.get("1")).toEqual({ from: FIRST, by: FIRST });
  });

  it("stays when a reading is the same", () => {
    const books = compareWithLedger(listing({ invitations: [dated("1", FIRST)] }), [known("1", { sentAt: FIRST })], 1);

    expect(books.refined).toEqual([]);
    expect(books.sent.get("1")).toEqual({ from: FIRST, by: FIRST });
  });

  it.each([
    ["a millisecond", at("2026-03-01T00:00:00.001Z"), false],
    ["36 hours", at("2026-03-02T12:00:00.000Z"), false],
    ["more than 36 hours", at("2026-03-02T12:00:00.001Z"), true],
  ])("counts by its youngest when a reading is later by %s, and the ledger learns nothing", (_what, sentBy, told) => {
    const books = compareWithLedger(listing({ invitations: [dated("1", sentBy)] }), [known("1", { sentAt: FIRST })], 1);

    expect(books.refined).toEqual([]);
    expect(books.sent.get("1")).toEqual({ from: null, by: sentBy });
    expect(books.disagreeing.has("1")).toBe(told);
  });

  it("narrows at its lower end where that was looked up, and else only with a better upper one", () => {
    const counting = { invitationId: "1", sentFrom: FIRST, sentBy: at("2026-03-09T00:00:00.000Z") };
    const compared = (heldFrom: ReadonlyMap<string, Date | null>) =>
      compareWithLedger(listing({ invitations: [counting] }), [known("1", { sentAt: SECOND })], 1, false, heldFrom);

    expect(compared(new Map()).refined).toEqual([]);
    expect(compared(new Map([["1", FIRST]])).refined).toEqual([]);
    expect(compared(new Map([["1", SECOND]])).refined).toEqual([]);
    expect(compared(new Map([["1", null]])).refined).toMatchObject([{ sentFrom: FIRST, sentBy: null }]);
    expect(compared(new Map([["1", SECOND]])).sent.get("1")).toEqual({ from: SECOND, by: SECOND });
  });

  it("is not known when the date cannot be read, and no older reading stands in for it", () => {
    const before = known("1", { sentAt: FIRST });

    const books = compareWithLedger(listing({ invitations: [dated("1", null), dated("2", null)] }), [before], 1);

    expect(books.refined).toEqual([]);
    expect([...books.sent]).toEqual([
      ["1", null],
      ["2", null],
    ]);
    expect(books.vanished).toEqual([]);
  });

  it("is told for what is listed and for nothing else", () => {
    const books = compareWithLedger(listing({ invitations: [dated("1")], malformedIds: ["3"] }), [known("2")], 1);

    expect([...books.sent.keys()]).toEqual(["1"]);
  });
});

describe("an invitation whose withdrawal nobody answered", () => {
  it("is told of while it is still listed, whatever it has cost, and no other is", () => {
    const lost = known("1", { state: "withdrawing", attempts: 4 });
    const before = [lost, known("2", { attempts: 4 }), known("3", { state: "withdrawing", attempts: 5 })];

    const books = compareWithLedger(listing({ invitations: ["1", "2", "3", "4"].map((id) => dated(id)) }), before, 3);

    expect(books).toMatchObject({ stillPending: [lost, before[2]] });
  });

  it("is told of by a partial listing too, for what is shown is there", () => {
    const lost = known("1", { state: "withdrawing", attempts: 1 });

    const books = compareWithLedger(listing({ state: "partial", invitations: [dated("1")] }), [lost], 1);

    expect(books.stillPending).toEqual([lost]);
  });

  it("has vanished and is not still pending when it is listed no more", () => {
    const lost = known("1", { state: "withdrawing", attempts: 1 });

    const books = compareWithLedger(listing({ invitations: [dated("2")] }), [lost], 1);

    expect(books).toMatchObject({ stillPending: [], vanished: [lost] });
  });
});

describe("a partial listing", () => {
  it("says nothing about absence, and everything about presence", () => {
    const partial = listing({ state: "partial", invitations: [dated("1", FIRST), dated("4", SECOND)] });
    const before = [known("1", { sentAt: SECOND }), known("2"), known("3")];

    const books = compareWithLedger(partial, before, 3);

    expect(books).toMatchObject({ trust: "partial", vanished: [], refined: [{ known: before[0], sentBy: FIRST }] });
    expect(books.appeared).toEqual([dated("4", SECOND)]);
  });

  it("is partial first, whatever else is wrong with it", () => {
    const books = compareWithLedger(
      listing({ state: "partial", malformedIds: [null] }),
      numbered(30).map((id) => known(id)),
      0,
    );

    expect(books).toMatchObject({ trust: "partial", vanished: [] });
  });
});

describe("a listing that lost more than half", () => {
  it.each([
    [20, 10, "believed", 10],
    [20, 9, "collapsed", 0],
    [21, 11, "believed", 10],
    [21, 10, "collapsed", 0],
    [19, 1, "believed", 18],
    [19, 9, "believed", 10],
    [1_000, 500, "believed", 500],
    [1_000, 499, "collapsed", 0],
    [20, 20, "believed", 0],
  ] as const)("of %d known, with %d left, is %s, and %d have vanished", (knownCount, shownCount, trust, vanished) => {
    const books = shrunk(knownCount, shownCount);

    expect(COLLAPSE_MIN_KNOWN).toBe(20);
    expect(books.trust).toBe(trust);
    expect(books.vanished).toHaveLength(vanished);
  });

  it("has lost them however many new ones it shows", () => {
    const fresh = Array.from({ length: 200 }, (_, index) => dated(String(8_000 + index)));

    const books = compareWithLedger(
      listing({ invitations: [...numbered(9).map((id) => dated(id)), ...fresh] }),
      numbered(20).map((id) => known(id)),
      20,
    );

    expect(books).toMatchObject({ trust: "collapsed", vanished: [], appeared: fresh });
  });

  it("has not lost those whose items were there but did not fit", () => {
    const books = compareWithLedger(
      listing({ malformedIds: numbered(10) }),
      numbered(20).map((id) => known(id)),
      20,
    );

    expect(books.trust).toBe("believed");
    expect(books.vanished.map(({ invitationId }) => invitationId)).toEqual(numbered(20).slice(10));
  });
});

describe("an empty listing", () => {
  it.each([
    ["after one that was not empty", 3],
    ["when none came before", null],
  ])("is not believed %s", (_when, previousCount) => {
    const books = shrunk(3, 0, previousCount);

    expect(books).toMatchObject({ trust: "empty", vanished: [] });
  });

  it("is not believed when a single invitation was known either", () => {
    const books = shrunk(1, 0);

    expect(books).toMatchObject({ trust: "empty", vanished: [] });
  });

  it("is believed the second time in a row", () => {
    const books = shrunk(3, 0, 0);

    expect(books.trust).toBe("believed");
    expect(books.vanished).toHaveLength(3);
  });

  it("of twenty known or more is a collapse, the second time too", () => {
    const trusts = [shrunk(20, 0, 20).trust, shrunk(20, 0, 0).trust];

    expect(trusts).toEqual(["collapsed", "collapsed"]);
  });

  it("is no second one when the first was answered only just before", () => {
    const at = (hours: number) => new Date(Date.UTC(2026, 10, 2, hours));
    const first = { at: at(0), count: 0, trust: "empty" };

    expect(countBefore(first, at(5))).toBeNull();
    expect(countBefore(first, at(6))).toBe(0);
    expect(countBefore(null, at(6))).toBeNull();
  });

  it("is no second one when another version judged the first by a word that is not known here", () => {
    const first = { at: new Date(Date.UTC(2026, 10, 2)), count: 0, trust: "hazy" };

    expect(countBefore(first, new Date(Date.UTC(2026, 10, 3)))).toBeNull();
  });

  it("is not empty when an item was there that did not fit", () => {
    const books = compareWithLedger(listing({ malformedIds: ["1"] }), [known("1"), known("2")], 2);

    expect(books).toMatchObject({ trust: "believed", vanished: [known("2")] });
  });
});

describe("a listing whose last page is full", () => {
  // Cursors are known to stop early, and then it looks like this.
  it("may go on where it stopped: nothing has vanished", () => {
    const books = compareWithLedger(
      listing({ invitations: [dated("1"), dated("4")], endsOnFullPage: true }),
      [known("1"), known("2")],
      2,
    );

    expect(books).toMatchObject({ trust: "full-last-page", vanished: [], appeared: [dated("4")] });
  });

  it("is believed when nothing is missing from it, or when its last page is not full", () => {
    const trusts = [
      compareWithLedger(listing({ invitations: [dated("1")], endsOnFullPage: true }), [known("1")], 1).trust,
      compareWithLedger(listing({ invitations: [dated("1")], endsOnFullPage: false }), [known("1"), known("2")], 2)
        .trust,
    ];

    expect(trusts).toEqual(["believed", "believed"]);
  });
});

describe("an item that does not fit", () => {
  it("is still there when its id can be read", () => {
    const books = compareWithLedger(
      listing({ invitations: [dated("1")], malformedIds: ["2"] }),
      [known("1"), known("2"), known("3")],
      3,
    );

    expect(books).toMatchObject({ trust: "believed", vanished: [known("3")], appeared: [] });
  });

  it("may be any of the absent ones when its id cannot be read", () => {
    const books = compareWithLedger(
      listing({ invitations: [dated("1"), dated("4")], malformedIds: ["2", null] }),
      [known("1"), known("2"), known("3")],
      3,
    );

    expect(books).toMatchObject({ trust: "unfit-items", vanished: [], appeared: [dated("4")] });
  });
});

describe("any listing and any ledger", () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 41, size: "max" });
  const dates = fc.option(
    fc.integer({ min: 0, max: 9 }).map((days) => new Date(FIRST.getTime() + days * 86_400_000)),
    {
      nil: null,
    },
  );
  const listings = fc
    .record({
      state: fc.constantFrom("complete", "complete", "complete", "partial"),
      shown: fc.oneof({ weight: 5, arbitrary: ids }, { weight: 1, arbitrary: fc.constant<string[]>([]) }),
      malformedIds: fc.array(fc.option(fc.integer({ min: 0, max: 60 }).map(String), { freq: 8, nil: null }), {
        maxLength: 2,
      }),
      endsOnFullPage: fc.constantFrom(false, false, true),
      sent: fc.infiniteStream(dates),
    })
    .map(({ shown, sent, ...rest }) =>
      listing({ ...rest, invitations: shown.map((id) => dated(id, sent.next().value ?? null)) }),
    );
  const ledgers = fc.tuple(ids, fc.infiniteStream(fc.integer({ min: 0, max: 9 }))).map(([all, days]) =>
    all.map((id): KnownInvitation => {
      const day = days.next().value;
      return known(id, { attempts: day % 6, sentAt: new Date(FIRST.getTime() + day * 86_400_000) });
    }),
  );

  it("ends nothing that was shown, nothing unknown, and nothing at all unless it is believed", () => {
    const trusts = new Set<string>();

    fc.assert(
      fc.property(listings, ledgers, fc.option(fc.nat(3)), (shown, before, previousCount) => {
        const books = compareWithLedger(shown, before, previousCount);

        trusts.add(books.trust);
        const present = new Set<string | null>([
          ...shown.invitations.map(({ invitationId }) => invitationId),
          ...shown.malformedIds,
        ]);
        expect(books.vanished.filter(({ invitationId }) => present.has(invitationId))).toEqual([]);
        expect(books.vanished.filter((one) => !before.includes(one))).toEqual([]);
        if (books.trust !== "believed") expect(books.vanished).toEqual([]);
        if (books.trust === "believed") {
          expect(shown.state).toBe("complete");
          expect(shown.malformedIds).not.toContain(null);
          expect(books.vanished.length === 0 || shown.endsOnFullPage !== true).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );

    // Otherwise the property would have been silent about one of them.
    const all = ["believed", "collapsed", "empty", "full-last-page", "partial", "unfit-items"];
    expect([...trusts].toSorted()).toEqual(all);
  });

  it("puts every listed invitation in the books once, and what the ledger learns only ever narrows", () => {
    fc.assert(
      fc.property(listings, ledgers, (shown, before) => {
        const books = compareWithLedger(shown, before, null);

        const ledger = new Map(before.map((one) => [one.invitationId, one]));
        expect([...books.sent.keys()]).toEqual(shown.invitations.map(({ invitationId }) => invitationId));
        expect(books.appeared).toEqual(shown.invitations.filter(({ invitationId }) => !ledger.has(invitationId)));
        for (const { invitationId, sentBy } of shown.invitations) {
          const sent = books.sent.get(invitationId) ?? null;
          const held = ledger.get(invitationId)?.sentAt ?? sentBy;
          if (sentBy === null || held === null) expect(sent).toBeNull();
          // Exact dates: the same one, or two of which the later counts.
          else expect(sent?.by.getTime()).toBe(sentBy < held ? sentBy.getTime() : Math.max(+sentBy, +held));
        }
        for (const { known: one, sentBy } of books.refined) {
          expect(sentBy?.getTime()).toBeLessThan(one.sentAt.getTime());
        }
      }),
      { numRuns: 500 },
    );
  });
});
