import type { ReportData, WeekOfEndings } from "../../report-data.ts";
import { dataTable } from "../data-table.ts";
import { html, type Markup } from "../escape.ts";
import { counted, grouped, short } from "../figures.ts";
import { OUTCOMES, STANDING_WORDS } from "../outcome-words.ts";
import { isPartial, partialInWords } from "../partial-weeks.ts";
import { type AcrossTick, plot } from "../plot.ts";
import { linear, type Scale, ticksFromZero } from "../scale.ts";
import { partialSwatch, swatch } from "../swatch.ts";
import { unbroken } from "../unbroken.ts";

const HEIGHT = 200;
/** Of a week's room, what its column fills. */
const COLUMN = 0.82;
/** However few the weeks, a column is no wider, in percent of the width. */
const WIDEST = 10;
/** A column of this room or more has its label in the middle: it cannot stick out. */
const ROOM_FOR_LABEL = 30;
const LABELS = 5;

type Span = Pick<ReportData, "since" | "until" | "firstListing">;

/** Endings a week, stacked; weeks that were watched in part are hatched. */
export function weeklyOutcomes(data: ReportData): Markup {
  const { weeks } = data.overall;
  const ended = weeks.reduce((sum, week) => sum + total(week), 0);
  return html`<section aria-labelledby="weeks-heading"><h2 id="weeks-heading">What happened, week by week</h2>
${ended === 0 ? html`<p class="empty">Nothing has ended yet.</p>` : figure(weeks, ended, data)}</section>
`;
}

function figure(weeks: readonly WeekOfEndings[], ended: number, span: Span): Markup {
  const present = OUTCOMES.filter((outcome) => weeks.some((week) => week[outcome] > 0));
  const ticks = ticksFromZero(Math.max(...weeks.map(total)), 4, 1);
  const y = linear([0, ticks.at(-1) ?? 1], [HEIGHT, 0]);
  const room = 100 / weeks.length;
  const every = Math.ceil(weeks.length / LABELS);
  const partial = partialInWords(weeks, span);
  const sums = present.map(
    (outcome) =>
      `${STANDING_WORDS[outcome].toLowerCase()} ${grouped(weeks.reduce((sum, week) => sum + week[outcome], 0))}`,
  );
  return html`<figure><figcaption><p class="note">Invitations that ended, by the Monday their week began with.${partial === null ? null : [" ", unbroken(partial)]}</p>
<ul class="key">${present.toReversed().map((outcome) => html`<li>${swatch(outcome)}${STANDING_WORDS[outcome]}</li>`)}${partial === null ? null : html`<li>${partialSwatch()}Partial week</li>`}</ul></figcaption>
${plot({
  id: "weeks",
  title: "Endings a week, by outcome",
  description: `${counted(ended, "ending")} in ${counted(weeks.length, "week")}: ${sums.join(", ")}. ${partial === null ? "" : `${partial} `}The numbers follow in a table.`,
  height: HEIGHT,
  above: 8,
  across: weeks.flatMap(({ weekOf }, index) => (index % every === 0 ? [weekLabel(weekOf, index * room, room)] : [])),
  up: ticks.map((count) => ({ at: y(count), label: short(count) })),
  over: weeks.map(
    (week, index) =>
      html`${column(week, (index + 0.5) * room, Math.min(room * COLUMN, WIDEST), y)}${isPartial(week, span) ? hatch(index * room, room) : null}`,
  ),
})}${dataTable({
  caption: "Endings a week",
  columns: ["Week of", ...OUTCOMES.map((outcome) => STANDING_WORDS[outcome])],
  rows: weeks.map((week) => [
    isPartial(week, span) ? html`${week.weekOf} <em>partial</em>` : week.weekOf,
    ...OUTCOMES.map((outcome) => grouped(week[outcome])),
  ]),
})}</figure>`;
}

/** Over all of a week's room, so that it shows where nothing has ended too. */
function hatch(left: number, room: number): Markup {
  return html`<rect class="partial" x="${left.toFixed(2)}%" y="0" width="${room.toFixed(2)}%" height="${HEIGHT}"/>`;
}

function column(week: WeekOfEndings, middle: number, width: number, y: Scale): Markup {
  const x = middle - width / 2;
  let below = 0;
  const parts = OUTCOMES.filter((outcome) => week[outcome] > 0).map((outcome) => {
    const [ground, top] = [y(below), y(below + week[outcome])];
    below += week[outcome];
    const height = Math.max(ground - top, 0.5).toFixed(2);
    return html`<rect class="fill ${outcome}" x="${x.toFixed(2)}%" y="${top}" width="${width.toFixed(2)}%" height="${height}"/>`;
  });
  return html`${parts}`;
}

// In the middle of its column, but not out of the page at either side.
function weekLabel(weekOf: string, left: number, room: number): AcrossTick {
  const label = dayInWords(weekOf);
  const at = (place: number) => Number(place.toFixed(2));
  if (room >= ROOM_FOR_LABEL) return { at: at(left + room / 2), label };
  if (left === 0) return { at: 0, label, anchor: "start" };
  return left > 80 ? { at: at(left + room), label, anchor: "end" } : { at: at(left + room / 2), label };
}

/** "Aug 24": the year is in the words above and in the table, and a phone has no room for it. */
function dayInWords(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime())
    ? day
    : at.toLocaleDateString("en-US", { month: "short", day: "numeric", timeZone: "UTC" });
}

function total(week: WeekOfEndings): number {
  return OUTCOMES.reduce((sum, outcome) => sum + week[outcome], 0);
}
