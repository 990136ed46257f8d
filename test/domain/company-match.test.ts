import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { companyFinder } from "../../lib/domain/company-match.ts";
import { companyWords } from "../../lib/domain/company-words.ts";

const find = (title: string | null, ...names: readonly string[]) =>
  companyFinder(names.map((name) => ({ name })))(title)?.name ?? null;

describe("the company in a job title", () => {
  it.each([
    ["Head of Sales at Example Ltd", "Example Ltd"],
    ["CTO @ Example Ltd | Speaker", "Example Ltd"],
    ["CTO @Example", "Example Ltd"],
    ["Sales, Example Ltd", "Example Ltd"],
    ["Sales, Example", "Example Ltd"],
    ["Sales at EXAMPLE LIMITED", "example ltd."],
    ["Head of Sales - Example GmbH", "Example"],
    ["Vertrieb bei Example GmbH & Co. KG", "Example"],
    ["Sales at Example", "Example GmbH & Co. KG"],
    ["Directeur, Example S.A.", "Example SA"],
    ["Inkoop bij Example B.V., Utrecht", "Example BV"],
    ["Sales at Ｅｘａｍｐｌｅ", "Example"],
    ["Head of Sales\nExample Ltd", "Example"],
    ["Buyer at Coca-Cola (Europe)", "Coca-Cola"],
    ["Partner, Johnson and Johnson", "Johnson & Johnson"],
    ["Cook at McDonald’s", "McDonald's"],
    ["Leiter, STRASSE AG", "Straße AG"],
    ["Ingénieure chez Soci\u0065\u0301te\u0301 X", "Société X"],
    ["Engineer at Example. Speaker.", "Example"],
    ["Former Google engineer, CTO at Example", "Example"],
    ["Former Google engineer now CTO at Example", "Example"],
    ["ex-Google CTO at Example", "Example"],
    ["ex-CTO at Example", "Example"],
    ["Example alumni | Manager at Example", "Example"],
  ])("%j is at %j", (title, name) => {
    expect(find(title, name)).toBe(name);
  });

  it.each([
    ["Head of Sales at Examplify", "Example"],
    ["Shellfish farmer", "Shell"],
    ["Works at example.com", "Example"],
    ["Example-based consultant", "Example"],
    ["ana@example", "Example"],
    ["ex-Example", "Example"],
    ["Ex Example, now at Other", "Example"],
    ["former Example", "Example"],
    ["Former CTO at Example Ltd", "Example"],
    ["formerly Example | CTO at Other", "Example"],
    ["Manager (previously at Example)", "Example"],
    ["Ehemaliger Leiter bei Example", "Example"],
    ["Ancienne directrice, ancien Example", "Example"],
    ["Example alumna", "Example"],
    ["Example Ltd (former)", "Example"],
    ["Sales at Acme", "Acme Labs"],
    ["Sales, Ltd", "Ltd"],
    ["", "Example"],
    [null, "Example"],
  ])("%j is not at %j", (title, name) => {
    expect(find(title, name)).toBeNull();
  });

  it("is the one with the most words, then the first in the title", () => {
    expect(find("Sales at Acme Labs Europe", "Acme", "Acme Labs", "Labs Europe")).toBe("Acme Labs");
    expect(find("Sales at Acme and Bolt", "Bolt", "Acme")).toBe("Acme");
  });

  it("is never found within a longer word, and always where it stands by itself", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "É", "ß", "ж", "7"), minLength: 1, maxLength: 6 });
    const name = fc.array(letters, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
    const form = fc.constantFrom("", " Ltd", " GmbH", ", Inc.", " S.A.", " B.V.");
    const way = fc.constantFrom(" at ", " @ ", ", ", " | ", " - ", " · ", " (");
    fc.assert(
      fc.property(name, form, form, way, (company, named, shown, before) => {
        // "a ab" is the company "a", with a Swedish form behind it.
        fc.pre(companyWords(company).length === company.split(" ").length);
        for (const written of [company, company.toUpperCase(), company.normalize("NFD")]) {
          expect(find(`Chief${before}${written}${shown} | Speaker`, company + named)).toBe(company + named);
        }
        // The name's words alone: what is glued to either end makes another word of it.
        for (const glued of [`zz${company}`, `${company}zz`, `ex-${company}`, `zz.${company}`]) {
          expect(find(`Chief at ${glued}`, company)).toBeNull();
        }
      }),
    );
  });
});
