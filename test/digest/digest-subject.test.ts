import { describe, expect, it } from "vitest";
import type { DigestData } from "../../lib/digest/digest-data.ts";
import { digestSubject } from "../../lib/digest/digest-subject.ts";
import { aQuietWeek, aWeek, GO, SINCE, saying } from "./helpers.ts";

const needy = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    identityId: `id-${index}`,
    why: "AUTH_EXPIRED",
    since: SINCE,
    ref: null,
  }));

describe("the subject of a digest", () => {
  it.each<[Partial<DigestData>, string]>([
    [{}, "staging: 80 withdrawn, 12 accepted"],
    [{ needsPerson: needy(1) }, "staging: 80 withdrawn, 12 accepted, 1 needs a person"],
    [{ needsPerson: needy(4) }, "staging: 80 withdrawn, 12 accepted, 4 need a person"],
    [{ announced: { count: 7, first: [] } }, "staging: 80 withdrawn, 12 accepted, 7 announced"],
    [{ runs: 0 }, "staging: no run since 2026-11-16"],
    [
      { workspaceBlock: { until: SINCE, why: "NO_ACCESS", ref: null }, runs: 0 },
      "staging: Edges refuses the whole workspace",
    ],
    // What was withdrawn before the mode was changed is told, and not denied.
    [{ mode: "dry-run" }, "staging: 80 withdrawn, 12 accepted"],
  ])("of %j is %s", (change, subject) => {
    expect(digestSubject("staging", aWeek(change))).toBe(subject);
  });

  it("names what to set, or that acceptance has changed, which makes a quiet week none", () => {
    const drift = "Acceptance has changed: …";

    expect(digestSubject("staging", saying(GO))).toBe("staging: 80 withdrawn, 12 accepted, go to 14 days");
    expect(digestSubject("staging", saying(GO, aQuietWeek()))).toBe("staging: 0 withdrawn, 0 accepted, go to 14 days");
    expect(digestSubject("staging", saying({ ...GO, drift }, aWeek({ needsPerson: needy(1) })))).toBe(
      "staging: 80 withdrawn, 12 accepted, 1 needs a person, acceptance has changed",
    );
    expect(digestSubject("staging", saying({ drift }, aQuietWeek({ mode: "dry-run" })))).toBe(
      "staging: 0 withdrawn, 0 accepted, acceptance has changed (dry run)",
    );
  });

  it("leaves room for a name beside the longest news", () => {
    const endings = { withdrawn: 1_000_000, unconfirmed: 0, accepted: 1_000_000, gone: 0, failed: 0 };
    const week = saying({ drift: "Acceptance has changed: …" }, aWeek({ endings, needsPerson: needy(1_000) }));

    expect(digestSubject("s".repeat(128), week)).toMatch(/^s{10,}: [\x20-\x7e]+$/);
    expect(digestSubject("s".repeat(128), week)).toHaveLength(99);
  });

  it("of a quiet week says so, and of a dry one that it was one", () => {
    expect(digestSubject("staging", aQuietWeek())).toBe("staging: nothing to tell");
    expect(digestSubject("staging", aQuietWeek({ mode: "dry-run", held: { "dry-run": 4 } }))).toBe(
      "staging: 0 withdrawn, 0 accepted (dry run)",
    );
  });

  it.each(["s".repeat(128), "Zürich\nNord", ""])(
    "is fewer than 100 ASCII characters on one line for the name %j",
    (name) => {
      const subject = digestSubject(name, aWeek({ needsPerson: needy(1_000) }));

      expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      expect(subject).toMatch(/: 80 withdrawn, 12 accepted, 1000 need a person$/);
    },
  );
});
