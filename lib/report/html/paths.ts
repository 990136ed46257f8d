import type { Scale } from "./scale.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Straight lines through the points; empty for none. */
export function linePath(points: readonly Point[], x: Scale, y: Scale): string {
  return points.map((point, index) => `${index === 0 ? "M" : "L"}${x(point.x)} ${y(point.y)}`).join("");
}

/** Holds each value until the next point: an estimate over days changes on the day something happened, not before. */
export function stepPath(points: readonly Point[], x: Scale, y: Scale): string {
  return points
    .map((point, index) => (index === 0 ? `M${x(point.x)} ${y(point.y)}` : `H${x(point.x)}V${y(point.y)}`))
    .join("");
}

/** The area between two paths over the same days: along the upper one, then back along the lower one. */
export function between(upper: string, lowerReversed: string): string {
  return upper === "" ? "" : `${upper}${lowerReversed.replace(/^M/, "L")}Z`;
}

/** A stepped path walked from its end to its start. */
export function stepPathBack(points: readonly Point[], x: Scale, y: Scale): string {
  const back = points.toReversed();
  return back
    .map((point, index) => (index === 0 ? `M${x(point.x)} ${y(point.y)}` : `V${y(point.y)}H${x(point.x)}`))
    .join("");
}
