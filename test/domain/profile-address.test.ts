import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readProfileAddress } from "../../lib/domain/profile-address.ts";

const addressOf = (text: string): string => {
  const reading = readProfileAddress(text);
  return reading.ok ? reading.address : `refused: ${reading.fault}`;
};

describe("the address of a profile", () => {
  it.each([
    "https://www.linkedin.com/in/ana-lee",
    "http://linkedin.com/in/ana-lee/",
    "HTTPS://WWW.LinkedIn.COM/in/ana-lee",
    "linkedin.com/in/ana-lee",
    "www.linkedin.com/in/ana-lee",
    "//www.linkedin.com/in/ana-lee",
    "  https://www.linkedin.com/in/ana-lee\t",
    "https://de.linkedin.com/in/ana-lee",
    "https://m.linkedin.com/in/ana-lee",
    "https://www.linkedin.com/in/Ana-Lee",
    "https://www.linkedin.com/IN/ANA-LEE",
    "https://www.linkedin.com/in/ana-lee//",
    "https://www.linkedin.com/in/ana-lee/de",
    "https://www.linkedin.com/in/ana-lee/en-US/",
    "https://www.linkedin.com/de/in/ana-lee",
    "https://www.linkedin.com/in/ana-lee?trk=public_profile",
    "https://www.linkedin.com/in/ana-lee/?locale=de_DE&originalSubdomain=de",
    "https://www.linkedin.com/in/ana-lee#experience",
    "https://www.linkedin.com/in/ana-lee/overlay/contact-info/",
    "https://www.linkedin.com/in/ana-lee/recent-activity/all/?x=1#y",
    "https://www.linkedin.com/in/%61na-lee",
    "https://www.linkedin.com/in/ana%2Dlee",
  ])("%s is read as the same one", (text) => {
    expect(addressOf(text)).toBe("linkedin.com/in/ana-lee");
  });

  it.each([
    ["encoded and not", "https://www.linkedin.com/in/j%C3%BCrg-m%c3%bcller", "linkedin.com/in/jürg-müller"],
    ["composed and not", "linkedin.com/in/ju\u0308rg", "linkedin.com/in/j\u00fcrg"],
    ["in capitals with accents", "linkedin.com/in/J%C3%9CRG", "linkedin.com/in/j%C3%BCrg"],
    ["in another script", "linkedin.com/in/%E7%8E%8B-1a2", "https://cn.linkedin.com/in/王-1a2/"],
    ["with an emoji", "linkedin.com/in/sam-%F0%9F%9A%80-9", "linkedin.com/in/sam-🚀-9"],
  ])("is one, %s", (_, one, other) => {
    expect(addressOf(one)).toBe(addressOf(other));
    expect(addressOf(one)).toMatch(/^linkedin\.com\/in\/[\w%-]+$/);
  });

  it.each([
    ["ana-lee", "ana-lee-1"],
    ["ana-lee", "analee"],
    ["ana.lee", "ana-lee"],
    ["de", "en"],
  ])("of %s is not that of %s", (one, other) => {
    expect(addressOf(`linkedin.com/in/${one}`)).toMatch(/^linkedin/);
    expect(addressOf(`linkedin.com/in/${one}`)).not.toBe(addressOf(`linkedin.com/in/${other}`));
  });

  it.each([
    ["", "nothing"],
    ["   ", "nothing"],
    ["Ana Lee", "not an address on linkedin.com"],
    ["ana-lee", "not an address on linkedin.com"],
    ["https://example.com/in/ana-lee", "not an address on linkedin.com"],
    ["https://linkedin.com.example.com/in/ana-lee", "not an address on linkedin.com"],
    ["https://evil-linkedin.com/in/ana-lee", "not an address on linkedin.com"],
    ["https://user@linkedin.com/in/ana-lee", "not an address on linkedin.com"],
    ["https://example.com/?u=linkedin.com/in/ana-lee", "not an address on linkedin.com"],
    ["ftp://linkedin.com/in/ana-lee", "not an address on linkedin.com"],
    ["https://www.linkedin.com/sales/lead/ACwAAB,NAME_SEARCH", "Sales Navigator"],
    ["https://www.linkedin.com/sales/people/ACwAAB", "Sales Navigator"],
    ["https://www.linkedin.com/talent/profile/AEM", "Recruiter"],
    ["https://www.linkedin.com/company/acme", "organisation"],
    ["https://www.linkedin.com/school/mit/", "organisation"],
    ["https://www.linkedin.com/pub/ana-lee/1/2/3", "old kind"],
    ["https://www.linkedin.com/feed/", "not the address of a profile"],
    ["https://www.linkedin.com/", "not the address of a profile"],
    ["linkedin.com", "not the address of a profile"],
    ["https://www.linkedin.com/in/", "not the address of a profile"],
    ["https://www.linkedin.com/in/ana-lee/and/more", "not the address of a profile"],
    ["https://www.linkedin.com/in/%E4%BB", "percent-encoding"],
    ["https://www.linkedin.com/in/%zz", "percent-encoding"],
    ["https://www.linkedin.com/in/\ud83d", "percent-encoding"],
    ["https://www.linkedin.com/in/ana%252Dlee", "percent-encoded twice"],
    ["https://www.linkedin.com/in/ana%2Flee", "blanks or separators"],
    ["https://www.linkedin.com/in/ana%20lee", "blanks or separators"],
    ["https://www.linkedin.com/in/ana%00", "blanks or separators"],
  ])("is none in %j, and the fault says why and does not repeat it", (text, why) => {
    const reading = readProfileAddress(text);

    expect(reading.ok).toBe(false);
    const fault = reading.ok ? "" : reading.fault;
    expect(fault).toContain(why);
    expect(fault).toContain("linkedin.com/in/ana-lee");
    if (text.includes("lead")) expect(fault).not.toContain("ACwAAB");
  });
});

