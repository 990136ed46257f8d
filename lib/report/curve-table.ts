import type { Analysis } from "../analytics/analyse.ts";
import type { CurvePoint } from "../analytics/curve-points.ts";
import { percent } from "../analytics/estimate-in-words.ts";
import { textTable } from "./text-table.ts";

/** Days of age at which the curve is printed; the horizon is added. */
const SHOWN_AGES = [0, 1, 3, 7, 10, 14, 21, 30, 45, 60, 90];

/** The curve at chosen ages up to the horizon, or as far as it was observed while there is none. */
export function curveTable({ curve, horizon }: Analysis): string {
  const last = horizon ?? curve.length - 1;
  const ages = new Set([...SHOWN_AGES, last]);
  const points = curve.filter(({ age }) => age <= last && ages.has(age));
  return textTable<CurvePoint>(
    [
      { title: "after day", align: "right", text: ({ age }) => String(age) },
      { title: "watched", align: "right", text: ({ atRisk }) => atRisk.toLocaleString("en-US") },
      { title: "accepted", align: "right", text: ({ acceptedShare }) => inWords(acceptedShare) },
      { title: "gone", align: "right", text: ({ goneShare }) => inWords(goneShare) },
      { title: "still pending", align: "right", text: ({ stillPending }) => inWords(stillPending) },
    ],
    points,
  );
}

function inWords({ value, lower, upper }: CurvePoint["stillPending"]): string {
  return `${percent(value)} (${Number((lower * 100).toFixed(1))}–${percent(upper)})`;
}
