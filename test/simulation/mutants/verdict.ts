import type { TestedMutant } from "./list.ts";

/** Of what page, mail and terminal begin with. Every one of these its test must notice. */
export const VERDICT_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a command although the wait in force is kept",
    file: "lib/report/verdict/with-commands.ts",
    find: 'if (verdict.kind !== "go" || recommendation.kind',
    replace: 'if (verdict.kind === "not-yet" || recommendation.kind',
    test: "test/report/verdict/verdict.surfaces.test.ts",
  },
  {
    name: "a change of acceptance not said on terminal and mail",
    file: "lib/report/verdict/verdict-lines.ts",
    find: '...(drift === null ? [] : [drift, ""]),',
    replace: '...(drift === null ? [] : [""]),',
    test: "test/report/verdict/verdict.surfaces.test.ts",
  },
  {
    name: "a change of acceptance not said on the page",
    file: "lib/report/html/headline.ts",
    find: 'note("banner drift", verdict.drift)',
    replace: 'note("banner drift", null)',
    test: "test/report/verdict/verdict.surfaces.test.ts",
  },
  {
    name: "a quiet week although acceptance has changed",
    file: "lib/digest/digest-data.ts",
    find: "drift === null",
    replace: "drift !== undefined",
    test: "test/digest/digest-text.test.ts",
    testName: "something to tell once",
  },
  {
    name: "a price of zero where no acceptance was seen",
    file: "lib/report/verdict/price.ts",
    find: 'acceptances.basis === "rule-of-three"',
    replace: 'acceptances.basis !== "rule-of-three" && acceptances.value === 0',
    test: "test/report/verdict/price.test.ts",
  },
  {
    name: "figures on the page of a wait that cannot be judged",
    file: "lib/report/html/threshold-table.ts",
    find: "if (!canBeJudged(row)) return",
    replace: "if (!canBeJudged(row) && row.shareGivenUp === null) return",
    test: "test/report/report-text.page.test.ts",
  },
  {
    name: "a bar of all that ended in the colour of what was withdrawn",
    file: "lib/report/html/charts/days-pending.ts",
    find: '"Ended", "ended", ended',
    replace: '"Ended", "withdrawn", ended',
    test: "test/report/html/page.drawings.test.ts",
    testName: "stands for what the drawing is about",
  },
  {
    name: "a last week that was watched in part and looks like a drop",
    file: "lib/report/html/partial-weeks.ts",
    find: " || span.until < later(monday, WEEK_MS)",
    replace: "",
    test: "test/report/html/partial-weeks.test.ts",
  },
  {
    name: "a day of the terminal's curve that the page leaves out",
    file: "lib/report/html/charts/acceptance-curve.ts",
    find: "|| hasLine(point, points)",
    replace: "|| (point.age === 0 && hasLine(point, points))",
    test: "test/report/report-text.page.test.ts",
  },
];
