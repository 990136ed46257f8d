import type { Figure } from "../meters/figure.ts";
import { quietDemo } from "./quiet-demo.ts";
import { timeFigures, tookSinceStart } from "./timed.ts";

const DAYS = 90;

/** What `npm start` takes, from the start of its process on. */
export async function figures(): Promise<readonly Figure[]> {
  await quietDemo({ days: DAYS, real: false });
  return timeFigures({ name: "demo-90-days", what: "the demo of 90 days", goalS: 15 }, tookSinceStart());
}
