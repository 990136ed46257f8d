import { beforeEach, describe, expect, it } from "vitest";
import { type FoundFlags, flagsOfListed, flagsOfPerson } from "../../lib/ledger/flag-lookup.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { keyOfAddress, profileKeyOf } from "../../lib/ledger/profile-key.ts";
import { aMark, NOW } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const ANA = keyOfAddress("linkedin.com/in/ana-lee");
const NEW_NAME = keyOfAddress("linkedin.com/in/ana-novak");

let ledger: Ledger;
beforeEach(() => {
  ledger = createModelLedger({ now: () => NOW });
});
const kindsIn = ({ flags }: FoundFlags) => Object.fromEntries([...flags].map(([id, kinds]) => [id, [...kinds].sort()]));

describe.each([
  ["a listing", (people: Parameters<typeof flagsOfListed>[1]) => flagsOfListed(ledger.flags, people)],
  [
    "the moment before a call",
    ([person]: Parameters<typeof flagsOfListed>[1]) => {
      if (person === undefined) throw new Error("one person is asked for");
      return flagsOfPerson(ledger.flags, person);
    },
  ],
] as const)("the flags of a person, for %s", (_, look) => {
  it("are none where there are none", async () => {
    expect(await look([{ personId: "1", profileKey: ANA }])).toEqual({ flags: new Map(), met: [] });
  });

  it("are those by id and those by address together", async () => {
    await ledger.flags.add("1", aMark({ kind: "customer" }));
    await ledger.flags.add(addressSubject(ANA), aMark({ kind: "protected" }));

    const found = await look([{ personId: "1", profileKey: ANA }]);

    expect(kindsIn(found)).toEqual({ 1: ["customer", "protected"] });
    expect(found.met).toEqual([{ profileKey: ANA, personId: "1" }]);
  });

  it("are those by id alone where no address is known", async () => {
    await ledger.flags.add("1", aMark({ kind: "customer" }));

    expect(kindsIn(await look([{ personId: "1", profileKey: null }]))).toEqual({ 1: ["customer"] });
  });

  it("stay theirs when they are listed under another address later", async () => {
    await ledger.flags.add(addressSubject(ANA), aMark());
    await ledger.flags.claimAddress(ANA, "1");

    const found = await look([{ personId: "1", profileKey: NEW_NAME }]);

    expect(kindsIn(found)).toEqual({ 1: ["protected"] });
    expect(found.met).toEqual([]);
  });

  it("do not pass to somebody else with the address", async () => {
    await ledger.flags.add(addressSubject(ANA), aMark());
    await ledger.flags.claimAddress(ANA, "1");

    expect(await look([{ personId: "2", profileKey: ANA }])).toEqual({ flags: new Map(), met: [] });
  });

  it("are not those of an address that somebody else had claimed first", async () => {
    await ledger.flags.add(addressSubject(ANA), aMark());
    await ledger.flags.claimAddress(ANA, "1");
    await ledger.flags.claimAddress(ANA, "2");

    expect(kindsIn(await look([{ personId: "2", profileKey: null }]))).toEqual({});
  });
});

it("an address that two of a list are shown under is met with the first, and holds for both until it is claimed", async () => {
  await ledger.flags.add(addressSubject(ANA), aMark());

  const found = await flagsOfListed(ledger.flags, [
    { personId: "1", profileKey: ANA },
    { personId: "2", profileKey: ANA },
  ]);

  expect(found.met).toEqual([{ profileKey: ANA, personId: "1" }]);
  expect(kindsIn(found)).toEqual({ 1: ["protected"], 2: ["protected"] });
});

describe("the key of an address", () => {
  it("is the first half of its SHA-256 in hex", () => {
    // printf %s linkedin.com/in/ana-lee | sha256sum
    expect(keyOfAddress("linkedin.com/in/ana-lee")).toBe("cfdb5515f37d29d5e3b52d9a3773b10f");
  });

  it.each([null, "", "https://www.linkedin.com/company/acme", "Ana Lee"])("is none for %j", (text) => {
    expect(profileKeyOf(text)).toBeNull();
  });
});
