import { HOUR_MS } from "../../../lib/domain/time.ts";
import { type Cell, PLANS } from "./grid.ts";

const [WIDTH, HEIGHT] = [720, 380];
const FRAME = { left: 56, right: 110, top: 34, bottom: 46 };
const MAX_HOURS = 24;
const COLORS: Readonly<Record<Cell["plan"], string>> = {
  trial: "#b3261e",
  bronze: "#a05a00",
  gold: "#8a7400",
  platinum: "#2f6f9f",
  titanium: "#4b3a8f",
};

/** SVG: how many hours after its start the day's work ends, by identities, one line a plan. */
export function scaleChart(cells: readonly Cell[], daily: Cell["daily"]): string {
  const shown = cells.filter((cell) => cell.daily === daily);
  const sizes = [...new Set(shown.map(({ identities }) => identities))];
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const x = (identities: number): number =>
    FRAME.left + (Math.log10(identities / least) / Math.log10(most / least)) * (WIDTH - FRAME.left - FRAME.right);
  const y = (hours: number): number =>
    HEIGHT - FRAME.bottom - (hours / MAX_HOURS) * (HEIGHT - FRAME.top - FRAME.bottom);
  const text = (at: readonly [number, number], anchor: string, words: string): string =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const grid = [0, 4, 8, 12, 16, 20, 24].flatMap((hours) => [
    `<line x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${y(hours)}" y2="${y(hours)}" class="grid"/>`,
    text([FRAME.left - 8, y(hours) + 4], "end", `${hours} h`),
  ]);
  const ticks = sizes.map((size) =>
    text([x(size), HEIGHT - FRAME.bottom + 20], "middle", size.toLocaleString("en-US")),
  );
  const lines = PLANS.map((plan) => {
    const points = shown
      .filter((cell) => cell.plan === plan)
      .map((cell) => ({ at: cell.identities, hours: (cell.scaled.lastWithdrawalAt ?? 0) / HOUR_MS }));
    const path = points.map(({ at, hours }) => `${x(at).toFixed(1)},${y(hours).toFixed(1)}`).join(" ");
    return `<polyline points="${path}" style="stroke:${COLORS[plan]}"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>Hours until the day's work ends, by identities and plan, ${daily} withdrawals a day each</title>`,
    "<style>svg{background:#fff}text{font:12px sans-serif;fill:#333}.grid{stroke:#ddd}polyline{fill:none;stroke-width:2}</style>",
    text([FRAME.left, 18], "start", `Hours until the day's work ends, ${daily} withdrawals a day for each identity`),
    ...grid,
    ...ticks,
    ...lines,
    ...legend(shown, y),
    text([(WIDTH - FRAME.right + FRAME.left) / 2, HEIGHT - 8], "middle", "identities in one stack"),
    "</svg>",
    "",
  ].join("\n");
}

/** Names beside the lines' ends, moved apart where lines end close to each other. */
function legend(shown: readonly Cell[], y: (hours: number) => number): string[] {
  const most = Math.max(...shown.map(({ identities }) => identities));
  const ends = PLANS.flatMap((plan) => {
    const last = shown.find((cell) => cell.plan === plan && cell.identities === most);
    return last === undefined ? [] : [{ plan, at: y((last.scaled.lastWithdrawalAt ?? 0) / HOUR_MS) }];
  }).sort((a, b) => a.at - b.at);
  let before = Number.NEGATIVE_INFINITY;
  return ends.map(({ plan, at }) => {
    before = Math.max(at, before + 15);
    return `<text x="${WIDTH - FRAME.right + 8}" y="${(before + 4).toFixed(1)}" style="fill:${COLORS[plan]}">${plan}</text>`;
  });
}
