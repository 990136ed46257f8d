import { beforeEach, describe, expect, it } from "vitest";
import { verdictOn } from "../../lib/domain/plan.ts";
import { FLAG_KINDS, flagHolderOf, KEEPING_FLAGS, type PersonFlag, UNKNOWN_FLAG } from "../../lib/domain/rule.ts";
import { type FoundFlags, flagsOfListed, flagsOfPerson } from "../../lib/ledger/flag-lookup.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import { type FlaggablePerson, keysOf } from "../../lib/ledger/flagged-keys.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { keyOfAddress, keyOfSalesNavigatorId, profileKeyOf } from "../../lib/ledger/profile-key.ts";
import { at, identityPolicy, planInput } from "../domain/helpers/records.ts";
import { aMark, appeared, ended, NOW } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const ANA = keyOfAddress("linkedin.com/in/ana-lee");
const NEW_NAME = keyOfAddress("linkedin.com/in/ana-novak");
const OPAQUE = keyOfSalesNavigatorId("ACwAAAEXAMPLE01");

let ledger: Ledger;
beforeEach(() => {
  ledger = createModelLedger({ now: () => NOW });
});
const kindsIn = ({ flags }: FoundFlags) => Object.fromEntries([...flags].map(([id, kinds]) => [id, [...kinds].sort()]));
const person = (personId: string | null, profileKey: string | null, salesNavigatorKey: string | null = null) => ({
  ...{ personId, profileKey, salesNavigatorKey, invitationId: `7${personId ?? "0"}` },
});
const nameless = (invitationId: string, profileKey: string | null, salesNavigatorKey: string | null = null) => ({
  ...{ personId: null, profileKey, salesNavigatorKey, invitationId },
});
/** A flag of each verdict by one key. */
async function flaggedBothWays(key: string): Promise<void> {
  for (const kind of ["protected", "customer"] as const) await ledger.flags.add(addressSubject(key), aMark({ kind }));
}

describe.each([
  ["a listing", (people: readonly FlaggablePerson[]) => flagsOfListed(ledger, people)],
  [
    "the moment before a call",
    ([one]: readonly FlaggablePerson[]) => {
      if (one === undefined) throw new Error("one person is asked for");
      return flagsOfPerson(ledger, one);
    },
  ],
] as const)("the flags of a person, for %s", (_, look) => {
  it("are none where there are none", async () => {
    expect(await look([person("1", ANA, OPAQUE)])).toEqual({ flags: new Map(), met: [], shared: [] });
  });

  it("are those by id, by address and by Sales Navigator id together", async () => {
    await ledger.flags.add("1", aMark({ kind: "customer" }));
    await ledger.flags.add(addressSubject(ANA), aMark({ kind: "protected" }));
    await ledger.flags.add(addressSubject(OPAQUE), aMark({ kind: "icp-mismatch" }));

    const found = await look([person("1", ANA, OPAQUE)]);

    expect(kindsIn(found)).toEqual({ 1: ["customer", "icp-mismatch", "protected"] });
    expect(found.met).toEqual([
      { profileKey: ANA, personId: "1" },
      { profileKey: OPAQUE, personId: "1" },
    ]);
  });

  it("are those by a Sales Navigator id also where the list shows it as the address", async () => {
    await ledger.flags.add(addressSubject(OPAQUE), aMark());

    const found = await look([person("1", profileKeyOf("https://www.linkedin.com/in/ACwAAAEXAMPLE01"))]);

    expect(kindsIn(found)).toEqual({ 1: ["protected"] });
  });

  it("are those by id alone where nothing else is known", async () => {
    await ledger.flags.add("1", aMark({ kind: "customer" }));

    expect(kindsIn(await look([person("1", null)]))).toEqual({ 1: ["customer"] });
  });

  it("stay theirs when they are listed under another address later", async () => {
    for (const key of [ANA, OPAQUE]) {
      await ledger.flags.add(addressSubject(key), aMark({ kind: key === ANA ? "protected" : "customer" }));
      await ledger.flags.claimAddress(key, "1");
    }

    const found = await look([person("1", NEW_NAME)]);

    expect(kindsIn(found)).toEqual({ 1: ["customer", "protected"] });
    expect(found.met).toEqual([]);
  });

  it("pass to whoever has the address later only as far as they keep an invitation, and that is told", async () => {
    await flaggedBothWays(ANA);
    await ledger.flags.claimAddress(ANA, "1");

    const found = await look([person("2", ANA)]);

    expect(kindsIn(found)).toEqual({ 2: ["protected"] });
    expect(found).toMatchObject({ met: [], shared: [ANA] });
  });

  it("are not those of an address that somebody else had claimed first", async () => {
    await ledger.flags.add(addressSubject(ANA), aMark());
    await ledger.flags.claimAddress(ANA, "1");
    await ledger.flags.claimAddress(ANA, "2");

    expect(kindsIn(await look([person("2", null)]))).toEqual({});
  });

  it.each([
    ["an address", ANA, { profileKey: ANA, salesNavigatorKey: null }],
    ["a Sales Navigator id", OPAQUE, { profileKey: null, salesNavigatorKey: OPAQUE }],
  ])(
    "by %s that the ledger shows for somebody else too keep both and reach neither otherwise",
    async (_, key, keys) => {
      await ended(ledger, { personId: "2", ...keys });
      await flaggedBothWays(key);

      const found = await look([{ personId: "1", invitationId: "71", ...keys }]);

      expect(kindsIn(found)).toEqual({ 1: ["protected"] });
      expect(found).toMatchObject({ met: [], shared: [key] });
    },
  );

  it("are not in doubt for an earlier invitation of theirs that was listed without an id", async () => {
    await appeared(ledger, { personId: null, profileKey: ANA });
    await ledger.flags.add(addressSubject(ANA), aMark({ kind: "customer" }));

    const found = await look([person("1", ANA)]);

    expect(kindsIn(found)).toEqual({ 1: ["customer"] });
    expect(found).toMatchObject({ met: [{ profileKey: ANA, personId: "1" }], shared: [] });
  });
});

