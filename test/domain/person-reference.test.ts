import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPersonReference } from "../../lib/domain/person-reference.ts";

/** In one line, so that tables of examples stay readable. */
function read(text: string): string {
  const reading = readPersonReference(text);
  if (!reading.ok) return `refused: ${reading.fault}`;
  const { kind, ...rest } = reading.reference;
  return `${kind} ${Object.values(rest).join()}`;
}

describe("a profile's address", () => {
  it.each([
    "https://www.linkedin.com/in/ada-example/",
    "https://LinkedIn.com/IN/Ada-Example",
    "https://m.linkedin.com/in/ada-example",
    "https://uk.linkedin.com/in/ada-example?originalSubdomain=uk",
    "https://www.linkedin.com:443/in/ada-example",
    "www.linkedin.com/in/ada-example/en-us",
    "in/ada-example",
    "/in/ada-example",
    "https://www.linkedin.com/comm/in/ada-example?midToken=x",
    "https://www.linkedin.com/mwlite/in/ada-example",
    "https://linkedin.com/in/ada-example/detail/contact-info/",
    "https://linkedin.com/in/ada-example/overlay/contact-info/",
    "https://www.linkedin.com/in/ada%2Dexample",
    "https://www.linkedin.com/in/ada-example\u200b",
    "\u200bhttps://www.linkedin.com/in/ada-example",
    "https://www.linkedin.com/in/ada\u00ad-exam\u2060ple",
    "\ufeff\u202ahttps://www.linkedin.com/in/ada-example\u202c\u00a0",
    "https://www.linkedin.com/in/ada-example%E2%80%8B",
    "https://www.linkedin.com/in/ada-example%C2%A0/",
    "https://www.linkedin.com/in/ada-example,",
    "https://www.linkedin.com/in/ada-example.",
    "https://www.linkedin.com/in/ada-example/;",
    "https://www.linkedin.com/in/ada-example),",
    "https://www.linkedin.com/in/ada-example,?trk=x",
    "<https://www.linkedin.com/in/ada-example>",
    '"https://www.linkedin.com/in/ada-example"',
    "“https://www.linkedin.com/in/ada-example”",
    "'https://www.linkedin.com/in/ada-example",
    '="https://www.linkedin.com/in/ada-example"',
  ])("%j is read as the one person", (text) => {
    expect(read(text)).toBe("address ada-example");
  });

  it.each([
    ["https://www.linkedin.com/in/jos%C3%A9-example-%F0%9F%9A%80", "address josé-example-🚀"],
    ["https://www.linkedin.com/in/jose\u0301-example-🚀", "address josé-example-🚀"],
    ["linkedin.com/in/sam-👩‍💻", "address sam-👩‍💻"],
    ["linkedin.com/in/sam-%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB", "address sam-👩‍💻"],
    ["linkedin.com/in/می\u200cخواهم", "address می\u200cخواهم"],
    ["linkedin.com/in/sean-o’brien", "address sean-o’brien"],
    ["linkedin.com/in/123456789", "address 123456789"],
  ])("%s keeps what is seen of its name", (text, reference) => {
    expect(read(text)).toBe(reference);
  });

  it.each([
    ..."me .. . %2e%2e null NULL undefined unknown UNKNOWN nan NaN none n-a 0 - --- LinkedIn-Member linkedin_member".split(
      " ",
    ),
    ...["../feed", "ada-example/../bo-example", "me/", "null?x=1", "%6De", "ｎｕｌｌ", "u\u200bnknown", "", " ", ","],
  ])("by the name %j names nobody and is refused", (name) => {
    expect(read(`https://www.linkedin.com/in/${name}`)).toMatch(
      /^refused: .*(names nobody|"\.\."|not the address of a profile).*linkedin\.com\/in\/ana-lee/,
    );
  });

  it.each([
    ["https://www.linkedin.com/in/ada%252Dexample", "percent-encoded twice"],
    ["https://www.linkedin.com/in/https://www.linkedin.com/in/ada-example/", "an address within an address"],
    ["https://www.linkedin.com/in/https%3A%2F%2Fwww.linkedin.com%2Fin%2Fada-example", "an address within an address"],
    ["https%3A%2F%2Fwww.linkedin.com%2Fin%2Fada-example", "percent-encoded as a whole"],
    ["https://www.linkedin.com/authwall?sessionRedirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fada", "asks to sign in"],
    ["https://uk.linkedin.com/pub/ada-example/1/2a/3b4", "an address of the old kind"],
    ["https://lnkd.in/eEXAMPLE", "a short link"],
    ["https://www.linkedin.com/in/ada-exam...", "cut short"],
    ["https://www.linkedin.com/in/ada-exam…", "cut short"],
    ["https://www.linkedin.com/in/ada–example", "a dash that is no hyphen"],
    ["https://www.linkedin.com/in/ada-example,bo-example", "a sign in it"],
    ["https://www.linkedin.com/in/{{handle}}", "a sign in it"],
    ["https://www.linkedin.com/in/<name>", "a sign in it"],
    ["https://www.linkedin.com/in/[object Object]", "blanks or separators"],
    ["linkedin.com/in/a\u037eb", "a sign in it"],
    ["linkedin.com:8080/in/ada-example", "not an address on linkedin.com"],
    ["ada-example", "not an address on linkedin.com"],
    ["@ada-example", "not an address on linkedin.com"],
    ["null", "a word that names nobody"],
    ["-", "a word that names nobody"],
    ["\u200b", "nothing"],
    [`linkedin.com/in/${"a".repeat(5000)}`, "longer than any address"],
  ])("%j is refused with its cause and with what is accepted", (text, why) => {
    expect(read(text)).toMatch(new RegExp(`^refused: .*${why}.*; expected .*linkedin.com/in/ana-lee.*numeric id$`));
  });
});

