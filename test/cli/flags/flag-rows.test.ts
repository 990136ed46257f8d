import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../lib/cli/errors.ts";
import { flagRows } from "../../../lib/cli/flags/flag-rows.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { keyOfAddress, keyOfSalesNavigatorId } from "../../../lib/ledger/profile-key.ts";
import { collect } from "../../helpers/dynamo-records.ts";

const rowsOf = (name: string) => collect(flagRows(join(import.meta.dirname, "cases", name)));
const subjectOf = (slug: string) => addressSubject(keyOfAddress(`linkedin.com/in/${slug}`));

const ADA = subjectOf("ada-example");
const SALES = addressSubject(keyOfSalesNavigatorId("ACwAAAEXAMPLE01"));
const PROFILE = addressSubject(keyOfSalesNavigatorId("ACoAAAEXAMPLE01"));
const JOSE = subjectOf(encodeURIComponent("josé-example-🚀"));

/** What is said of each line of profile-references.csv, in its order. */
const REFERENCES: readonly (readonly [line: number, subject: string | RegExp])[] = [
  [2, ADA], // https://…/in/ada-example/
  [3, ADA], // in/ada-example
  [4, ADA], // /in/ada-example
  [5, /not an address on linkedin\.com/], // ada-example
  [6, /not an address on linkedin\.com/], // @ada-example
  [7, /names nobody/], // /in/me/
  [8, /"\.\." in place of a name/], // /in/..
  [9, /"\.\." in place of a name/], // /in/../feed
  [10, /"\.\." in place of a name/], // /in/ada-example/../bo-example
  [11, /not the address of a profile/], // /in/.
  [12, /"\.\." in place of a name/], // /in/%2e%2e
  [13, /an address within an address/],
  [14, /an address within an address/],
  [15, ADA], // /comm/in/ada-example
  [16, ADA], // /mwlite/in/ada-example
  [17, PROFILE], // /profile/view?id=ACoAA…
  [18, /an address of the old kind/], // /pub/…
  [19, /a short link/], // lnkd.in
  [20, ADA], // a zero-width space behind
  [21, ADA], // and before
  [22, ADA], // and percent-encoded
  [23, ADA], // ada%2Dexample
  [24, /percent-encoded twice/], // ada%252Dexample
  [25, JOSE],
  [26, ADA], // ?originalSubdomain=uk
  [27, ADA], // a comma behind
  [28, ADA], // angle brackets
  [29, ADA], // /en-us
  [30, ADA], // :443
  [31, ADA], // LinkedIn.com/IN/Ada-Example
  [32, ADA], // /detail/contact-info/
  [33, ADA], // /overlay/contact-info/
  [34, /the page that asks to sign in/], // authwall
  [35, /names nobody/], // /in/unknown
  [36, /names nobody/], // /in/UNKNOWN/
  [37, /names nobody/], // /in/null
  [38, /names nobody/], // /in/undefined
  [39, SALES], // /in/ACwAA…
  [40, SALES], // /sales/lead/…
  [41, SALES], // /sales/people/…
  [42, SALES], // urn:li:fs_salesProfile:(…)
  [43, PROFILE], // urn:li:fsd_profile:ACoAA…
  [44, /a member's urn/], // urn:li:member:123456789
];

describe("a file of references as people collect them", () => {
  it("has every line read as the person it means or refused with its cause", async () => {
    const rows = await rowsOf("profile-references.csv");

    expect(rows.map((row) => [row.line, "fault" in row ? row.fault : row.subject])).toEqual(
      REFERENCES.map(([line, said]) => [line, said instanceof RegExp ? expect.stringMatching(said) : said]),
    );
  });
});

describe("a file as a spreadsheet saves it", () => {
  const ada = { subject: ADA, kind: "protected", by: null, at: null, belongsTo: null };

  it.each([
    ["bom.csv", 2, "José"],
    ["sep.csv", 3, "José"],
    ["utf16.csv", 2, "José"],
    ["preblank.csv", 4, "José"],
    ["headerquotes.csv", 2, null],
  ])("%s is read", async (name, line, note) => {
    expect(await rowsOf(name)).toEqual([{ ...ada, line, note }]);
  });

  it("in Windows-1252 is refused with the cause and the remedy", async () => {
    const reading = rowsOf("cp1252.csv");

    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(
      'line 2 is not UTF-8 but an older encoding, such as the Windows-1252 of Excel\'s plain CSV: save the file as "CSV UTF-8"',
    );
  });

  it("has the ids that it rounded refused, and those it kept as text read", async () => {
    expect(await rowsOf("float.csv")).toEqual([
      { line: 2, fault: expect.stringMatching(/^profile: .*spreadsheet may have rounded the id.*as text/) },
      { line: 3, fault: expect.stringMatching(/^profile: .*spreadsheet may have rounded the id.*as text/) },
      { ...ada, subject: "123456789", line: 4, note: null },
    ]);
  });
});

describe("a file with notes that begin as a formula", () => {
  it("is read with the notes as they are", async () => {
    const rows = await rowsOf("formula-notes.csv");

    expect(rows.map((row) => ("fault" in row ? row.fault : [row.subject, row.note]))).toEqual([
      ["1002", "@SUM(1)"],
      ["1001", '=HYPERLINK("http://x.example")'],
      ["1003", "-2+3 call back"],
    ]);
  });
});
