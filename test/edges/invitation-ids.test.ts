import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readInvitationIds } from "../../lib/edges/invitation-ids.ts";
import { readJson } from "../../lib/edges/json.ts";

const urnOf = (digits: string | bigint) => `urn:li:fsd_invitation:${digits}`;
const read = (id: string, urn: string) =>
  readInvitationIds(readJson(`{"linkedin_invitation_id":${id},"linkedin_invitation_urn":"${urn}"}`));
/** As LinkedIn's are today. */
const nineteenDigits = fc.bigInt({ min: 10n ** 18n, max: 10n ** 19n - 1n });

describe("an id of nineteen digits", () => {
  test("is whole, as text, as a number, and as a float beside its urn", () => {
    fc.assert(
      fc.property(nineteenDigits, (id) => {
        const whole = { id: String(id), urn: urnOf(id), named: [String(id)], faults: [] };
        for (const written of [`"${id}"`, `${id}`, `${id}.0`, Number(id).toExponential(), JSON.stringify(Number(id))]) {
          expect(read(written, urnOf(id))).toEqual(whole);
        }
      }),
    );
  });

  test("that is another than the urn's makes neither of the two", () => {
    fc.assert(
      fc.property(nineteenDigits, nineteenDigits, fc.boolean(), (id, other, asText) => {
        fc.pre(Number(id) !== Number(other));
        const ids = read(asText ? `"${id}"` : String(id), urnOf(other));
        expect(ids.faults).toHaveLength(1);
        expect(ids.named).toEqual([String(id), String(other)]);
      }),
    );
  });
});

const URN = urnOf("7500000000000002001");
const BOTH = ["7500000000000002001"];

test.each([
  ["7.5e18", "7500000000000002001", []],
  ["7.50001e18", "7500000000000002001", []],
  ["7500000000000002000", "7500000000000002001", []],
  ['"7500000000000002000"', "7500000000000002001", []],
  ["7.6e18", null, ["linkedin_invitation_id: expected digits"]],
  ["1e400", null, ["linkedin_invitation_id: expected digits"]],
  ["1.5", null, ["linkedin_invitation_id: expected digits"]],
  ["-7.5e18", null, ["linkedin_invitation_id: expected digits"]],
  ['"7.5e18"', null, ["linkedin_invitation_id: expected digits"]],
])("an id of %s beside the urn of 7500000000000002001 is %j", (written, id, faults) => {
  expect(read(written, URN)).toEqual({ id, urn: URN, named: BOTH, faults });
});

test.each(["7500000000000002002", "7500000000000001999", "7500000000000003000", "7500000000000002048"])(
  "an id of %s beside that urn is another invitation's, however near",
  (written) => {
    expect(read(written, URN)).toMatchObject({
      named: [written, ...BOTH],
      faults: ["linkedin_invitation_urn: names another invitation than linkedin_invitation_id"],
    });
  },
);

test("an id that has lost its digits is none beside an urn that is none", () => {
  expect(read("7.5e18", "urn:li:secret:7500000000000002001")).toMatchObject({ id: null, urn: null, named: [] });
});

test.each([null, 5, "7", [], undefined])("%j names nothing", (item) => {
  expect(readInvitationIds(item)).toMatchObject({ id: null, urn: null, named: [] });
});