/** Names as LinkedIn has them: letters of any script, digits, hyphens, at times an emoji. A letter first: "-" is no name. */
const names = fc
  .array(fc.oneof(fc.constantFrom(..."abcxyz0189-"), fc.constantFrom(..."éüßñøж王א🚀")), {
    minLength: 1,
    maxLength: 40,
  })
  .map((parts) => `q${parts.join("")}`);
const latinNames = fc
  .array(fc.constantFrom(..."abcxyz0189-"), { minLength: 1, maxLength: 40 })
  .map((parts) => `q${parts.join("")}`);

const spellings = fc.record({
  scheme: fc.constantFrom("", "https://", "http://", "HTTPS://", "//"),
  front: fc.constantFrom("", "www.", "de.", "uk.", "m.", "WWW."),
  before: fc.constantFrom("", "de/", "pt-br/"),
  after: fc.constantFrom("", "/", "/de", "/en-us/", "/details/skills/", "//"),
  rest: fc.constantFrom("", "?trk=x", "?a=/in/other", "#top", "?x#y"),
  encoded: fc.boolean(),
});
type Spelling = typeof spellings extends fc.Arbitrary<infer One> ? One : never;

const spell = (name: string, { scheme, front, before, after, rest, encoded }: Spelling): string =>
  `${scheme}${front}linkedin.com/${before}in/${encoded ? encodeURIComponent(name) : name}${after}${rest}`;

describe("a listing's address by an opaque id", () => {
  it("keeps the spelling that keys were made of before such ids were told from names", () => {
    expect(addressOf("https://www.linkedin.com/in/ACoAAAEXAMPLE01")).toBe("linkedin.com/in/acoaaaexample01");
  });

  it.each(["501", "urn:li:fsd_invitation:77"])("is not %s", (text) => {
    expect(addressOf(text)).toBe(
      "refused: not the address of a profile; expected an address such as linkedin.com/in/ana-lee",
    );
  });
});

describe("two addresses", () => {
  it("compare equal however they are spelled, for any name", () => {
    fc.assert(
      fc.property(names, spellings, spellings, (name, one, other) => {
        expect(addressOf(spell(name, one))).toBe(addressOf(spell(name, other)));
        expect(addressOf(spell(name, one))).toMatch(/^linkedin\.com\/in\//);
      }),
    );
  });

  it("compare equal in any case of the name's letters", () => {
    fc.assert(
      fc.property(latinNames, spellings, fc.infiniteStream(fc.boolean()), (name, spelling, upper) => {
        const mixed = [...name].map((letter) => (upper.next().value ? letter.toUpperCase() : letter)).join("");

        expect(addressOf(spell(mixed, spelling))).toBe(addressOf(spell(name, spelling)));
      }),
    );
  });

  it("of different names differ", () => {
    fc.assert(
      fc.property(latinNames, latinNames, spellings, spellings, (one, other, a, b) => {
        fc.pre(one !== other);

        expect(addressOf(spell(one, a))).not.toBe(addressOf(spell(other, b)));
      }),
    );
  });

  it("never come of a text that breaks the reading, and the answer reads as itself", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string().map((text) => `linkedin.com/in/${text}`),
        ),
        (text) => {
          const reading = readProfileAddress(text);

          if (reading.ok) expect(readProfileAddress(reading.address)).toEqual(reading);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