describe("a Sales Navigator id", () => {
  it.each([
    "https://www.linkedin.com/in/ACwAAAEXAMPLE01",
    "https://www.linkedin.com/in/ACwAAAEXAMPLE01/?trk=x",
    "https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,abcd",
    "https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01%2CNAME_SEARCH%2Cabcd?_ntb=x",
    "https://www.linkedin.com/sales/people/ACwAAAEXAMPLE01,NAME_SEARCH,abcd",
    "https://www.linkedin.com/sales/people/ACwAAAEXAMPLE01",
    "https://www.linkedin.com/profile/view?id=ACwAAAEXAMPLE01&trk=x",
    "urn:li:fs_salesProfile:(ACwAAAEXAMPLE01,NAME_SEARCH,abcd)",
    "urn:li:fsd_profile:ACwAAAEXAMPLE01",
    "urn%3Ali%3Afs_miniProfile%3AACwAAAEXAMPLE01",
    "URN:LI:fsd_profile:ACwAAAEXAMPLE01",
    "ACwAAAEXAMPLE01",
    "ACwAAAEXAMPLE01,NAME_SEARCH,abcd",
    " 'ACwAAAEXAMPLE01\u200b",
  ])("is read from %j", (text) => {
    expect(read(text)).toBe("sales-navigator ACwAAAEXAMPLE01");
  });

  it("keeps its prefix and its case, for nothing says which ids are one person's", () => {
    expect(read("urn:li:fsd_profile:ACoAAAEXAMPLE01")).toBe("sales-navigator ACoAAAEXAMPLE01");
    expect(read("ACwAAAExample01")).toBe("sales-navigator ACwAAAExample01");
  });

  it.each([
    ["https://www.linkedin.com/in/acwaaaexample01", "capital and small letters"],
    ["HTTPS://WWW.LINKEDIN.COM/IN/ACWAAAEXAMPLE01", "capital and small letters"],
    [`https://www.linkedin.com/in/AEMAA${"b".repeat(34)}`, "another LinkedIn product"],
    ["https://www.linkedin.com/sales/lead/ada", "Sales Navigator address without a person's id"],
    ["https://www.linkedin.com/sales/search/people", "Sales Navigator address without a person's id"],
    ["https://www.linkedin.com/profile/view?id=123456789", "not the address of a profile"],
  ])("is not in %j", (text, why) => {
    expect(read(text)).toMatch(new RegExp(`^refused: .*${why}`));
  });
});

describe("an invitation's urn", () => {
  it.each([
    "urn:li:fsd_invitation:7500000000000003001",
    "urn:li:invitation:7500000000000003001",
    "urn:li:fs_relInvitation:7500000000000003001",
    "urn:li:fs_invitation:7500000000000003001",
    "URN:LI:FSD_INVITATION:7500000000000003001",
    "urn%3Ali%3Afsd_invitation%3A7500000000000003001",
    " 'urn:li:fsd_invitation:7500000000000003001', ",
  ])("is read from %j", (text) => {
    expect(read(text)).toBe("invitation 7500000000000003001");
  });

  it.each([
    ["urn:li:fsd_invitation:7.5E+18", "without its whole number"],
    ["urn:li:fsd_invitation:0", "without its whole number"],
    ["urn:li:fsd_invitation:", "not an urn of LinkedIn's"],
    ["urn:li:activity:7500000000000003001", "the urn of something else"],
    ["urn:li:fsd_profile:123", "the urn of something else"],
    ["urn:li:member:123456789", "a member's urn"],
    ["urn:isbn:123", "not an urn of LinkedIn's"],
  ])("is not %j, which says what is accepted", (text, why) => {
    expect(read(text)).toMatch(new RegExp(`^refused: .*${why}.*urn:li:fsd_invitation:<digits>`));
  });
});

