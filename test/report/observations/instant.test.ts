import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantFault, readInstant } from "../../../lib/report/observations/instant.ts";

describe("an instant", () => {
  it.each([
    ["2026-03-01T09:30:00.123Z", Date.UTC(2026, 2, 1, 9, 30, 0, 123)],
    ["2026-03-01T09:30:00Z", Date.UTC(2026, 2, 1, 9, 30)],
    ["2026-03-01T09:30Z", Date.UTC(2026, 2, 1, 9, 30)],
    ["2026-03-01t09:30:00z", Date.UTC(2026, 2, 1, 9, 30)],
    ["2026-03-01 09:30:00+00", Date.UTC(2026, 2, 1, 9, 30)],
    ["2026-03-01T11:30:00+02:00", Date.UTC(2026, 2, 1, 9, 30)],
    ["2026-03-01T01:30:00-0800", Date.UTC(2026, 2, 1, 9, 30)],
    ["2026-01-01T00:30:00+05:45", Date.UTC(2025, 11, 31, 18, 45)],
    ["2026-03-01T09:30:00.5Z", Date.UTC(2026, 2, 1, 9, 30, 0, 500)],
    ["2026-03-01T09:30:00.123456Z", Date.UTC(2026, 2, 1, 9, 30, 0, 123)],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ])("is read from %s", (text, ms) => {
    expect(readInstant(text)).toEqual({ ok: true, at: new Date(ms) });
  });

  it.each([
    ["2026-03-01T09:30:00", "no-zone"],
    ["2026-03-01 09:30", "no-zone"],
    ["2026-03-01", "no-zone"],
    ["2026-02-29T00:00:00Z", "no-such-time"],
    ["2026-13-01T00:00:00Z", "no-such-time"],
    ["2026-00-10T00:00:00Z", "no-such-time"],
    ["2026-03-01T24:00:00Z", "no-such-time"],
    ["2026-03-01T09:60:00Z", "no-such-time"],
    ["2026-03-01T09:30:00+15:00", "no-such-time"],
    ["2026-03-01T09:30:00+01:75", "no-such-time"],
    ["0026-03-01T09:30:00Z", "out-of-range"],
    ["2206-03-01T09:30:00Z", "out-of-range"],
    ["01/03/2026 09:30", "not-iso"],
    ["1772357400", "not-iso"],
    ["2026-3-1T9:30Z", "not-iso"],
    ["yesterday", "not-iso"],
  ])("is not guessed from %s: %s", (text, fault) => {
    expect(readInstant(text)).toEqual({ ok: false, fault });
  });

  it("is read back from every time as our own files write it", () => {
    const times = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(times, (at) => {
        expect(readInstant(at.toISOString())).toEqual({ ok: true, at });
      }),
    );
  });

  it("without a zone is shown with what to write, which is then read", () => {
    const fault = instantFault("2026-03-01 09:30", '"2026-03-01 09:30"', "no-zone");

    const [, written = ""] = /write (\S+) if it is UTC/.exec(fault) ?? [];
    expect(readInstant(written)).toEqual({ ok: true, at: new Date(Date.UTC(2026, 2, 1, 9, 30)) });
    expect(instantFault("2026-03-01", '"2026-03-01"', "no-zone")).toContain("write 2026-03-01T00:00:00Z if");
  });
});
