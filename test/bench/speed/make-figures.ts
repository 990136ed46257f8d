import { join } from "node:path";
import type { Figure } from "../meters/figure.ts";

/** Runs one maker of figures and prints them as JSON, for the meter that has started this process. */
const { figures } = (await import(join(import.meta.dirname, process.argv[2] ?? ""))) as {
  readonly figures: () => Promise<readonly Figure[]>;
};
process.stdout.write(`${JSON.stringify(await figures())}\n`);
