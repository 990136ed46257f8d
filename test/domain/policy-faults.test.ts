import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DocumentFault } from "../../lib/domain/document-fault.ts";
import { describeFault } from "../../lib/domain/document-fault.ts";
import { DEFAULT_POLICY, type Policy } from "../../lib/domain/policy.ts";
import { readPolicy } from "../../lib/domain/policy-faults.ts";
import { NUMBERS, nearPolicies, UNKNOWN_KEYS } from "./helpers/policies.ts";

function faultsOf(document: unknown): readonly DocumentFault[] {
  const reading = readPolicy(document);
  return reading.valid ? [] : reading.faults;
}

const pathsOf = (document: unknown): string[] => faultsOf(document).map(({ path }) => path);

function accepted(document: unknown): Policy {
  const reading = readPolicy(document);
  if (!reading.valid) throw new Error(reading.faults.map(describeFault).join("\n"));
  return reading.policy;
}

describe("a valid document", () => {
  it("has every default filled in", () => {
    const policy = accepted({});

    expect(policy).toEqual(DEFAULT_POLICY);
  });

  it("keeps every value it states", () => {
    const document = {
      mode: "live",
      thresholdDays: 18,
      identities: [
        {
          id: "44444444-4444-4444-4444-444444444444",
          thresholdDays: 30,
          dailyCap: 5,
          keepPendingBelow: null,
          paused: true,
        },
      ],
      paused: [{ id: "44444444-4444-4444-4444-444444444444", since: "2026-11-02T09:00:00.000Z", reason: "a holiday" }],
      dailyCap: 40,
      gapSeconds: { min: 75, max: 90 },
      workingHours: { timezone: "Europe/Zurich", start: "08:30", end: "24:00", days: ["mon", "sun"] },
      keepPendingBelow: 300,
      runCap: 1_000,
      holdout: { share: 0.05, maxAgeDays: 45 },
      acceptableLoss: 0.1,
      binding: "invitations",
      reinviteCooldownDays: 30,
      maxUnreadableShare: 0,
      ageFromIds: "off",
      catchUp: { dailyCap: 60, until: "2026-12-31" },
      noticeDays: 3,
      maxShare: 0.4,
      kinds: ["CONNECTION", "EVENT"],
    };

    const policy = accepted(document);

    expect(policy).toEqual(document);
  });

  it("is neither changed nor shared: two readings have nothing in common", () => {
    const [one, other] = [accepted({}), accepted({})];

    expect(one.gapSeconds).toEqual(other.gapSeconds);
    expect(one.gapSeconds).not.toBe(other.gapSeconds);
    expect(one.gapSeconds).not.toBe(DEFAULT_POLICY.gapSeconds);
  });

  it("may say null where null means none", () => {
    const policy = accepted({ workingHours: null, holdout: null });

    expect([policy.workingHours, policy.holdout]).toEqual([null, null]);
  });
});

describe("a number", () => {
  it.each(NUMBERS)("$path is accepted at its lowest, $min, and its highest, $max", ({ min, max, holding }) => {
    const paths = [pathsOf(holding(min)), pathsOf(holding(max))];

    expect(paths).toEqual([[], []]);
  });

  it.each(NUMBERS)("$path is refused outside $min to $max, with that range", ({ path, min, max, whole, holding }) => {
    const step = whole ? 1 : 0.001;
    const range = `a ${whole ? "whole " : ""}number from ${min} to ${max}`;

    const faults = [min - step, max + step].map((value) => [value, faultsOf(holding(value))]);

    expect(faults).toEqual(
      [min - step, max + step].map((value) => [value, [{ path, found: String(value), accepted: range }]]),
    );
  });

  it.each(NUMBERS)("$path is refused as text, as a list, as null and as yes or no", ({ path, min, holding }) => {
    const paths = [String(min), [min], null, true].map((value) => pathsOf(holding(value)));

    expect(paths).toEqual([[path], [path], [path], [path]]);
  });

  it.each(NUMBERS)("$path is refused as NaN or without end", ({ path, holding }) => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

    const paths = values.map((value) => pathsOf(holding(value)));

    expect(paths).toEqual([[path], [path], [path]]);
  });

  it.each(NUMBERS.filter(({ whole }) => whole))("$path is refused with a fraction", ({ path, min, holding }) => {
    const paths = pathsOf(holding(min + 0.5));

    expect(paths).toEqual([path]);
  });
});

