import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson, TWO_VALUES } from "../../lib/edges/json.ts";
import { CONFIRMED, drain, edgesAt, failureOf, IDENTITY, order } from "./helpers/edges.ts";
import { scriptedServer, text } from "./helpers/scripted-server.ts";

describe("numbers", () => {
  test.each<[string, unknown]>([
    ["7500000000000002001", "7500000000000002001"],
    ["-7500000000000002001", "-7500000000000002001"],
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", "9007199254740992"],
    ["0", 0],
    ["1790000000000", 1790000000000],
    ["1.5", 1.5],
    ["7.5e18", 7.5e18],
    ["7500000000000002001.0", Number("7500000000000002001")],
    ["12e3", 12000],
  ])("%s is %j", (written, value) => {
    expect(readJson(`[${written}]`)).toEqual([value]);
  });

  test("of any length keep their digits", () => {
    const digits = fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n });
    fc.assert(
      fc.property(digits, (number) => {
        expect(readJson(String(number))).toBe(String(number));
      }),
    );
  });
});

test("everything else is what JSON.parse makes of it", () => {
  // By way of text, which has no -0.
  const value = fc.json().map((json) => JSON.stringify(JSON.parse(json)));
  const hasLargeNumber = (json: string) => /\d{16}/.test(json);
  fc.assert(
    fc.property(value, (json) => {
      if (!hasLargeNumber(json)) expect(readJson(json)).toEqual(JSON.parse(json));
    }),
  );
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("a field called %s is a field", (name) => {
  const read = readJson(`{"${name}":{"x":1}}`) as object;
  expect(Object.keys(read)).toEqual([name]);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

test.each(["", "[", "{'a':1}", "[1,]", "NaN", "01", "nul", "[1] 2"])("%j is no JSON", (written) => {
  expect(() => readJson(written)).toThrow(SyntaxError);
});

describe("a field that comes twice", () => {
  test.each<[string, unknown]>([
    ['{"a":1,"a":1}', { a: 1 }],
    ['{"a":1,"a":2}', { a: TWO_VALUES }],
    ['{"a":1,"a":2,"a":1}', { a: TWO_VALUES }],
    ['{"a":1,"a":"1"}', { a: TWO_VALUES }],
    ['{"a":null,"a":0}', { a: TWO_VALUES }],
    ['{"__proto__":1,"__proto__":2}', Object.defineProperty({}, "__proto__", { value: TWO_VALUES, enumerable: true })],
  ])("%s has the value that both agree on, or none", (written, value) => {
    expect(readJson(written)).toEqual(value);
  });

  const URN = "urn:li:fsd_invitation:7263514489210";
  const twice = (field: string, a: string, b: string) =>
    `{"linkedin_invitation_id":"7263514489210","linkedin_invitation_urn":"${URN}","${field}":${a},"${field}":${b}}`;

  test("makes its item malformed, and leaves the others", async () => {
    const others = `{"linkedin_invitation_id":"5","linkedin_invitation_urn":"urn:li:fsd_invitation:5"}`;
    for (const field of ["linkedin_invitation_id", "linkedin_profile_id", "sent_date", "whatever"]) {
      const server = await scriptedServer(text(200, `[${twice(field, "1", "2")},${others}]`));
      const [pages, end] = await drain(edgesAt(server.baseUrl).client.listSentInvitations(IDENTITY));
      expect(end).toEqual({ state: "complete" });
      expect(pages[0]?.invitations.map(({ invitationId }) => invitationId)).toEqual(["5"]);
      expect(pages[0]?.malformed[0]?.faults[0]).toBe("item: names a field twice, with different values");
      expect(JSON.stringify(pages[0]?.malformed)).not.toContain("whatever");
    }
  });

  test.each([
    ["the id", `[${twice("linkedin_invitation_id", '"7263514489210"', '"5"')}]`],
    ["the urn", `[${twice("linkedin_invitation_urn", `"${URN}"`, '"urn:li:fsd_invitation:5"')}]`],
    ["an error's label beside a confirmation", `[${twice("error_label", '"LK_524"', '"LK_ERROR"')}]`],
    ["an error's label", '{"error_label":"NO_RESULT","error_label":"LK_524"}'],
  ])("never makes a withdrawal of an answer: %s", async (_, body) => {
    const server = await scriptedServer(text(200, body));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(["not-known", "refused"]).toContain(failure.reaction);
    expect(failure.effect).toBe("maybe");
  });

  test("confirms a withdrawal when what names it is not among it", async () => {
    const body = JSON.stringify(CONFIRMED).replace("}]", ',"custom_data":1,"custom_data":2}]');
    const server = await scriptedServer(text(200, body));
    expect(await edgesAt(server.baseUrl).client.withdrawInvitation(order())).toEqual({ kind: "done" });
  });
});
