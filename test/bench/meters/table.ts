import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Figure, type Measured, missesGoal } from "./figure.ts";
import { figureInWords, goalInWords, peerInWords } from "./in-words.ts";
import { readMeasured } from "./measured-file.ts";

const README = join(import.meta.dirname, "..", "..", "..", "README.md");
const [BEGIN, END] = ["<!-- figures: npm run bench:table -->", "<!-- end of figures -->"];

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function rowOf(figure: Figure): string {
  const now = missesGoal(figure) ? `**${figureInWords(figure)}**` : figureInWords(figure);
  return row([figure.what, now, goalInWords(figure), peerInWords(figure)]);
}

/** The figures as Markdown, a table a meter; what misses its goal is in bold. */
export const figuresInMarkdown = (all: readonly Measured[]): string =>
  all
    .map(({ meter, date, machine, figures }) =>
      [
        `\`npm run ${meter === "speed" ? "bench" : `bench:${meter}`}\`, ${date}, ${machine}:`,
        "",
        row(["what", "now", "goal", "peer"]),
        row(["---", "--:", "--:", "---"]),
        ...figures.map(rowOf),
      ].join("\n"),
    )
    .join("\n\n");

/** The README with the figures between its two marks. */
export function withFigures(readme: string, all: readonly Measured[]): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md needs the lines "${BEGIN}" and "${END}"`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${figuresInMarkdown(all)}\n\n${readme.slice(end)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(README, withFigures(readFileSync(README, "utf8"), readMeasured()));
}
