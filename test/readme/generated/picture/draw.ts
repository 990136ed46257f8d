import { customProperties, DARK, LIGHT } from "../../../../lib/report/html/palette.ts";
import { between, linePath, type Point, stepPath, stepPathBack } from "../../../../lib/report/html/paths.ts";
import { dayTicks, linear, type Scale, ticksFromZero } from "../../../../lib/report/html/scale.ts";
import type { DemoFigures } from "./demo-figures.ts";

/** Where the picture is, from the project's folder. */
export const PICTURE = ".github/demo.svg";

const [WIDTH, HEIGHT] = [880, 330];
const [TOP, BOTTOM] = [66, 284];
const LEFT_PLOT = [52, 420] as const;
const RIGHT_PLOT = [512, 840] as const;
/** Room above the highest line for its words. */
const HEADROOM = 1.12;

const percent = (share: number): string => `${Math.round(share * 100)}%`;
const pointsOf = (values: readonly number[]): Point[] => values.map((y, x) => ({ x, y }));

/** The README's picture: what a demo has pending day by day, and how late acceptances come. In dark too, and without it. */
export function drawPicture(figures: DemoFigures): string {
  const title = `A demo of ${figures.days} days, made-up people: pending invitations, and when they are accepted`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="6" class="paper"/>`,
    ...pendingPlot(figures),
    ...acceptedPlot(figures),
    "</svg>",
    "",
  ].join("\n");
}

function pendingPlot({ days, pending, withdrawn }: DemoFigures): string[] {
  const kept = pending.map((count, day) => count + (withdrawn[day] ?? 0));
  const ticks = ticksFromZero(Math.max(...kept));
  const x = linear([0, days], LEFT_PLOT);
  const y = linear([0, (ticks.at(-1) ?? 1) * HEADROOM], [BOTTOM, TOP]);
  const last = (values: readonly number[]): number => values.at(-1) ?? 0;
  const note = (values: readonly number[], words: string, style: string): string =>
    text(x(days) - 4, y(last(values)) - 12, `${words} ${last(values).toLocaleString("en-US")}`, style, "end");
  return [
    text(LEFT_PLOT[0], 26, "Pending invitations, day by day", "head"),
    text(LEFT_PLOT[0], 44, "a made-up team of three, one run a day", "soft"),
    ...axes(x, y, ticks, (tick) => tick.toLocaleString("en-US"), dayTicks(0, days, 7), "days played", LEFT_PLOT),
    `<path d="${linePath(pointsOf(kept), x, y)}" class="line withdrawn"/>`,
    `<path d="${linePath(pointsOf(pending), x, y)}" class="line pending"/>`,
    note(kept, "with all that was withdrawn:", "soft"),
    note(pending, "pending:", "now"),
  ];
}

function acceptedPlot({ accepted, thresholdDays, givenUp }: DemoFigures): string[] {
  const oldest = accepted.at(-1)?.day ?? thresholdDays;
  const ticks = ticksFromZero(Math.max(...accepted.map(({ upper }) => upper), 0));
  const x = linear([0, oldest], RIGHT_PLOT);
  const y = linear([0, (ticks.at(-1) ?? 1) * HEADROOM], [BOTTOM, TOP]);
  const along = (of: "share" | "lower" | "upper"): Point[] => accepted.map((at) => ({ x: at.day, y: at[of] }));
  const later = givenUp === null ? "" : `${percent(givenUp)} of acceptances come later`;
  return [
    text(RIGHT_PLOT[0], 26, "Accepted, by days pending", "head"),
    text(RIGHT_PLOT[0], 44, "what the log of these days says, with its 95% interval", "soft"),
    ...axes(x, y, ticks, percent, dayTicks(0, oldest, 7), "days since it was sent", RIGHT_PLOT),
    `<path d="${between(stepPath(along("upper"), x, y), stepPathBack(along("lower"), x, y))}" class="band"/>`,
    `<path d="${stepPath(along("share"), x, y)}" class="line accepted"/>`,
    `<path d="M${x(thresholdDays)} ${BOTTOM}V${TOP}" class="threshold"/>`,
    text(x(thresholdDays) + 8, BOTTOM - 30, `withdrawn at ${thresholdDays} days:`, "ink"),
    text(x(thresholdDays) + 8, BOTTOM - 13, later, "ink"),
  ];
}

function axes(
  x: Scale,
  y: Scale,
  ticks: readonly number[],
  label: (tick: number) => string,
  days: readonly number[],
  unit: string,
  [left, right]: readonly [number, number],
): string[] {
  return [
    ...ticks.flatMap((tick) => [
      `<path d="M${left} ${y(tick)}H${right}" class="grid"/>`,
      text(left - 8, y(tick) + 4, label(tick), "soft", "end"),
    ]),
    ...days.map((day) => text(x(day), BOTTOM + 18, String(day), "soft", "middle")),
    text((left + right) / 2, BOTTOM + 36, unit, "soft", "middle"),
  ];
}

const text = (x: number, y: number, words: string, style: string, anchor = "start"): string =>
  `<text x="${x}" y="${y.toFixed(1)}" class="${style}" text-anchor="${anchor}">${words}</text>`;

const STYLE = [
  `svg{${customProperties(LIGHT)}}`,
  `@media (prefers-color-scheme:dark){svg{${customProperties(DARK)}}}`,
  "text{font:12px system-ui,sans-serif;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:4px}.head{font-size:15px;font-weight:600}",
  ".soft{fill:var(--soft)}.now{fill:var(--pending);font-weight:600}.paper{fill:var(--paper)}path{fill:none}",
  ".grid{stroke:var(--grid)}.line{stroke-width:2.5}.pending{stroke:var(--pending)}.accepted{stroke:var(--accepted)}.withdrawn{stroke:var(--withdrawn);stroke-dasharray:5 4}",
  ".band{fill:var(--accepted);fill-opacity:.15}.threshold{stroke:var(--ink);stroke-dasharray:2 3}",
].join("\n");
