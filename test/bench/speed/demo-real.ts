import type { Figure } from "../meters/figure.ts";
import { quietDemo } from "./quiet-demo.ts";
import { timeFigures, took } from "./timed.ts";

const DAYS = 10;

/** The first days of the demo over the embedded servers, beside the same days in memory. */
export async function figures(): Promise<readonly Figure[]> {
  const real = await took(() => quietDemo({ days: DAYS, real: true }));
  const peer = { took: await took(() => quietDemo({ days: DAYS, real: false })), is: "in memory" };
  const what = `${DAYS} days of the demo over embedded DynamoDB and SQS`;
  return timeFigures({ name: `demo-real-${DAYS}-days`, what, peer }, real);
}