describe("a word", () => {
  it.each(["off", "dry-run", "live"])("mode may be %s", (mode) => {
    const policy = accepted({ mode });

    expect(policy.mode).toBe(mode);
  });

  it.each(["Live", "on", "", " live", "dryrun", null, 1, ["live"]])("mode may not be %j", (mode) => {
    const faults = faultsOf({ mode });

    expect(faults).toEqual([{ path: "mode", found: JSON.stringify(mode), accepted: "one of off, dry-run, live" }]);
  });

  it.each(["slots", "invitations"])("what is short may be %s", (binding) => {
    expect(accepted({ binding }).binding).toBe(binding);
  });

  it.each(["Slots", "slot", "sends", "", null, 1, ["slots"]])("what is short may not be %j", (binding) => {
    expect(faultsOf({ binding })).toEqual([
      { path: "binding", found: JSON.stringify(binding), accepted: "one of slots, invitations" },
    ]);
  });

  it.each([
    ["timezone", "Mars/Base", 'an IANA time zone such as "Europe/Zurich"'],
    ["timezone", "", 'an IANA time zone such as "Europe/Zurich"'],
    ["timezone", null, 'an IANA time zone such as "Europe/Zurich"'],
    ["timezone", "BST", 'an IANA time zone by its exact name; nearest to this: "Europe/London"'],
    ["timezone", "europe/zurich", 'an IANA time zone by its exact name; nearest to this: "Europe/Zurich"'],
    ["start", "9:00", "a time of day as HH:MM, 00:00 to 24:00"],
    ["start", "24:01", "a time of day as HH:MM, 00:00 to 24:00"],
    ["start", 9, "a time of day as HH:MM, 00:00 to 24:00"],
    ["end", "25:00", "a time of day as HH:MM, 00:00 to 24:00"],
    ["end", "17:60", "a time of day as HH:MM, 00:00 to 24:00"],
    ["days", "mon", "a list of mon, tue, wed, thu, fri, sat, sun"],
    ["days", null, "a list of mon, tue, wed, thu, fri, sat, sun"],
  ])("workingHours.%s may not be %j", (key, value, range) => {
    const hours = { timezone: "UTC", start: "09:00", end: "17:00", days: ["mon"], [key]: value };

    const faults = faultsOf({ workingHours: hours });

    expect(faults).toEqual([{ path: `workingHours.${key}`, found: JSON.stringify(value), accepted: range }]);
  });

  it("a working day is one of the seven", () => {
    const hours = { timezone: "UTC", start: "09:00", end: "17:00", days: ["mon", "Tue", "xyz", "sun", 3] };

    const faults = faultsOf({ workingHours: hours });

    const days = "one of mon, tue, wed, thu, fri, sat, sun";
    expect(faults).toEqual([
      { path: "workingHours.days[1]", found: '"Tue"', accepted: days },
      { path: "workingHours.days[2]", found: '"xyz"', accepted: days },
      { path: "workingHours.days[4]", found: "3", accepted: days },
    ]);
  });

  it.each(["a", "A-1_b", "a.b:c", "x".repeat(100), "44444444-4444-4444-4444-444444444444"])(
    "an identity may be %s",
    (id) => {
      const policy = accepted({ identities: [{ id }] });

      expect(policy.identities).toEqual([{ id }]);
    },
  );

  it.each(["", "x".repeat(101), "a b", "a/b", "a#b", "#workspace", "a\n", "ä", 7, null, {}])(
    "an identity may not be %j",
    (id) => {
      const faults = faultsOf({ identities: [{ id }] });

      const range = "the identity's uid as Edges shows it: letters, digits and -_.:, at most 100";
      expect(faults).toMatchObject([{ path: "identities[0].id", accepted: range }]);
    },
  );

  it.each(["yes", 1, null, "true"])("paused may not be %j", (paused) => {
    const faults = faultsOf({ identities: [{ id: "a", paused }] });

    expect(faults).toMatchObject([{ path: "identities[0].paused", accepted: "true or false" }]);
  });

  it.each(["All", "", "a", null, 0, true, {}, { id: "a" }])("identities may not be %j", (identities) => {
    const faults = faultsOf({ identities });

    expect(faults).toEqual([
      { path: "identities", found: JSON.stringify(identities), accepted: '"all" or a list of identities' },
    ]);
  });
});

