/** From a value to a place on the drawing, rounded to hundredths so that the page stays small. */
export type Scale = (value: number) => number;

/** Straight line from a domain to a range. A domain without extent puts everything at the start of the range. */
export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const extent = to - from;
  return (value) => hundredths(extent === 0 ? start : start + ((value - from) / extent) * (end - start));
}

/** Round ticks from 0 to at least `max`: about `count` steps of 1, 2 or 5 times a power of ten, no smaller than `least`. */
export function ticksFromZero(max: number, count = 4, least = 0): readonly number[] {
  if (!(max > 0)) return [0, least > 0 ? least : 1];
  const rough = Math.max(max / count, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const steps = Math.max(1, Math.ceil(max / step - 1e-9));
  // Multiplied and not added up, so that 0.1 + 0.2 does not show.
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

const DAY_STEPS = [1, 2, 7, 14, 28, 56, 91, 182, 364, 728] as const;

/** Days on whole weeks where there is room for weeks, at most `count` steps. */
export function dayTicks(from: number, to: number, count = 9): readonly number[] {
  const step = DAY_STEPS.find((days) => (to - from) / days <= count) ?? 728;
  const first = Math.ceil(from / step) * step;
  const ticks = Math.floor((to - first) / step) + 1;
  return Array.from({ length: Math.max(0, ticks) }, (_, index) => first + index * step);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
