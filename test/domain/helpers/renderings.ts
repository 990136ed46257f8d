import fc from "fast-check";

/** An instant that has passed, and one text or number that a system could show for it. */
export interface Rendering {
  readonly format: string;
  readonly instant: Date;
  readonly now: Date;
  readonly raw: string | number;
}

const DAY = 86_400_000;
const UNITS = [
  ["second", 1_000],
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", DAY],
  ["week", 7 * DAY],
  // However a system defines a month: 28 days is the shortest there is, 31 the longest, 30.44 the mean.
  ["month", 28 * DAY],
  ["month", 30 * DAY],
  ["month", 30.44 * DAY],
  ["month", 31 * DAY],
  ["year", 365 * DAY],
  ["year", 366 * DAY],
] as const;

const pad = (value: number): string => String(value).padStart(2, "0");

function offsetText(minutes: number, colon: boolean): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}${colon ? ":" : ""}${pad(size % 60)}`;
}

/** The civil clock of a zone so many minutes ahead of UTC, as ISO text to the millisecond and without the zone. */
const civil = (instant: Date, aheadMinutes: number): string =>
  new Date(instant.getTime() + aheadMinutes * 60_000).toISOString().slice(0, 23);

/** Somewhere on Earth: UTC−12 to UTC+14 in quarters of an hour. */
const ahead = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15);

/** A moment of the last 4.9 years seen from a `now` between 2020 and 2040. */
const moments = fc
  .record({
    now: fc.date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2040-01-01T00:00:00Z"), noInvalidDate: true }),
    age: fc.oneof(
      fc.integer({ min: 0, max: 2 * DAY }),
      fc.integer({ min: 0, max: 60 * DAY }),
      fc.integer({ min: 0, max: Math.floor(4.9 * 365 * DAY) }),
    ),
  })
  .map(({ now, age }) => ({ now, instant: new Date(now.getTime() - age) }));

type Write = (instant: Date, now: Date) => string | number;
const rendering = (format: string, writes: fc.Arbitrary<Write>): fc.Arbitrary<Rendering> =>
  fc.tuple(moments, writes).map(([{ now, instant }, write]) => ({ format, now, instant, raw: write(instant, now) }));

/** Texts that name the very millisecond: the reading has to give it back. */
export const exactRenderings: readonly fc.Arbitrary<Rendering>[] = [
  rendering(
    "ISO, Z",
    fc.constantFrom<Write>((instant) => instant.toISOString()),
  ),
  rendering(
    "ISO, offset",
    fc.tuple(ahead, fc.boolean(), fc.constantFrom("T", " ")).map(([minutes, colon, between]): Write => {
      const zone = offsetText(minutes, colon);
      return (instant) => `${civil(instant, minutes).replace("T", between)}${zone}`;
    }),
  ),
  rendering(
    "epoch milliseconds",
    fc.constantFrom<Write>(
      (instant) => instant.getTime(),
      (instant) => String(instant.getTime()),
    ),
  ),
];

/** Texts that name a minute, a day, a civil time without its zone, or so and so long ago. */
export const roundedRenderings: readonly fc.Arbitrary<Rendering>[] = [
  rendering(
    "ISO to the minute, offset",
    ahead.map(
      (minutes): Write =>
        (instant) =>
          civil(instant, minutes).slice(0, 16) + offsetText(minutes, true),
    ),
  ),
  rendering(
    "ISO without a zone",
    ahead.map(
      (minutes): Write =>
        (instant) =>
          civil(instant, minutes),
    ),
  ),
  rendering(
    "ISO to the minute, without a zone",
    ahead.map(
      (minutes): Write =>
        (instant) =>
          civil(instant, minutes).slice(0, 16),
    ),
  ),
  rendering(
    "bare date",
    ahead.map(
      (minutes): Write =>
        (instant) =>
          civil(instant, minutes).slice(0, 10),
    ),
  ),
  rendering(
    "relative",
    fc
      .tuple(
        fc.constantFrom(...UNITS),
        fc.constantFrom(Math.floor, Math.round, Math.ceil),
        fc.constantFrom("", "Sent "),
      )
      .map(
        ([unit, round, prefix]): Write =>
          (instant, now) => {
            const [name, size] = shownUnit(unit, now.getTime() - instant.getTime());
            const count = round((now.getTime() - instant.getTime()) / size);
            return `${prefix}${count} ${name}${count === 1 ? "" : "s"} ago`;
          },
      ),
  ),
];

/** Texts that drop the fraction of the second, or a part of it. */
export const wholeSecondRenderings: readonly fc.Arbitrary<Rendering>[] = [
  rendering(
    "ISO to the tenth or hundredth of a second",
    fc.constantFrom<Write[]>(
      (instant) => `${instant.toISOString().slice(0, 21)}Z`,
      (instant) => `${instant.toISOString().slice(0, 22)}Z`,
    ),
  ),
  rendering(
    "ISO to the second, Z",
    fc.constantFrom<Write>((instant) => `${instant.toISOString().slice(0, 19)}Z`),
  ),
  rendering(
    "epoch seconds",
    fc.constantFrom<Write>(
      (instant) => Math.floor(instant.getTime() / 1_000),
      (instant) => String(Math.floor(instant.getTime() / 1_000)),
    ),
  ),
];

/** Nobody writes "2000 seconds ago": the wanted unit, or the next one in which the count has three digits at most. */
function shownUnit(wanted: (typeof UNITS)[number], age: number): (typeof UNITS)[number] {
  const from = UNITS.indexOf(wanted);
  return UNITS.find(([, size], index) => index >= from && age / size < 999) ?? wanted;
}
