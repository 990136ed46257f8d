import { describe, expect, it } from "vitest";
import { keyOfAddress, keyOfSalesNavigatorId, profileKeyOf } from "../../lib/ledger/profile-key.ts";

describe("the key of a Sales Navigator id", () => {
  it("is the first half of a SHA-256 in hex", () => {
    // printf %s linkedin.com/in/acwaaaexample01 | sha256sum
    expect(keyOfSalesNavigatorId("ACwAAAEXAMPLE01")).toBe("415015e55855fed0e4188fc0e7360302");
  });

  it("is that of the address with the id in it, and another for each prefix", () => {
    expect(keyOfSalesNavigatorId("ACwAAAEXAMPLE01")).toBe(profileKeyOf("https://www.linkedin.com/in/ACwAAAEXAMPLE01"));
    expect(keyOfSalesNavigatorId("ACwAAAEXAMPLE01")).not.toBe(keyOfSalesNavigatorId("ACoAAAEXAMPLE01"));
    expect(keyOfSalesNavigatorId("ACwAAAEXAMPLE01")).not.toBe(keyOfAddress("ACwAAAEXAMPLE01"));
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
