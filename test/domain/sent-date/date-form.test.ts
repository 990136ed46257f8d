import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateForm } from "../../../lib/domain/sent-date/date-form.ts";

describe("the form of a date", () => {
  it.each([
    ["vor 3 Wochen", "… 3 …"],
    ["  vor\u00a03 \n Wochen ", "… 3 …"],
    ["Ana María Pérez-López", "…"],
    ["il y a quelques semaines", "…"],
    ["01/11/2026", "01/11/2026"],
    ["2026-10-20 10:00:00 UTC", "2026-10-20 10:00:00 …"],
    ["2026-11-01T08:30:00+2", "2026-11-01…08:30:00+2"],
    ["10/Nov/2026", "10/…/2026"],
    ["３ weeks ago", "３ …"],
    ["قبل ٣ أسابيع", "… ٣ …"],
    ["<b>5</b>", "…5…"],
    ["a:b/c", "…"],
    ["😀 3 😀", "… 3 …"],
    ["", ""],
    [1700000000.5, "1700000000.5"],
    [null, ""],
    [true, "(boolean)"],
    [{ name: "Ana" }, "(object)"],
  ])("keeps digits and cuts words: %j is %j", (raw, form) => {
    expect(dateForm(raw)).toBe(form);
  });

  it("has at most 40 characters, the last of them a cut", () => {
    expect(dateForm("1".repeat(40))).toBe("1".repeat(40));
    expect(dateForm("1".repeat(41))).toBe(`${"1".repeat(39)}…`);
  });

  it("has no letter of any text, and never more than 40 characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
        const form = dateForm(text);

        expect(form).not.toMatch(/[\p{L}\p{M}\p{C}]/u);
        expect(form.length).toBeLessThanOrEqual(40);
      }),
    );
  });
});
