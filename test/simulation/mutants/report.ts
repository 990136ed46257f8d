import type { TestedMutant } from "./list.ts";

/** Of the guards on what the report reads and says. Every one of these its test must notice. */
export const REPORT_MUTANTS: readonly TestedMutant[] = [
  {
    name: "every invitation as young as it can be",
    file: "lib/analytics/sent-bounds.ts",
    find: "from + (by - from) / 2;",
    replace: "by + 0 * from;",
    test: "test/analytics/read-observation.test.ts",
  },
  {
    name: "an age taken for known whatever it can be",
    file: "lib/analytics/sent-bounds.ts",
    find: "from <= by && by - from <= MAX_SENT_WIDTH_MS;",
    replace: "from <= by && MAX_SENT_WIDTH_MS > 0;",
    test: "test/analytics/read-observation.properties.test.ts",
  },
  {
    name: "an invitation that may have been sent after it was seen",
    file: "lib/analytics/sent-bounds.ts",
    find: "by: Math.min(latest, milliseconds(firstSeenAt)) };",
    replace: "by: Math.max(latest, Math.min(latest, milliseconds(firstSeenAt))) };",
    test: "test/analytics/read-observation.test.ts",
  },
  {
    name: "ages that only those who wait are asked for",
    file: "lib/analytics/sent-bounds.ts",
    find: "MAX_SENT_WIDTH_DAYS = 7;",
    replace: "MAX_SENT_WIDTH_DAYS = 14;",
    test: "test/analytics/sent-bounds.test.ts",
  },
  {
    name: "ended invitations dated by the index alone",
    file: "lib/report/reading/read-tallies.ts",
    find: "withSentFrom: !isIdEnough",
    replace: "withSentFrom: false",
    test: "test/report/reading/read-report.test.ts",
    testName: "its age to within a week",
  },
  {
    name: "open invitations dated by the index alone",
    file: "lib/report/reading/read-open.ts",
    find: "sentFrom: item?.sentFrom ?? null",
    replace: "sentFrom: null",
    test: "test/report/reading/read-report.test.ts",
    testName: "its age to within a week",
  },
  {
    name: "ages from ids that are still on trial",
    file: "lib/report/reading/sent-evidence.ts",
    find: 'believe(calibration) !== "believed"',
    replace: 'believe(calibration) === "off"',
    test: "test/report/reading/sent-evidence.test.ts",
  },
  {
    name: "ages from ids although that is switched off",
    file: "lib/report/reading/read-report.ts",
    find: 'ageFromIds === "off" ? null : trials;',
    replace: 'ageFromIds === "auto" ? trials : { ...trials };',
    test: "test/report/reading/read-report.ages.test.ts",
    testName: "switched off",
  },
  {
    name: "dates that disagree with an id counted all the same",
    file: "lib/report/reading/sent-evidence.ts",
    find: "if (datesDisagree(decoded, dates)) return",
    replace: "if (datesDisagree(decoded, dates) && calibration.misses > 0) return",
    test: "test/report/reading/read-report.ages.test.ts",
    testName: "more than a day and a half apart",
  },
];
