import { describe, expect, it } from "vitest";
import { ledgerAsOf } from "./ledger-as-of.ts";
import { livesOf } from "./lives.ts";
import { DAY_MS, FIRST_LIST, HOUR_MS, lookOn, type WorldRecord, type WorldSpec } from "./world.ts";
import { WORLDS } from "./worlds.ts";

const named = (name: string): WorldSpec => {
  const found = WORLDS.find((world) => world.name === name);
  if (found === undefined) throw new Error(`there is no world ${name}`);
  return found;
};

const world = named("two-thresholds");
const lives = livesOf(world, 7);
const asOf = (until: number, since?: number) => ledgerAsOf(world, lives, until, since);
const keyOf = ({ identityId, record }: WorldRecord) => `${identityId} ${record.sentAt}`;
const byKey = (records: readonly WorldRecord[]) => new Map(records.map((one) => [keyOf(one), one.record]));
const endOf = ({ record }: WorldRecord) => Number(record.connectedAt ?? record.endedAt);
const isPending = ({ record }: WorldRecord) => record.state === "pending";

describe("what the ledger holds as of an instant", () => {
  // Twenty hours after a list: much has happened that none has shown yet.
  const lastList = FIRST_LIST + 60 * DAY_MS;
  const until = lastList + 20 * HOUR_MS;
  const [earlier, later] = [asOf(until), byKey(asOf(lookOn(180)))];

  it("is the same for the same seed, and another for another", () => {
    expect(ledgerAsOf(world, livesOf(world, 7), until)).toEqual(earlier);
    expect(ledgerAsOf(world, livesOf(world, 8), until)).not.toEqual(earlier);
  });

  it("holds all that a list had shown by then", () => {
    const shown = [...later.values()].filter(({ firstSeenAt }) => Number(firstSeenAt) <= until);
    expect(earlier.map(keyOf).length).toBe(shown.length);
    expect(earlier.every((one) => later.has(keyOf(one)))).toBe(true);
  });

  it("keeps an end that was known, and knows of none that a later list noticed", () => {
    const ended = earlier.filter((one) => !isPending(one));
    expect(ended.length).toBeGreaterThan(500);
    expect(ended.map((one) => later.get(keyOf(one)))).toEqual(ended.map(({ record }) => record));
    const ends = earlier.filter(isPending).map((one) => later.get(keyOf(one)));
    // The acceptances since the last list are connections already, but nobody has seen them yet.
    expect(ends.every((end) => end?.state === "pending" || Number(end?.connectedAt ?? end?.endedAt) > lastList)).toBe(
      true,
    );
    expect(ends.some((end) => Number(end?.connectedAt) < until)).toBe(true);
  });

  it("has pending invitations shown by the last list", () => {
    const listings = new Set(earlier.filter(isPending).map(({ record }) => record.lastListingAt));
    expect([...listings]).toEqual([lastList]);
  });

  it("withdraws an hour after the first list at which the threshold is reached, or the holdout's end", () => {
    const isFirstListFrom = (days: number, { record }: WorldRecord) => {
      const list = endOf({ identityId: "", thresholdDays: 0, record }) - HOUR_MS;
      const age = list - Number(record.sentAt);
      const isOfBacklog = Number(record.firstSeenAt) === FIRST_LIST && list === FIRST_LIST;
      return (list - FIRST_LIST) % DAY_MS === 0 && age >= days * DAY_MS && (age < (days + 1) * DAY_MS || isOfBacklog);
    };
    const withdrawn = asOf(lookOn(180)).filter(({ record }) => record.state === "withdrawn");
    const heldOut = withdrawn.filter((one) => isFirstListFrom(45, one) && Number(one.record.firstSeenAt) > FIRST_LIST);
    expect(withdrawn.every((one) => isFirstListFrom(one.thresholdDays, one) || isFirstListFrom(45, one))).toBe(true);
    expect(new Set(withdrawn.map(({ thresholdDays }) => thresholdDays))).toEqual(new Set([14, 30]));
    expect(heldOut.length).toBeGreaterThan(100);
  });
});

describe("what is read from a day on", () => {
  const [since, until] = [lookOn(150), lookOn(180)];
  const [all, recent] = [asOf(until), asOf(until, since)];

  it("leaves out what ended before it, and nothing else", () => {
    const before = all.filter((one) => endOf(one) < since);
    expect(before.length).toBeGreaterThan(1_000);
    expect(recent.map(keyOf)).toEqual(all.filter((one) => !before.includes(one)).map(keyOf));
  });

  it("watches from first sight or from that day, whichever is later", () => {
    const from = recent.map(({ record }) => record.watchedFrom);
    expect(from).toEqual(recent.map(({ record }) => Math.max(since, Number(record.firstSeenAt))));
    expect(from.filter((at) => at === since).length).toBeGreaterThan(100);
  });
});

describe("the backlog", () => {
  it("is as large as the first list is to find it", () => {
    const first = ledgerAsOf(named("demo"), livesOf(named("demo"), 3), FIRST_LIST);
    const count = (identity: string) => first.filter(({ identityId }) => identityId === identity).length;
    expect(["lisbon", "berlin", "singapore"].map(count)).toEqual([180, 120, 90]);
  });

  it("is no older than it is said to be", () => {
    const oldest = ledgerAsOf(named("demo"), livesOf(named("demo"), 3), FIRST_LIST)
      .filter(({ identityId }) => identityId === "singapore")
      .map(({ record }) => (FIRST_LIST - Number(record.sentAt)) / DAY_MS);
    expect(Math.max(...oldest)).toBeLessThanOrEqual(45);
    expect(Math.max(...oldest)).toBeGreaterThan(40);
  });
});
