import { describe, expect, it } from "vitest";
import { MARKS } from "../../../lib/report/html/outcome-words.ts";
import { findChromium, openDetails, useBrowser } from "./helpers/browser.ts";
import { PAINTED } from "./helpers/in-page.ts";
import { SAMPLES } from "./helpers/samples.ts";

interface Painted {
  readonly classes: readonly string[];
  readonly colours: readonly string[];
}

/** What a mark says, by its class. Each of these has one colour, and no other has it. */
const MEANINGS: readonly (readonly [meaning: string, classes: readonly string[]])[] = [
  ...MARKS.map((mark) => [mark, [mark]] as const),
  ["a wait that is proposed", ["recommended", "moving", "difference"]],
  ["the policy, and the ground that charts stand on", ["in-force", "acceptable", "base"]],
  ["what there is of what is needed", ["need", "have"]],
];

const meaningOf = ({ classes }: Painted): string =>
  MEANINGS.find(([, of]) => of.some((name) => classes.includes(name)))?.[0] ?? `none known: ${classes.join(" ")}`;

const chromium = findChromium();

describe.skipIf(chromium === null)("the colours of the page", () => {
  const show = useBrowser(chromium);

  it.each([
    ["screen", "light"],
    ["screen", "dark"],
    ["print", "dark"],
  ] as const)("have one meaning each, in all charts and legends together: %s, %s", async (media, colorScheme) => {
    const meanings = new Map<string, Set<string>>();
    const colours = new Map<string, Set<string>>();
    for (const name of ["a team of three", "too little to judge", "huge numbers"] as const) {
      const { page } = await show(SAMPLES[name], { colorScheme });
      await openDetails(page);
      await page.emulateMedia({ media });
      for (const painted of (await page.evaluate(PAINTED)) as Painted[]) {
        const meaning = meaningOf(painted);
        for (const colour of painted.colours) {
          meanings.set(colour, (meanings.get(colour) ?? new Set()).add(meaning));
          colours.set(meaning, (colours.get(meaning) ?? new Set()).add(colour));
        }
      }
    }

    expect([...meanings].filter(([, of]) => of.size > 1)).toEqual([]);
    expect([...colours].filter(([, of]) => of.size > 1)).toEqual([]);
    expect([...colours.keys()].sort()).toEqual(MEANINGS.map(([meaning]) => meaning).sort());
  });
});
