import { describe, expect, it } from "vitest";
import { keyOfAddress, keyOfSalesNavigatorId, profileKeyOf } from "../../lib/ledger/profile-key.ts";

describe("the key of a Sales Navigator id", () => {
  it("is the first half of a SHA-256 in hex", () => {
    // printf %s sales-navigator:ACwAAAEXAMPLE01 | sha256sum
    expect(keyOfSalesNavigatorId("ACwAAAEXAMPLE01")).toBe("541948180502913d437c759bfa083b55");
  });

  it("is another for each case and prefix, and never that of an address", () => {
    const keys = [
      ...["ACwAAAEXAMPLE01", "ACoAAAEXAMPLE01", "ACwAAAExample01"].map(keyOfSalesNavigatorId),
      ...["ACwAAAEXAMPLE01", "linkedin.com/in/acwaaaexample01"].map(keyOfAddress),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("the key of an address that a listing shows", () => {
  it("is the one that was stored before opaque ids were told from names", () => {
    // printf %s linkedin.com/in/acoaaaexample01 | sha256sum
    expect(profileKeyOf("https://www.linkedin.com/in/ACoAAAEXAMPLE01")).toBe("397655a2f242b72ba7700bebcb18cda0");
  });

  it.each([
    "https://www.linkedin.com/in/UNKNOWN",
    "https://www.linkedin.com/in/me",
    "https://www.linkedin.com/in/null",
  ])("is none for %s, so that strangers behind one placeholder never share a key", (url) => {
    expect(profileKeyOf(url)).toBeNull();
  });
});
