import { memoryParts } from "../../../lib/local/memory/memory-parts.ts";
import type { LocalParts } from "../../../lib/local/parts.ts";
import type { Figure } from "../meters/figure.ts";
import { withThrowAway } from "./throw-away.ts";
import { type Took, timeFigures, took } from "./timed.ts";

const TIMES = 10;

/** On average of several; the first one, which loads the code, is left out. */
async function openAndClose(parts?: () => LocalParts): Promise<Took> {
  const once = () => withThrowAway(async () => {}, parts?.());
  await once();
  const all = await took(async () => {
    for (let time = 0; time < TIMES; time += 1) await once();
  });
  return { wallMs: all.wallMs / TIMES, processorMs: all.processorMs / TIMES };
}

export async function figures(): Promise<readonly Figure[]> {
  const embedded = await openAndClose();
  const peer = { took: await openAndClose(memoryParts), is: "in memory" };
  return timeFigures({ name: "open-workspace", what: "a new data folder opened and closed", peer }, embedded);
}
