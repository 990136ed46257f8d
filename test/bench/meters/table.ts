import { type Figure, type Measured, missesGoal } from "./figure.ts";
import { figureInWords, goalInWords, peerInWords } from "./in-words.ts";

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
