import { describe, expect, it } from "vitest";
import { readSubject } from "../../../lib/cli/flags/read-subject.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { keyOfAddress } from "../../../lib/ledger/profile-key.ts";

const ADA = addressSubject(keyOfAddress("linkedin.com/in/ada-example"));

describe("whom a flag is about", () => {
  it.each([
    ["https://uk.linkedin.com/comm/in/Ada-Example/?trk=x", ADA],
    [ADA, ADA],
    [` ${ADA} `, ADA],
    ["'7500000000000003001", "7500000000000003001"],
    ["501", "501"],
  ])("is read from %j", (text, subject) => {
    expect(readSubject(text)).toEqual({ ok: true, subject });
  });

  it.each([
    "ACwAAAEXAMPLE01",
    "https://www.linkedin.com/in/ACwAAAEXAMPLE01",
    "https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,abcd",
  ])("cannot be matched by %s, which says what can", (text) => {
    expect(readSubject(text)).toMatchObject({
      ok: false,
      unmatchable: true,
      fault: expect.stringMatching(/cannot be matched yet: give the profile's address, .* or the person's numeric id/),
    });
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