describe("a pause", () => {
  it.each([
    [{ id: "all" }, []],
    [{ id: "a", reason: "x".repeat(200) }, []],
    [{ id: "a", reason: "x".repeat(201) }, ["paused[0].reason"]],
    [{ id: "a", reason: "" }, ["paused[0].reason"]],
    [{ id: "a", since: "yesterday" }, ["paused[0].since"]],
    [{ id: "a", since: 1_762_000_000 }, ["paused[0].since"]],
    [{ id: "a b" }, ["paused[0].id"]],
    [{ reason: "nobody's" }, ["paused[0].id"]],
    [{ id: "a", by: "me" }, ["paused[0].by"]],
    ["a", ["paused[0]"]],
  ])("%j has the faults %j", (pause, paths) => {
    expect(pathsOf({ paused: [pause] })).toEqual(paths);
  });

  it.each([["all"], [null], [{ id: "a" }]])("is one of a list, which %j is not", (paused) => {
    expect(faultsOf({ paused })).toMatchObject([{ path: "paused", accepted: "a list of {id, since?, reason?}" }]);
  });

  it("is given once for an identity", () => {
    expect(faultsOf({ paused: [{ id: "a" }, { id: "b" }, { id: "a" }] })).toEqual([
      { path: "paused[2].id", found: '"a" a second time', accepted: "each identity once" },
    ]);
  });
});

describe("a value out of range", () => {
  it.each([
    [{ catchUp: { dailyCap: 101 } }, "catchUp.dailyCap", "101", "a whole number from 1 to 100"],
    [
      { catchUp: { dailyCap: 60, until: "2026-02-30" } },
      "catchUp.until",
      '"2026-02-30"',
      '"steady" or a day such as "2026-12-31"',
    ],
    [{ catchUp: { dailyCap: 60, until: "soon" } }, "catchUp.until", '"soon"', '"steady" or a day such as "2026-12-31"'],
    [{ noticeDays: 61 }, "noticeDays", "61", "a whole number from 0 to 60"],
    [{ maxShare: 1.01 }, "maxShare", "1.01", "a number from 0 to 1"],
    [{ kinds: [] }, "kinds", "[]", "at least one kind"],
    [{ kinds: ["connection"] }, "kinds[0]", '"connection"', "one of CONNECTION, EVENT, PAGE, NEWSLETTER, FOLLOWER"],
  ])("is shown beside what is accepted: %j", (document, path, found, accepted) => {
    expect(faultsOf(document)).toEqual([{ path, found, accepted }]);
  });
});