describe.each([
  ["a listing", (one: FlaggablePerson) => flagsOfListed(ledger, [one])],
  ["the moment before a call", (one: FlaggablePerson) => flagsOfPerson(ledger, one)],
] as const)("the flags of a member without an id, for %s", (_, look) => {
  it.each([
    ["address", ANA, nameless("77", ANA)],
    ["Sales Navigator id", OPAQUE, nameless("77", null, OPAQUE)],
  ])("are the invitation's, by its %s, and nobody's address by that", async (_, key, one) => {
    await flaggedBothWays(key);
    await appeared(ledger, { ...one, identityId: "a" });

    const found = await look(one);

    expect(kindsIn(found)).toEqual({ "#77": ["customer", "protected"] });
    expect([...found.flags.keys()]).toEqual([flagHolderOf(one)]);
    expect(found).toMatchObject({ met: [], shared: [] });
  });

  it("are none by an id", async () => {
    for (const subject of ["77", "0", "null"]) await ledger.flags.add(subject, aMark());

    expect(kindsIn(await look(nameless("77", null)))).toEqual({});
  });

  it.each([
    ["a person the ledger knows", () => appeared(ledger, { personId: "1", profileKey: ANA, invitationId: "78" })],
    ["another such member", () => appeared(ledger, { personId: null, profileKey: ANA, invitationId: "78" })],
    ["a person whose the address is", () => ledger.flags.claimAddress(ANA, "1")],
  ])("are only those that keep it where the address is also that of %s", async (_, arrange) => {
    await flaggedBothWays(ANA);
    await arrange();

    const found = await look(nameless("77", ANA));

    expect(kindsIn(found)).toEqual({ "#77": ["protected"] });
    expect(found.shared).toEqual([ANA]);
  });
});

describe("an address that two are shown under", () => {
  it.each([
    ["of one list", [person("1", ANA), person("2", ANA)], []],
    ["of two lists of a pass", [person("1", ANA)], [person("2", ANA)]],
    ["of one list, one of them without an id", [person("1", ANA), nameless("72", ANA)], []],
  ])("%s is met with nobody: its protection keeps them all, its other flags reach nobody", async (_, list, others) => {
    await flaggedBothWays(ANA);

    const found = await flagsOfListed(ledger, list, (key) => others.filter((one) => keysOf(one).includes(key)));

    expect(kindsIn(found)).toEqual(Object.fromEntries(list.map((one) => [flagHolderOf(one), ["protected"]])));
    expect(found).toMatchObject({ met: [], shared: [ANA] });
  });

  it("is whose a listing had shown it to be before", async () => {
    await flaggedBothWays(ANA);
    await ledger.flags.claimAddress(ANA, "1");

    const found = await flagsOfListed(ledger, [person("1", ANA), person("2", ANA)]);

    expect(kindsIn(found)).toEqual({ 1: ["customer", "protected"], 2: ["protected"] });
  });

  it("is no matter where nobody has flagged it", async () => {
    await ledger.flags.add("3", aMark());

    const found = await flagsOfListed(ledger, [person("1", ANA), person("2", ANA)]);

    expect(found).toEqual({ flags: new Map(), met: [], shared: [] });
  });

  it("by two invitations to one person is that person's", async () => {
    await flaggedBothWays(ANA);

    const found = await flagsOfListed(ledger, [person("1", ANA), { ...person("1", ANA), invitationId: "79" }]);

    expect(found).toMatchObject({ met: [{ profileKey: ANA, personId: "1" }], shared: [] });
  });
});

it("the flags that count in doubt are those whose rules keep", () => {
  const all: readonly PersonFlag[] = [...FLAG_KINDS, UNKNOWN_FLAG];
  const verdicts = all.map((kind) => {
    const flags = new Map([["501", new Set([kind])]]);
    const stale = planInput({ sentAt: at("2026-01-01T00:00:00.000Z") });
    return [kind, verdictOn(stale, flags, identityPolicy(), at("2026-03-30T00:00:00.000Z")).verdict === "keep"];
  });

  expect(verdicts).toEqual(all.map((kind) => [kind, KEEPING_FLAGS.has(kind)]));
});

describe("the key of an address", () => {
  it("is the first half of its SHA-256 in hex", () => {
    // printf %s linkedin.com/in/ana-lee | sha256sum
    expect(keyOfAddress("linkedin.com/in/ana-lee")).toBe("cfdb5515f37d29d5e3b52d9a3773b10f");
  });

  it("is also that of the opaque id which the address names", () => {
    expect(keyOfSalesNavigatorId("ACoAABEXAMPLE01")).toBe(profileKeyOf("linkedin.com/in/ACoAABEXAMPLE01"));
    expect(keyOfSalesNavigatorId("ACoAABEXAMPLE01")).toBe(keyOfAddress("linkedin.com/in/acoaabexample01"));
  });

  it.each([null, "", "https://www.linkedin.com/company/acme", "Ana Lee"])("is none for %j", (text) => {
    expect(profileKeyOf(text)).toBeNull();
  });
});
