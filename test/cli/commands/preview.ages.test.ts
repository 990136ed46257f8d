import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import { fieldBed } from "../../helpers/field-bed.ts";
import { type FieldInvitation, type FieldState, readFieldState, WRITTEN_AT } from "../../helpers/field-state.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const COLLEAGUE = "22222222-2222-4222-8222-222222222222";
const CASE_07 = `${import.meta.dirname}/cases/dates-as-the-page-shows-them.json`;

/** As old as this when it is served: the API moves what a state says to now. */
const daysAgo = (days: number): string => later(WRITTEN_AT, -days * DAY_MS).toISOString();
const state = (rep: readonly FieldInvitation[], colleague: readonly FieldInvitation[] = []): FieldState => ({
  identities: {
    [REP]: { name: "rep", invitations: rep },
    ...(colleague.length > 0 && { [COLLEAGUE]: { name: "colleague", invitations: colleague } }),
  },
});

interface Row {
  readonly invitationId: string;
  readonly verdict: string;
  readonly reason: string;
  readonly ageDays: number | null;
  readonly age: string;
  readonly ageFrom: string;
}

/** `sweeper preview`, as JSON and as a person reads it. */
async function preview(world: FieldState, options: { idsAs?: "number" } = {}) {
  const api = await fieldApi(world, options);
  const argv = ["preview", "--edges", "real", "--data", temporaryFolder()];
  const shown = await sweeper(argv, api);
  const { out } = await sweeper([...argv, "--json"], api);
  const { identities } = JSON.parse(out) as { identities: { plan: Row[]; heldBecause: string | null }[] };
  const rows = new Map(identities.flatMap(({ plan }) => plan).map((row) => [row.invitationId, row]));
  return { text: shown.out, err: shown.err, rows, held: identities.map(({ heldBecause }) => heldBecause) };
}

const ours: FieldInvitation = { id: "7500000000000000001", sent_date: "1 month ago", profile_id: 1001 };
const theirs: FieldInvitation = { id: "7500000000000000002", sent_date: daysAgo(3.5), profile_id: 1001 };

describe("the younger of two invitations", () => {
  it("never goes for a bound that was taken for a date: both stay, undecided", async () => {
    const { rows, text } = await preview(state([ours], [theirs]));

    expect(rows.get(String(ours.id))).toMatchObject({ verdict: "keep", reason: "duplicate-undecided", ageDays: 0 });
    expect(rows.get(String(theirs.id))).toMatchObject({ verdict: "keep", reason: "duplicate-undecided", age: "3 d" });
    // A month of 31 days or less, rounded up or down, from a page that may be a day old.
    expect(text).toMatch(/keep +duplicate-undecided +0–63 d +date /);
  });

  it("stays when a live run follows", async () => {
    const bed = await fieldBed(state([ours], [theirs]));

    await bed.run();

    expect(bed.api.withdrawn).toEqual([]);
  });

  it("stays, and the older goes, where the dates tell which is which", async () => {
    const bed = await fieldBed(state([{ ...ours, sent_date: "3 months ago" }], [theirs]));

    await bed.run({ thresholdDays: 200 });

    expect(bed.api.withdrawn).toEqual(["urn:li:fsd_invitation:7500000000000000001"]);
    expect(await bed.outcomes()).toMatchObject([{ outcome: "withdrawn", reason: "duplicate" }]);
  });
});

describe("one item, one meaning", () => {
  it("an item whose urn is another's is called for under neither name, nor is the other", async () => {
    const urn = "urn:li:fsd_invitation:7500000000000000002";
    const bed = await fieldBed(
      state([
        { ...ours, sent_date: daysAgo(60), extra: { linkedin_invitation_urn: urn } },
        { ...theirs, id: "7500000000000000002", sent_date: daysAgo(50), profile_id: 1002 },
      ]),
    );

    const sweeps = await bed.run();

    expect(bed.api.withdrawn).toEqual([]);
    expect(sweeps.get(REP)).toMatchObject({ malformed: 1, byReason: { "contradicting-items": 1 } });
  });

  it("an id that comes twice with two dates, or two people, is kept, whichever comes first", async () => {
    const [old, young] = [daysAgo(40), daysAgo(3)];
    const twice = (first: Partial<FieldInvitation>, second: Partial<FieldInvitation>) => [
      { ...ours, sent_date: old, ...first },
      { ...ours, sent_date: old, ...second },
    ];
    for (const pair of [
      twice({ sent_date: old }, { sent_date: young }),
      twice({ sent_date: young }, { sent_date: old }),
      twice({ profile_id: 1001 }, { profile_id: 1002 }),
    ]) {
      const bed = await fieldBed(state(pair));
      const sweeps = await bed.run();
      expect(bed.api.withdrawn).toEqual([]);
      expect(sweeps.get(REP)?.byReason).toEqual({ "contradicting-items": 1 });
    }
    const bed = await fieldBed(state(twice({}, {})));
    await bed.run();
    expect(bed.api.withdrawn).toEqual(["urn:li:fsd_invitation:7500000000000000001"]);
  });

  it("ids that come as numbers keep their nineteen digits", async () => {
    const bed = await fieldBed(state([{ ...ours, id: "7500000000000000003", sent_date: daysAgo(40) }]), {
      idsAs: "number",
    });

    await bed.run();

    expect(bed.api.withdrawn).toEqual(["urn:li:fsd_invitation:7500000000000000003"]);
    expect(await bed.outcomes()).toMatchObject([{ invitationId: "7500000000000000003", outcome: "withdrawn" }]);
  });
});

describe("dates as the page shows them", () => {
  it("are never read as older than they can be, and what cannot be read is kept", async () => {
    const { rows } = await preview(readFieldState(CASE_07));

    const youngest = (id: number) => rows.get(String(7_500_000_000_000_001_000n + BigInt(id)))?.ageDays;
    expect([youngest(0), youngest(1), youngest(2), youngest(19)]).toEqual([14, 14, 14, 14]);
    expect([youngest(3), youngest(5), youngest(7), youngest(10), youngest(12), youngest(14)]).toEqual(Array(6).fill(0));
    expect([youngest(9), youngest(11), youngest(13), youngest(15)]).toEqual(Array(4).fill(21));
    expect([youngest(4), youngest(20), youngest(21)]).toEqual([28, 0, 0]);
    // Nobody knows whether 10/11 is in October or in November.
    for (const id of [8, 16, 17, 18, 22, 26, 27]) expect(youngest(id)).toBeNull();
    for (const row of rows.values()) if (row.ageDays === null) expect(row.reason).toBe("unreadable-date");
    for (const { verdict, ageDays } of rows.values()) if (verdict === "withdraw") expect(ageDays).toBeGreaterThan(20);
  });

  it("hold the sweep when more than a few cannot be read, with nothing withdrawn", async () => {
    const bed = await fieldBed(readFieldState(CASE_07));

    const sweeps = await bed.run();

    expect(bed.api.withdrawn).toEqual([]);
    expect(sweeps.get(REP)?.held).toHaveProperty("unreadable-dates");
  });
});