describe("a part that is missing or of the wrong kind", () => {
  it.each([
    [{ gapSeconds: { min: 60 } }, "gapSeconds.max"],
    [{ gapSeconds: { max: 60 } }, "gapSeconds.min"],
    [{ holdout: { share: 0.1 } }, "holdout.maxAgeDays"],
    [{ workingHours: { timezone: "UTC", start: "09:00", end: "17:00" } }, "workingHours.days"],
    [{ identities: [{ paused: true }] }, "identities[0].id"],
    [{ catchUp: { until: "steady" } }, "catchUp.dailyCap"],
  ])("is named: %j", (document, path) => {
    const faults = faultsOf(document);

    expect(faults).toMatchObject([{ path, found: "nothing" }]);
  });

  it.each([
    [{ gapSeconds: 90 }, "gapSeconds", "90"],
    [{ gapSeconds: null }, "gapSeconds", "null"],
    [{ gapSeconds: [60, 120] }, "gapSeconds", "[60,120]"],
    [{ workingHours: "9 to 5" }, "workingHours", '"9 to 5"'],
    [{ workingHours: [] }, "workingHours", "[]"],
    [{ holdout: 0.1 }, "holdout", "0.1"],
    [{ catchUp: 60 }, "catchUp", "60"],
    [{ identities: ["a"] }, "identities[0]", '"a"'],
    [{ identities: [null] }, "identities[0]", "null"],
    [{ identities: [["a"]] }, "identities[0]", '["a"]'],
  ])("is shown as it stands: %j", (document, path, found) => {
    const faults = faultsOf(document);

    expect(faults).toMatchObject([{ path, found }]);
    expect(faults[0]?.accepted).toContain("an object");
  });

  it("says what the gap consists of, since it is the one part that cannot be left empty", () => {
    const faults = faultsOf({ gapSeconds: 90 });

    expect(faults[0]?.accepted).toBe("an object with min and max, in seconds");
  });

  it.each([
    [null, "null"],
    [undefined, "nothing"],
    ["live", '"live"'],
    [21, "21"],
    [true, "true"],
    [[], "[]"],
    [[{ mode: "live" }], '[{"mode":"live"}]'],
  ])("is told of the document itself: %j", (document, found) => {
    const faults = faultsOf(document);

    expect(faults).toEqual([{ path: "", found, accepted: "an object" }]);
  });

  it("is cut when it is long", () => {
    const faults = faultsOf({ mode: "x".repeat(5_000) });

    expect(faults[0]?.found.length).toBeLessThanOrEqual(60);
    expect(faults[0]?.found).toMatch(/^"x+\.\.\.$/);
  });

  it.each([
    ["a whole number beyond JSON", 10n],
    ["a function", () => 25],
    ["a symbol", Symbol("25")],
  ])("is a fault and not an exception, even where JSON has no word for it: %s", (_what, value) => {
    const paths = [pathsOf(value), pathsOf({ dailyCap: value })];

    expect(paths).toEqual([[""], ["dailyCap"]]);
  });
});

describe("an unknown key", () => {
  const KEYS = ["colour", "thresholddays", "__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];

  it.each(UNKNOWN_KEYS)("is refused at the level %j", (prefix, holding) => {
    const faults = KEYS.map((key) => faultsOf(holding(key)));

    expect(faults).toMatchObject(KEYS.map((key) => [{ path: `${prefix}${key}`, found: "an unknown key" }]));
  });

  it("cannot reach a prototype", () => {
    readPolicy(JSON.parse('{"__proto__":{"paused":true,"mode":"live"},"constructor":{"prototype":{"mode":"live"}}}'));

    expect(Reflect.get({}, "mode")).toBeUndefined();
    expect(accepted({}).mode).toBe("dry-run");
  });
});

describe("faults between fields", () => {
  it("the longest gap is not shorter than the shortest", () => {
    const faults = faultsOf({ gapSeconds: { min: 100, max: 99 } });

    expect(faults).toEqual([{ path: "gapSeconds.max", found: "99", accepted: "at least gapSeconds.min, 100" }]);
    expect(pathsOf({ gapSeconds: { min: 100, max: 100 } })).toEqual([]);
  });

  it.each([
    ["17:00", "09:00"],
    ["09:00", "09:00"],
    ["24:00", "24:00"],
    ["22:00", "06:00"],
  ])("working hours end after they start: %s to %s", (start, end) => {
    const faults = faultsOf({ workingHours: { timezone: "UTC", start, end, days: ["mon"] } });

    expect(faults).toEqual([
      { path: "workingHours.end", found: end, accepted: `a time after workingHours.start, ${start}` },
    ]);
  });

  it("working hours have a day", () => {
    const faults = faultsOf({ workingHours: { timezone: "UTC", start: "09:00", end: "17:00", days: [] } });

    expect(faults).toEqual([{ path: "workingHours.days", found: "an empty list", accepted: "at least one day" }]);
  });

  it("a list of identities has one", () => {
    const faults = faultsOf({ identities: [] });

    expect(faults).toEqual([
      { path: "identities", found: "an empty list", accepted: '"all" or at least one identity' },
    ]);
  });

  it("each identity stands once", () => {
    const faults = faultsOf({ identities: [{ id: "a" }, { id: "b" }, { id: "a" }, { id: "a" }] });

    expect(faults).toEqual(
      [2, 3].map((index) => ({
        path: `identities[${index}].id`,
        found: '"a" a second time',
        accepted: "each identity once",
      })),
    );
  });

  it.each([
    ["the default threshold", {}, 21],
    ["the general threshold", { thresholdDays: 40 }, 40],
    ["an identity's own threshold", { identities: [{ id: "a", thresholdDays: 50 }, { id: "b" }] }, 50],
    ["the general one, above an identity's", { thresholdDays: 40, identities: [{ id: "a", thresholdDays: 30 }] }, 40],
  ])("a holdout lasts longer than %s", (_what, rest, oldest) => {
    const faults = faultsOf({ ...rest, holdout: { share: 0.1, maxAgeDays: oldest } });

    expect(faults).toEqual([
      {
        path: "holdout.maxAgeDays",
        found: String(oldest),
        accepted: `more than the largest thresholdDays, ${oldest}`,
      },
    ]);
    expect(pathsOf({ ...rest, holdout: { share: 0.1, maxAgeDays: oldest + 1 } })).toEqual([]);
  });
});

describe("all faults at once", () => {
  const PART_BY_PART = {
    colour: "red",
    mode: "on",
    thresholdDays: 6,
    identities: [{ id: "", dailyCap: 0, nickname: "x" }, 3, { id: "b", paused: "no" }],
    dailyCap: "25",
    gapSeconds: { min: 59, max: 901, mean: 70 },
    workingHours: { timezone: "Mars/Base", start: "9:00", end: "24:01", days: ["someday"], nights: true },
    runCap: 0,
    holdout: { share: 0.6, maxAgeDays: 7, ids: [] },
    acceptableLoss: 2,
    binding: "time",
    reinviteCooldownDays: 20,
    maxUnreadableShare: -1,
  };

  it("are reported, each with its path and with what would be accepted", () => {
    const faults = faultsOf(PART_BY_PART);

    expect(faults.map(({ path }) => path).toSorted()).toEqual([
      "acceptableLoss",
      "binding",
      "colour",
      "dailyCap",
      "gapSeconds.max",
      "gapSeconds.mean",
      "gapSeconds.min",
      "holdout.ids",
      "holdout.maxAgeDays",
      "holdout.share",
      "identities[0].dailyCap",
      "identities[0].id",
      "identities[0].nickname",
      "identities[1]",
      "identities[2].paused",
      "maxUnreadableShare",
      "mode",
      "reinviteCooldownDays",
      "runCap",
      "thresholdDays",
      "workingHours.days[0]",
      "workingHours.end",
      "workingHours.nights",
      "workingHours.start",
      "workingHours.timezone",
    ]);
    expect(faults.every(({ found, accepted: range }) => found !== "" && range !== "")).toBe(true);
  });

  it("are reported between fields too", () => {
    const document = {
      identities: [{ id: "a", thresholdDays: 80 }, { id: "a" }],
      gapSeconds: { min: 120, max: 60 },
      workingHours: { timezone: "UTC", start: "10:00", end: "09:00", days: [] },
      holdout: { share: 0.1, maxAgeDays: 60 },
    };

    const paths = pathsOf(document).toSorted();

    expect(paths).toEqual([
      "gapSeconds.max",
      "holdout.maxAgeDays",
      "identities[1].id",
      "workingHours.days",
      "workingHours.end",
    ]);
  });

  it("are reported together, those of one field and those between fields", () => {
    const paths = pathsOf({ dailyCap: 0, gapSeconds: { min: 120, max: 60 }, identities: [] }).toSorted();

    expect(paths).toEqual(["dailyCap", "gapSeconds.max", "identities"]);
  });
});

describe("describeFault", () => {
  it("is one line that names the place, what stands there and what may", () => {
    const lines = [
      { path: "identities[0].dailyCap", found: "0", accepted: "a whole number from 1 to 100" },
      { path: "", found: "null", accepted: "an object" },
    ].map(describeFault);

    expect(lines).toEqual([
      "policy.identities[0].dailyCap: found 0; accepted: a whole number from 1 to 100",
      "policy: found null; accepted: an object",
    ]);
  });
});

describe("any document", () => {
  it("made of JSON never throws; it is a policy or has faults", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        const reading = readPolicy(document);

        if (reading.valid) expectInRange(reading.policy);
        else expect(reading.faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it("that is accepted lies in range in every field, however near it came to a fault", () => {
    let acceptedCount = 0;
    let refusedCount = 0;

    fc.assert(
      fc.property(nearPolicies, (document) => {
        const reading = readPolicy(document);

        if (reading.valid) {
          acceptedCount += 1;
          expectInRange(reading.policy);
        } else {
          refusedCount += 1;
          expect(reading.faults.every(({ path, accepted: range }) => path !== "" && range !== "")).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );

    // Otherwise the property would say nothing about one of the two.
    expect(Math.min(acceptedCount, refusedCount)).toBeGreaterThan(200);
  });
});

/** The ranges, written out once more. */
function expectInRange(policy: Policy): void {
  const entries = policy.identities === "all" ? [] : policy.identities;
  const thresholds = [policy.thresholdDays, ...entries.flatMap(({ thresholdDays }) => thresholdDays ?? [])];
  const caps = [policy.dailyCap, ...entries.flatMap(({ dailyCap }) => dailyCap ?? [])];
  const { gapSeconds, workingHours, holdout } = policy;

  expect(Object.keys(policy).toSorted()).toEqual(Object.keys(DEFAULT_POLICY).toSorted());
  expect(["off", "dry-run", "live"]).toContain(policy.mode);
  expect(["slots", "invitations"]).toContain(policy.binding);
  expect(policy.identities === "all" || policy.identities.length > 0).toBe(true);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(entries.every(({ id }) => /^[A-Za-z0-9_-]{1,100}$/.test(id))).toBe(true);
  expect(thresholds.every((days) => isWhole(days, 7, 365))).toBe(true);
  expect(caps.every((cap) => isWhole(cap, 1, 100))).toBe(true);
  expect(isWhole(gapSeconds.min, 60, 900) && isWhole(gapSeconds.max, gapSeconds.min, 900)).toBe(true);
  expect(isWhole(policy.runCap, 1, 2_000_000)).toBe(true);
  expect(isShare(policy.acceptableLoss, 1) && isShare(policy.maxUnreadableShare, 1)).toBe(true);
  expect(isWhole(policy.reinviteCooldownDays, 21, 365)).toBe(true);
  if (holdout !== null) {
    expect(isShare(holdout.share, 0.5) && isWhole(holdout.maxAgeDays, Math.max(...thresholds) + 1, 365)).toBe(true);
  }
  if (workingHours !== null) {
    expect(workingHours.days.length).toBeGreaterThan(0);
    expect(workingHours.start < workingHours.end && workingHours.end <= "24:00").toBe(true);
    expect(["UTC", "Europe/Zurich"]).toContain(workingHours.timezone);
  }
}

const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;
const isShare = (value: number, max: number): boolean => value >= 0 && value <= max;
