import { memoryParts } from "../../../lib/local/memory/memory-parts.ts";
import type { LocalParts } from "../../../lib/local/parts.ts";
import { runOnce } from "../../../lib/local/run.ts";
import type { Figure } from "../meters/figure.ts";
import { withThrowAway } from "./throw-away.ts";
import { type Took, timeFigures, took } from "./timed.ts";

/** One live run of the demo's team, its waits jumped over; opening and closing the data folder is not in it. */
async function oneRun(parts?: LocalParts): Promise<Took> {
  let run: Took = { wallMs: 0, processorMs: 0 };
  await withThrowAway(async (w) => {
    run = await took(() => runOnce(w, { fastForward: true }));
  }, parts);
  return run;
}

export async function figures(): Promise<readonly Figure[]> {
  // The first one compiles the code.
  await oneRun();
  const embedded = await oneRun();
  const peer = { took: await oneRun(memoryParts()), is: "in memory" };
  const what = "a local run of 390 pending invitations over embedded DynamoDB and SQS";
  return timeFigures({ name: "local-run", what, peer }, embedded);
}
