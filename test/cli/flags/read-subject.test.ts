import { describe, expect, it } from "vitest";
import { readSubject } from "../../../lib/cli/flags/read-subject.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { keyOfAddress, keyOfSalesNavigatorId } from "../../../lib/ledger/profile-key.ts";

const ADA = addressSubject(keyOfAddress("linkedin.com/in/ada-example"));
const OPAQUE = addressSubject(keyOfSalesNavigatorId("ACwAAAEXAMPLE01"));

describe("whom a flag is about", () => {
  it.each([
    ["https://uk.linkedin.com/comm/in/Ada-Example/?trk=x", ADA, "address"],
    [ADA, ADA, "key"],
    [` ${ADA} `, ADA, "key"],
    ["'7500000000000003001", "7500000000000003001", "id"],
    ["501", "501", "id"],
    ["ACwAAAEXAMPLE01", OPAQUE, "sales-navigator"],
    ["https://www.linkedin.com/in/ACwAAAEXAMPLE01", OPAQUE, "sales-navigator"],
    ["https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,abcd", OPAQUE, "sales-navigator"],
    ["https://www.linkedin.com/sales/people/ACwAAAEXAMPLE01,NAME_SEARCH,abcd?trk=x", OPAQUE, "sales-navigator"],
    ["https://www.linkedin.com/profile/view?id=ACwAAAEXAMPLE01", OPAQUE, "sales-navigator"],
    ["urn:li:fsd_profile:ACwAAAEXAMPLE01", OPAQUE, "sales-navigator"],
    ["urn:li:fs_salesProfile:(ACwAAAEXAMPLE01,NAME_SEARCH,abcd)", OPAQUE, "sales-navigator"],
  ])("is read from %j", (text, subject, by) => {
    expect(readSubject(text)).toEqual({ ok: true, subject, by });
  });

  it("is no invitation", () => {
    expect(readSubject("urn:li:fsd_invitation:77")).toEqual({
      ok: false,
      fault: "an invitation, not a person: give the profile's address or the person's numeric id",
    });
  });

  it("is nobody whose key is not whole", () => {
    expect(readSubject(ADA.slice(0, -1))).toMatchObject({ ok: false });
  });
});
