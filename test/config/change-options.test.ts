import { describe, expect, it } from "vitest";
import { readConfig } from "../../lib/config.ts";

const faults = (document: unknown) => {
  const reading = readConfig(document);
  return reading.valid ? [] : reading.faults;
};

describe("options for a change", () => {
  it("are off by default", () => {
    expect(readConfig({})).toMatchObject({
      config: { rollout: "all-at-once", tags: {}, kmsKeyArn: null, permissionsBoundaryArn: null },
    });
  });

  it.each([
    "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef",
  ])("take the key %s", (kmsKeyArn) => {
    expect(faults({ kmsKeyArn })).toEqual([]);
  });

  it.each([
    "arn:aws:kms:eu-central-1:123456789012:alias/mine",
    "arn:aws:kms:eu-central-1:123456789012:key/*",
    "11111111-2222-3333-4444-555555555555",
    "",
    7,
  ])("refuse the key %s", (kmsKeyArn) => {
    expect(faults({ kmsKeyArn })).toEqual([expect.stringContaining("inviteSweeper.kmsKeyArn: found")]);
  });

  it.each(["arn:aws:iam::123456789012:policy/team/boundary", "arn:aws-cn:iam::aws:policy/PowerUserAccess"])(
    "take the boundary %s",
    (permissionsBoundaryArn) => {
      expect(faults({ permissionsBoundaryArn })).toEqual([]);
    },
  );

  it.each([[null], [[]], ["team=growth"], [{ team: null }], [{ "": "x" }], [{ team: "<growth>" }], [{ AWS: 1 }]])(
    "refuse the tags %j",
    (tags) => {
      expect(faults({ tags })).toEqual([expect.stringMatching(/^inviteSweeper\.tags/)]);
    },
  );

  it("refuse more tags than a resource takes", () => {
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag-${index}`, "x"]));

    expect(faults({ tags })).toEqual(["inviteSweeper.tags: found 51 tags; accepted: at most 50"]);
  });
});