describe("a numeric id", () => {
  it.each(["123456789", " 123456789 ", "'123456789", '="123456789"', '"123456789"', "123456789,", "\u200e123456789"])(
    "is read from %j",
    (text) => {
      expect(read(text)).toBe("person 123456789");
    },
  );

  it("is read whole, with as many digits as an invitation's", () => {
    expect(read("7500000000000003001")).toBe("person 7500000000000003001");
  });

  it.each([
    ["7.2314E+18", "spreadsheet"],
    ["1.23457E+11", "spreadsheet"],
    ["7231400000000000000.0", "spreadsheet"],
    ["123456789.0", "spreadsheet"],
    ["123,456,789", "spreadsheet"],
    ["7,5E+18", "spreadsheet"],
    ["7231400000000000000", "digits after the fifteenth are all zeros: a spreadsheet has rounded it"],
    ["'7500000000000000000", "digits after the fifteenth are all zeros"],
    ["0", "begins with 0"],
    ["0123", "begins with 0"],
    ["-5", "not a whole number"],
    ["1".repeat(65), "more digits than any id has"],
  ])("is not %j", (text, why) => {
    expect(read(text)).toMatch(new RegExp(`^refused: .*${why}`));
  });
});

/** Names as LinkedIn has them, beginning with a letter. */
const names = fc
  .array(fc.constantFrom(..."abcxyz0189-éüßñøж王א🚀", "o\u0301", "👩‍💻"), { maxLength: 40 })
  .map((parts) => `q${parts.join("")}`);
const NOISE = ["", "\u200b", "\ufeff", "\u00a0", "\u202a", "\u2066", "\u00ad", " ", "\t"];
const spellings = fc.record({
  before: fc.constantFrom(...NOISE, '"', "<", "'", '="', "“", "("),
  scheme: fc.constantFrom("", "https://", "http://", "HTTPS://", "//"),
  host: fc.constantFrom("linkedin.com", "www.linkedin.com", "m.linkedin.com", "uk.LinkedIn.com", "linkedin.com:443"),
  way: fc.constantFrom("/in/", "/IN/", "/comm/in/", "/de/in/", "/mwlite/in/"),
  encode: fc.constantFrom(
    (name: string) => name,
    (name: string) => encodeURIComponent(name),
    (name: string) => encodeURIComponent(name).toLowerCase(),
    (name: string) => name.normalize("NFD"),
    (name: string) => encodeURIComponent(name.normalize("NFD")),
    (name: string) => name.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
    (name: string) => name.replace(/^q/, "q\u200b"),
    (name: string) => `${encodeURIComponent(name)}%E2%80%8B`,
  ),
  page: fc.constantFrom(
    "",
    "/",
    "/en-us",
    "/overlay/contact-info/",
    "/details/skills",
    "?trk=x",
    "#top",
    "/?a=%2Fin%2Fb",
  ),
  after: fc.constantFrom(...NOISE, ",", ";", ".", ")", ">", '"', "'", "”", '",'),
});
type Spelling = typeof spellings extends fc.Arbitrary<infer One> ? One : never;
const spell = (name: string, { before, scheme, host, way, encode, page, after }: Spelling): string =>
  `${before}${scheme}${host}${way}${encode(name)}${page}${after}`;

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."<>\"'/.,:%?#()=-_ AC0159EeoOwWan\u200b\u200d\ufe0f\u00a0\u202e👩💻\u037e") }),
  fc.string().map((text) => `urn:li:fsd_profile:${text}`),
);
const around = fc.constantFrom("", "linkedin.com/in/", "https://www.linkedin.com/sales/lead/", "in/", "urn:li:");

describe("whatever the text", () => {
  it("any spelling of the same name gives the same reference", () => {
    fc.assert(
      fc.property(names, spellings, (name, spelling) => {
        expect(readPersonReference(spell(name, spelling))).toEqual({
          ok: true,
          reference: { kind: "address", slug: name.normalize("NFC") },
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("no accepted reference holds a character that nobody sees, and each reads as itself", () => {
    fc.assert(
      fc.property(around, anyText, (start, text) => {
        const reading = readPersonReference(start + text);
        if (!reading.ok) return;
        const { kind, ...rest } = reading.reference;
        const [value = ""] = Object.values(rest);

        // A joiner between the parts of an emoji is seen: without it there are two.
        const apart = value.replace(/(?<=[👩💻]\ufe0f?)\u200d(?=[👩💻])|(?<=[👩💻])\ufe0f/gu, "");
        expect(apart).not.toMatch(/[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u);
        const again = { address: `in/${encodeURIComponent(value)}`, invitation: `urn:li:invitation:${value}` };
        expect(readPersonReference(kind === "address" || kind === "invitation" ? again[kind] : value)).toEqual(reading);
      }),
      { numRuns: 3000 },
    );
  });

  it("nothing is both accepted and naming nobody", () => {
    const nobody = fc.constantFrom(
      "me",
      "null",
      "undefined",
      "unknown",
      "nan",
      "none",
      ".",
      "..",
      "",
      "linkedin-member",
    );
    fc.assert(
      fc.property(nobody, spellings, (name, spelling) => {
        expect(readPersonReference(spell(name, spelling)).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it("no fault repeats it", () => {
    fc.assert(
      fc.property(around, fc.constantFrom("Zaphod", "zaphod%25", "zaphod zz", "za…phod", "zaphod:8"), (start, text) => {
        const reading = readPersonReference(start + text);
        if (!reading.ok) expect(reading.fault.toLowerCase()).not.toContain("phod");
      }),
    );
  });
});
