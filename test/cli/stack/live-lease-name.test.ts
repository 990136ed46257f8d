import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { homeRegionOf, liveLeaseName } from "../../../lib/cli/stack/live-lease-name.ts";

describe("the name of a lease", () => {
  it("is the same for the same key, another for another, and has nothing of the key in it", () => {
    const [one, again, other] = [liveLeaseName("a key"), liveLeaseName("a key"), liveLeaseName("a kez")];

    expect(one).toBe(again);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^\/invite-sweeper\/live\/[0-9a-f]{32}$/);
  });

  it("stays what it is: a stack that is live holds it by this name", () => {
    const digest = createHmac("sha256", "a key").update("invite-sweeper live lease").digest("hex");

    expect(liveLeaseName("a key")).toBe(`/invite-sweeper/live/${digest.slice(0, 32)}`);
  });
});

describe("where leases are kept", () => {
  it.each([
    ["eu-central-1", "us-east-1"],
    ["us-west-2", "us-east-1"],
    ["cn-northwest-1", "cn-north-1"],
    ["us-gov-east-1", "us-gov-west-1"],
    ["us-iso-west-1", "us-iso-west-1"],
  ])("for %s is %s", (region, home) => {
    expect(homeRegionOf(region)).toBe(home);
  });
});
